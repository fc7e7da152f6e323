import { setImmediate as nextTurn } from 'node:timers/promises';
import { SYNC_ENTITIES, type SyncEntity } from '../../../shared/api/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { createListeners } from '../../../shared/rpc/index.ts';
import type { Log } from '../log.ts';
import type { CacheChange, CacheReads, CacheTransaction, CacheWrites } from './cache.ts';
import { cacheFile } from './cache-file.ts';
import { type CacheHealth, CacheSupervisor } from './cache-supervisor.ts';
import { type Checkpoints, createCheckpoints } from './checkpoints.ts';
import { createKeeper, type Keeper } from './keeper-thread.ts';
import { createLogFlush } from './log-flush.ts';
import { createMissionIndexThread, type MissionIndexThread } from './mission-index/index-thread.ts';
import { createOutboxBackup, type OutboxBackup } from './outbox-backup.ts';
import { StorageError } from './storage-error.ts';

export interface Store {
  /**
   * Reads, at once. What is read in one call is one state of the cache.
   * @throws StorageError where there is nothing to read from
   */
  read<T>(work: (cache: CacheReads) => T): T;
  /**
   * Runs `work` in a transaction, after those that were asked for before. It may wait in between (for the event loop, never for the
   * network): readers see the rows of before until the commit.
   * @throws StorageError when it cannot be written; nothing of it is then stored
   */
  write<T>(work: (cache: CacheWrites) => T | Promise<T>): Promise<T>;
  /** What is asked of all missions at once. */
  readonly missionIndex: Pick<MissionIndexThread, 'page' | 'ids' | 'totals' | 'drivers' | 'isReady'>;
  revision(): number;
  health(): CacheHealth;
  onHealth(listener: () => void): Disposer;
  onChange(listener: (change: CacheChange) => void): Disposer;
  /** The outbox is another than before. */
  onOutbox(listener: (change: { revision: number }) => void): Disposer;
  /** When the outbox was last saved beside the cache; null: never. */
  outboxSavedAtMs(): number | null;
  /** Can be written to again, or is new and empty: what waited may go on. */
  onRecovered(listener: () => void): Disposer;
  /** Waits for the transaction under way. */
  close(): Promise<void>;
}

export interface StoreOptions {
  folder: string;
  clock: Clock;
  log: Log;
  keeper?: Keeper;
  /** The server that this Vigie is set to, see serverIdentity(); null: none. */
  serverIdentity?: string | null;
}

/**
 * The cache and what keeps it going: one writer at a time, and a file that is damaged, from a later version, read-only or on a full
 * disk. Never throws for these: they are told in `health`, and mended as far as a program can.
 */
export function openStore(options: StoreOptions): Store {
  return new CacheStore(options);
}

/** Rows whose names missions show. */
const NAMING: ReadonlySet<SyncEntity> = new Set(['vehicle', 'third-party', 'billing-cycle']);

type Finished = NonNullable<ReturnType<CacheTransaction['finish']>>;

