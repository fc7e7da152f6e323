import type { Channel } from '../../shared/rpc/index.ts';
import { createListeners } from '../../shared/rpc/index.ts';

/** The part of Electron's MessagePortMain that is needed here: this room does not import Electron. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: Port[] }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** A window has one positions worker; more ports than this are no window's. */
const MOST_FURTHER_PORTS = 8;

/**
 * A channel over one end of a MessageChannel. Messages that came before a listener are kept until there is one.
 * @param onPort a message `{type: 'channel'}` brought a further port, for a further channel of the same window: its positions
 *   worker then talks to this process directly
 */
export function createPortChannel(port: Port, onPort: (port: Port) => void): Channel {
  const messages = createListeners<unknown>();
  const closings = createListeners<void>();
  let furtherPorts = 0;
  let isStarted = false;
  let isClosed = false;

  function wasClosed(): void {
    if (isClosed) return;
    isClosed = true;
    closings.emit();
  }

  port.on('message', ({ data, ports }) => {
    if (isClosed) return;
    const [further, ...surplus] = ports;
    for (const unwanted of surplus) unwanted.close();
    if (further === undefined) return messages.emit(data);
    if (isChannelMessage(data) && furtherPorts < MOST_FURTHER_PORTS) {
      furtherPorts += 1;
      onPort(further);
    } else further.close();
  });
  port.on('close', wasClosed);

  return {
    send(message) {
      if (!isClosed) port.postMessage(message);
    },
    onMessage(listener) {
      const stop = messages.add(listener);
      if (!isStarted) port.start();
      isStarted = true;
      return stop;
    },
    onClose(listener) {
      if (!isClosed) return closings.add(listener);
      listener();
      return () => undefined;
    },
    close() {
      if (isClosed) return;
      port.close();
      wasClosed();
    },
  };
}

function isChannelMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'channel';
}
