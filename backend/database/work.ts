import { StorageError } from './database.ts';

/** Told by long work on the database how far it is. The progress of the command line is one. */
export interface WorkProgress {
  begin(label: string, total?: number): void;
  at(done: number): void;
  end(): void;
}

export const silentProgress: WorkProgress = { begin: () => undefined, at: () => undefined, end: () => undefined };

/** Something else held what was needed for too long. What is done stays done: the same call goes on from there. */
export class DatabaseBusyError extends StorageError {
  override name = 'DatabaseBusyError';
}

/** The work was asked to stop. What is done stays done: the same call goes on from there. */
export class InterruptedError extends Error {
  override name = 'InterruptedError';
  constructor() {
    super('Stopped as asked. What is done stays done: the same command goes on from there.');
  }
}

export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new InterruptedError();
}

/** So many rows a batch that one takes about as long as wanted: whoever wants one of its rows waits no longer. */
export class BatchSize {
  readonly #most: number;
  readonly #targetMs: number;
  #size: number;

  constructor({ first, most, targetMs }: { first: number; most: number; targetMs: number }) {
    this.#size = first;
    this.#most = most;
    this.#targetMs = targetMs;
  }

  get rows(): number {
    return this.#size;
  }

  /** Grows slowly, shrinks at once. */
  took(milliseconds: number): void {
    const wanted = (this.#size * this.#targetMs) / Math.max(milliseconds, 1);
    const next = wanted > this.#size ? Math.min(wanted, this.#size * 1.5) : wanted;
    this.#size = Math.round(Math.min(Math.max(next, 20), this.#most));
  }
}