class CacheStore implements Store {
  readonly missionIndex: MissionIndexThread;
  readonly #keeper: Keeper;
  readonly #supervisor: CacheSupervisor;
  readonly #checkpoints: Checkpoints;
  readonly #backup: OutboxBackup;
  readonly #flushLog: () => Promise<void>;
  readonly #log: Log;
  readonly #changeListeners = createListeners<CacheChange>();
  readonly #outboxListeners = createListeners<{ revision: number }>();
  #revision = 0;
  #queue: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor({ folder, clock, log, keeper = createKeeper(), serverIdentity = null }: StoreOptions) {
    this.#keeper = keeper;
    this.#log = log;
    this.#flushLog = createLogFlush(cacheFile(folder));
    this.missionIndex = createMissionIndexThread(cacheFile(folder));
    this.#supervisor = new CacheSupervisor({ folder, clock, log, keeper, serverIdentity });
    this.#supervisor.onReplaced(() => {
      const missions = { all: true, keys: [] };
      this.#announce({ entities: [...SYNC_ENTITIES], revision: this.revision() + 1, isOutboxChanged: true, missions });
    });
    this.#backup = createOutboxBackup({
      folder,
      keeper,
      clock,
      onSaved: () => this.#supervisor.tellHealth(),
      onFailure: (error) =>
        log.warn({ err: error }, 'the outbox could not be saved beside the cache: it will be tried again'),
    });
    this.#outboxListeners.add(() => this.#backup.changed());
    // What was taken over from another file is in a new one now.
    if (this.health().salvaged > 0) this.#backup.changed();
    this.#checkpoints = createCheckpoints({
      file: cacheFile(folder),
      keeper,
      inline: () => this.#checkpointInline(),
      onFailure: (error) => {
        if (!this.#isClosed) log.warn({ err: error }, 'the keeper did not move the log of the cache into its file');
      },
    });
  }

  read<T>(work: (cache: CacheReads) => T): T {
    const { open } = this.#supervisor;
    if (open === undefined) throw this.#supervisor.fault;
    try {
      return work(open.reads);
    } catch (error) {
      throw this.#supervisor.judge(error);
    }
  }

  write<T>(work: (cache: CacheWrites) => T | Promise<T>): Promise<T> {
    const committed = this.#queue.then(() => this.#transact(work));
    // Who asked hears of a failure; the next in the queue does not care.
    this.#queue = committed.then(
      () => undefined,
      () => undefined,
    );
    return committed.then(async ({ result, change }) => {
      if (change?.isOutboxChanged === true) await this.#bringToDisk();
      return result;
    });
  }

  revision(): number {
    // Nothing was announced yet: what an earlier run left counts on.
    if (this.#revision === 0 && this.#supervisor.open !== undefined) {
      this.#revision = this.read((cache) => cache.syncState().revision);
    }
    return this.#revision;
  }

  health(): CacheHealth {
    return this.#supervisor.health;
  }

  onHealth(listener: () => void): Disposer {
    return this.#supervisor.onHealth(listener);
  }

  onChange(listener: (change: CacheChange) => void): Disposer {
    return this.#changeListeners.add(listener);
  }

  onOutbox(listener: (change: { revision: number }) => void): Disposer {
    return this.#outboxListeners.add(listener);
  }

  outboxSavedAtMs(): number | null {
    return this.#backup.savedAtMs();
  }

  onRecovered(listener: () => void): Disposer {
    return this.#supervisor.onRecovered(listener);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#queue;
    await this.#backup.close();
    await this.missionIndex.close();
    await this.#keeper.close();
    this.#supervisor.close();
  }

  /** What a person entered is said to be kept only when a power cut cannot take it any more. */
  async #bringToDisk(): Promise<void> {
    try {
      await this.#flushLog();
    } catch (error) {
      // It is committed, and there unless the power fails now. The next write meets what is wrong with the disk.
      this.#log.error({ err: error }, 'an edit was kept, but the disk did not confirm it');
    }
  }

  async #transact<T>(
    work: (cache: CacheWrites) => T | Promise<T>,
  ): Promise<{ result: T; change: Finished | undefined }> {
    if (this.#isClosed) throw new StorageError('storage-failed', 'The cache is closed', 'start Vigie again');
    await this.#checkpoints.beforeBegin();
    const supervisor = this.#supervisor;
    const { open } = supervisor;
    if (open?.writing == null) throw supervisor.fault;
    const { writer, transaction } = open.writing;
    let result: T;
    let change: Finished | undefined;
    try {
      writer.begin();
      transaction.start();
      result = await work(transaction);
      // Ending a large transaction takes its time, as its last statements did: others get their turn in between.
      await nextTurn();
      // It may have been found damaged by a reader meanwhile, and set aside.
      if (supervisor.open !== open) throw supervisor.fault;
      change = transaction.finish(this.revision() + 1);
      writer.commit();
    } catch (error) {
      transaction.forget();
      // Set aside meanwhile: the connection is closed, and whatever it says now is about that.
      if (supervisor.open !== open) throw supervisor.fault;
      const judged = supervisor.judge(error);
      if (supervisor.open === open) writer.rollback();
      throw judged;
    }
    supervisor.wroteWell();
    this.#checkpoints.afterCommit();
    if (change !== undefined) this.#announce(change);
    return { result, change };
  }

  #checkpointInline(): void {
    try {
      this.#supervisor.open?.writing?.writer.select('PRAGMA wal_checkpoint(PASSIVE)').get();
    } catch (error) {
      throw this.#supervisor.judge(error);
    }
  }

  #announce({ entities, revision, isOutboxChanged, missions }: Finished): void {
    this.#revision = revision;
    const names = entities.some((entity) => NAMING.has(entity));
    if (missions.all) this.missionIndex.replaced();
    else if (missions.keys.length > 0 || names) this.missionIndex.changed(missions.keys, names);
    if (entities.length > 0) this.#changeListeners.emit({ entities, revision });
    if (isOutboxChanged) this.#outboxListeners.emit({ revision });
  }
}
