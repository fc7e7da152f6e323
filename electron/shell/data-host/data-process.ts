import type { DeskNews } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/clock.ts';
import type { Log } from '../files/log.ts';
import { createRestartPolicy, type RestartLimits } from './restart-policy.ts';

/** The part of Electron's UtilityProcess that is needed here. `Port` is its MessagePortMain. */
export interface ChildProcess<Port> {
  readonly pid: number | undefined;
  postMessage(message: unknown, transfer?: Port[]): void;
  kill(): boolean;
  onSpawn(listener: () => void): void;
  onExit(listener: (code: number) => void): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** What the shell tells a running data host, beside ports and the end: see electron/data/process.ts. */
export type DataHostOrder =
  /** Which displays are there, and which screens of walls are open. */
  | DeskNews
  /** The computer was asleep, or the network away: worth looking at the server at once. */
  | { type: 'wake' }
  /** Someone wants the rows read anew. */
  | { type: 'rebuild' }
  /** The map archive that a person chose. */
  | { type: 'archive'; file: string }
  /** Where a person wants an export; null: they gave up. */
  | { type: 'target'; id: number; file: string | null }
  /** The person asked for a validation, or for the inbox (null). */
  | { type: 'show-validation'; id: string | null }
  /** Nobody is at the computer, or someone asked for it: the windows are to be covered. */
  | { type: 'lock'; reason: 'asked' | 'idle' | 'system' };

export interface DataProcess<Port> {
  start(): void;
  /** Hands the data host one end of a channel. False while it is not running: the port stays with the caller. */
  connect(port: Port): boolean;
  /** Tells the data host something. False while it is not running: it is not told later. */
  tell(message: DataHostOrder): boolean;
  /** Starts it again at once, someone having asked; a running one is ended first. */
  restart(): void;
  /** Asks it to end, and ends it after `graceMs` if it has not. It is not started again. */
  stop(graceMs: number): Promise<void>;
  isRunning(): boolean;
  /** It keeps dying: the quick restarts are used up. */
  isPastLimit(): boolean;
  /** Called each time it is up and takes ports. */
  onRunning(listener: () => void): Disposer;
  /** What it says, unchecked. */
  onMessage(listener: (message: unknown) => void): Disposer;
  /** Called each time it died without being asked to. */
  onDied(listener: (death: { code: number; pastLimit: boolean; sayNow: boolean; delayMs: number }) => void): Disposer;
}

export interface DataProcessOptions<Port> {
  fork(): ChildProcess<Port>;
  /** The data host's own, at each start: it is sent as it is, first of all, in `{type: 'start', config}`. */
  config: () => unknown;
  limits: RestartLimits;
  clock: Clock;
  log: Log;
}

/** Keeps the data host running: starts it, gives it its configuration, starts it again when it dies. */
export function createDataProcess<Port>(options: DataProcessOptions<Port>): DataProcess<Port> {
  const { clock, log } = options;
  const policy = createRestartPolicy(options.limits);
  const runningListeners = new Set<() => void>();
  const diedListeners = new Set<(death: Parameters<Parameters<DataProcess<Port>['onDied']>[0]>[0]) => void>();
  const messageListeners = new Set<(message: unknown) => void>();
  let child: ChildProcess<Port> | undefined;
  let running = false;
  let pastLimit = false;
  let stopping = false;
  let cancelRestart: Disposer = () => {};

  function start(): void {
    if (child !== undefined || stopping) return;
    cancelRestart();
    const began = clock.monotonicMs();
    const started = options.fork();
    child = started;
    started.onSpawn(() => {
      log.info('the data process runs', { pid: started.pid });
      started.postMessage({ type: 'start', config: options.config() });
      running = true;
      for (const listener of [...runningListeners]) listener();
    });
    started.onMessage((message) => {
      for (const listener of [...messageListeners]) listener(message);
    });
    started.onExit((code) => {
      child = undefined;
      running = false;
      if (stopping) return;
      died(code, clock.monotonicMs() - began);
    });
  }

  function died(code: number, ranForMs: number): void {
    const decision = policy.died(ranForMs);
    pastLimit = decision.pastLimit;
    const { delayMs, attempt } = decision;
    const seconds = Math.round(ranForMs / 100) / 10;
    log.error(`the data process died after ${seconds} s`, { code, attempt, restartInMs: delayMs, pastLimit });
    cancelRestart = clock.after(delayMs, start);
    for (const listener of [...diedListeners]) listener({ code, ...decision });
  }

  return {
    start,
    connect(port) {
      if (!running || child === undefined) return false;
      child.postMessage({ type: 'connect' }, [port]);
      return true;
    },
    tell(message) {
      if (!running || child === undefined) return false;
      child.postMessage(message);
      return true;
    },
    restart() {
      policy.reset();
      pastLimit = false;
      // One that runs is ended; its exit starts the next after the shortest delay.
      if (child === undefined) start();
      else child.kill();
    },
    stop(graceMs) {
      stopping = true;
      running = false;
      cancelRestart();
      const ending = child;
      if (ending === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        const cancelKill = clock.after(graceMs, () => {
          log.warn('the data process did not end when asked to, and was killed', { pid: ending.pid });
          ending.kill();
          resolve();
        });
        ending.onExit(() => {
          cancelKill();
          resolve();
        });
        ending.postMessage({ type: 'stop' });
      });
    },
    isRunning: () => running,
    isPastLimit: () => pastLimit,
    onRunning(listener) {
      runningListeners.add(listener);
      return () => runningListeners.delete(listener);
    },
    onMessage(listener) {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
    onDied(listener) {
      diedListeners.add(listener);
      return () => diedListeners.delete(listener);
    },
  };
}
