import { statSync } from 'node:fs';
import type { Keeper } from './keeper-thread.ts';

/** From this size of the log on, it is moved into the file. Above LOG_KEPT_BYTES, to which an emptied log shrinks. */
const BEGIN_BYTES = 8_000_000;
/** At this size writing waits: a first sync writes faster than a slow disk takes it. */
const WAIT_BYTES = 64_000_000;

/** What a log that was moved keeps of its length, for the next writes. */
export const LOG_KEPT_BYTES = 4_000_000;

/** Writing waits so long at most for the log to be begun anew, ms: by then something else keeps the keeper. */
const RESTART_WITHIN_MS = 250;

export interface Checkpoints {
  afterCommit(): void;
  /** Call it while no transaction is open. Resolves at once, unless the log has grown too long or is to be begun anew. */
  beforeBegin(): Promise<void>;
}

export interface CheckpointsOptions {
  file: string;
  keeper: Keeper;
  /** Does it here and now, where the keeper cannot: slower for everybody, but the log must not grow without end. */
  inline: () => void;
  onFailure: (error: unknown) => void;
}

/**
 * Has the write-ahead log moved into the database file by the keeper's thread. SQLite would do it within a commit, where the
 * disk's fsync would hold up everything else; a commit by itself only writes to the log. Except the first one into a log that was moved
 * as a whole: it begins the log anew, and waits for the disk to have its new header. So the keeper makes that one as well.
 */
export function createCheckpoints({ file, keeper, inline, onFailure }: CheckpointsOptions): Checkpoints {
  let running: Promise<void> | undefined;
  let hasFailed = false;
  let isRestartDue = false;

  function logBytes(): number {
    return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }

  function run(): Promise<void> {
    running ??= keeper
      .run('checkpoint', file)
      .then(
        () => {
          isRestartDue = true;
        },
        (error: unknown) => {
          hasFailed = true;
          onFailure(error);
        },
      )
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  function restart(): Promise<void> {
    isRestartDue = false;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, RESTART_WITHIN_MS);
    // Where it fails, the next commit does it, as it would without a keeper.
    keeper.run('restart-log', file).catch(onFailure).finally(resolve);
    return promise.finally(() => clearTimeout(timer));
  }

  return {
    afterCommit() {
      if (logBytes() > BEGIN_BYTES) void run();
    },
    async beforeBegin() {
      if (logBytes() > WAIT_BYTES) await run();
      if (isRestartDue) await restart();
      if (!hasFailed) return;
      hasFailed = false;
      inline();
    },
  };
}
