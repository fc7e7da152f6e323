import type { Disposer } from '../../../shared/domain/clock.ts';
import type { DataProcess } from './data-process.ts';

/** A window that takes a port. */
export interface PortTaker<Port> {
  readonly id: number;
  /** False where the page is gone meanwhile: the port was not taken. */
  give(port: Port): boolean;
}

export interface PortBroker<Port> {
  /** A page asks for a port: it gets one at once, or as soon as the data host runs. An earlier one of it stays valid. */
  ask(taker: PortTaker<Port>): 'given' | 'waiting';
  /** The window is gone. */
  forget(id: number): void;
  dispose: Disposer;
}

/**
 * Makes a channel for each page that asks, and gives one end to the data host and the other to the page. When the data host
 * comes back after it died, every page that had a port gets a new one, asked for or not.
 * @param createChannel Electron's MessageChannelMain
 */
export function createPortBroker<Port extends { close(): void }>(
  dataProcess: DataProcess<Port>,
  createChannel: () => { port1: Port; port2: Port },
): PortBroker<Port> {
  const served = new Map<number, PortTaker<Port>>();
  const waiting = new Map<number, PortTaker<Port>>();

  function serve(taker: PortTaker<Port>): 'given' | 'waiting' {
    const { port1, port2 } = createChannel();
    if (!dataProcess.connect(port1)) {
      port1.close();
      port2.close();
      waiting.set(taker.id, taker);
      return 'waiting';
    }
    waiting.delete(taker.id);
    served.set(taker.id, taker);
    // The data host sees its end close, and lets go of it.
    if (!taker.give(port2)) port2.close();
    return 'given';
  }

  const stopListening = [
    dataProcess.onDied(() => {
      for (const taker of served.values()) waiting.set(taker.id, taker);
      served.clear();
    }),
    dataProcess.onRunning(() => {
      for (const taker of [...waiting.values()]) serve(taker);
    }),
  ];
  return {
    ask: serve,
    forget(id) {
      served.delete(id);
      waiting.delete(id);
    },
    dispose() {
      for (const stop of stopListening) stop();
      served.clear();
      waiting.clear();
    },
  };
}
