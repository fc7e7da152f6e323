import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import type { Log } from '../log.ts';
import type { ShownStorage, ShownWall } from './shown-file.ts';

/** A camera that is moved is kept once it has come to rest, or this often while it moves, ms. */
const KEEP_EVERY_MS = 1_000;

export interface ShownKeeper {
  /** Keeps it at once: somebody has sent something, or taken it back. */
  now(): void;
  /** Keeps it soon: a camera moves many times a second. */
  soon(): void;
  /** Keeps what still waits. */
  dispose: Disposer;
}

/**
 * Keeps what the walls show. That it cannot be kept is said once, and hinders nobody: a wall shows what is sent to it on a full
 * disk too.
 * @param shown what is to be kept, at the moment of the call
 */
export function createShownKeeper(
  { storage, clock, log }: { storage: ShownStorage; clock: Clock; log: Pick<Log, 'warn'> },
  shown: () => readonly ShownWall[],
): ShownKeeper {
  let stop: Disposer | undefined;
  let isFailing = false;

  function now(): void {
    stop?.();
    stop = undefined;
    try {
      storage.write(shown());
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, 'what the walls show cannot be kept');
      isFailing = true;
    }
  }
  return {
    now,
    soon: () => void (stop ??= clock.after(KEEP_EVERY_MS, now)),
    dispose() {
      if (stop !== undefined) now();
    },
  };
}
