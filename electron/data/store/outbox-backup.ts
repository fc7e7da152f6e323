import { statSync } from 'node:fs';
import path from 'node:path';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { cacheFile } from './cache-file.ts';
import type { Keeper } from './keeper-thread.ts';

/** Beside the cache: what is not sent, in a small file of its own. */
export function backupFile(folder: string): string {
  return path.join(folder, 'outbox-backup.sqlite');
}

/** After a change, at most this often, ms. */
const SAVE_MS = 5_000;
/** After a failure: the disk is full, perhaps. */
const RETRY_MS = 60_000;
/** Without any change: somebody may have removed the file. */
const ANYWAY_MS = 15 * 60_000;

/** Keeps a copy of the outbox beside the cache: if the cache is damaged beyond reading, what a person entered is not. */
export interface OutboxBackup {
  /** The outbox is another than before. */
  changed(): void;
  /** UTC ms; null: never. */
  savedAtMs(): number | null;
  /** Saves what is not saved yet. */
  close(): Promise<void>;
}

export interface OutboxBackupOptions {
  folder: string;
  keeper: Keeper;
  clock: Clock;
  onSaved: () => void;
  onFailure: (error: unknown) => void;
}

export function createOutboxBackup(options: OutboxBackupOptions): OutboxBackup {
  const { folder, keeper, clock, onSaved, onFailure } = options;
  let savedAtMs = statSync(backupFile(folder), { throwIfNoEntry: false })?.mtimeMs ?? null;
  let isChanged = false;
  let isClosed = false;
  let running: Promise<void> | undefined;
  let planned: { atMs: number; cancel: Disposer } | undefined;

  function plan(delayMs: number): void {
    const atMs = clock.monotonicMs() + delayMs;
    if (isClosed || (planned !== undefined && planned.atMs <= atMs)) return;
    planned?.cancel();
    planned = { atMs, cancel: clock.after(delayMs, () => void save()) };
  }

  function save(): Promise<void> {
    planned?.cancel();
    planned = undefined;
    running ??= perform().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function perform(): Promise<void> {
    isChanged = false;
    try {
      await keeper.run('save-outbox', cacheFile(folder));
      savedAtMs = clock.nowMs();
      onSaved();
      plan(isChanged ? SAVE_MS : ANYWAY_MS);
    } catch (error) {
      isChanged = true;
      onFailure(error);
      plan(RETRY_MS);
    }
  }

  plan(ANYWAY_MS);
  return {
    changed() {
      isChanged = true;
      plan(SAVE_MS);
    },
    savedAtMs: () => savedAtMs,
    async close() {
      isClosed = true;
      planned?.cancel();
      await running;
      if (isChanged) await save();
    },
  };
}
