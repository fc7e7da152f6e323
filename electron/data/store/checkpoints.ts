import { statSync } from 'node:fs';
import type { Keeper } from './keeper-thread.ts';

/** From this size of the log on, it is moved into the file. Above LOG_KEPT_BYTES, to which an emptied log shrinks. */
const BEGIN_BYTES = 8_000_000;
/** At this size writing waits: a first sync writes faster than a slow disk takes it. */
const WAIT_BYTES = 64_000_000;

/** What a log that was moved keeps of its length, for the next writes. */
export const LOG_KEPT_BYTES = 4_000_000;

export interface Checkpoints {
  afterCommit(): void;
  /** Resolves at once, unless the log has grown too long. */
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
 * disk's fsync would hold up everything else; a commit by itself only writes to the log.
 */
export function createCheckpoints({ file, keeper, inline, onFailure }: CheckpointsOptions): Checkpoints {
  let running: Promise<void> | undefined;
  let hasFailed = false;

  function logBytes(): number {
    return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }

  function run(): Promise<void> {
    running ??= keeper
      .run('checkpoint', file)
      .then(
        () => undefined,
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

  return {
    afterCommit() {
      if (logBytes() > BEGIN_BYTES) void run();
    },
    async beforeBegin() {
      if (logBytes() > WAIT_BYTES) await run();
      if (!hasFailed) return;
      hasFailed = false;
      inline();
    },
  };
}
