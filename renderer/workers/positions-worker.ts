import type { FromPositionsWorker, ToPositionsWorker } from './protocol.ts';

/** The part of a Worker that the page needs; a test passes its own. */
export interface PositionsWorker {
  postMessage(message: ToPositionsWorker, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: FromPositionsWorker }) => void): void;
  removeEventListener(type: 'message', listener: (event: { data: FromPositionsWorker }) => void): void;
  terminate(): void;
}

/**
 * Starts the worker that reads the position stream of this window. It does nothing until it is sent a `port` or a
 * `socket`. One worker a window.
 */
export function createPositionsWorker(): PositionsWorker {
  return new Worker(new URL('./positions.worker.ts', import.meta.url), { type: 'module', name: 'positions' });
}

/** Starts a worker that reads a recording: it does nothing until it is sent `replay`, and then a `port` or a `socket`. */
export function createReplayWorker(): PositionsWorker {
  return new Worker(new URL('./replay.worker.ts', import.meta.url), { type: 'module', name: 'replay' });
}
