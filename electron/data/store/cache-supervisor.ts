import { existsSync } from 'node:fs';
import type { Fault, Health } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { createListeners } from '../../../shared/rpc/index.ts';
import type { Log } from '../log.ts';
import { cacheFile, setAside } from './cache-file.ts';
import type { SlowStatement } from './handles.ts';
import { type Keeper, KeeperError } from './keeper-thread.ts';
import { NewerCacheError } from './migrate.ts';
import { type OpenCache, openCache, type OpenOptions, type OpenReadOnly, openReadOnly } from './open-cache.ts';
import { saveFromOldCache } from './salvage.ts';
import { corruptError, hasRoomToWrite, type StorageError, toStorageError } from './storage-error.ts';

export type CacheHealth = Health['cache'];

/** Between tries to open a cache that cannot be written to, ms. */
const REOPEN_MS = 5_000;

export interface SupervisorOptions {
  folder: string;
  clock: Clock;
  log: Log;
  keeper: Keeper;
  /** The server that this Vigie is set to; null: none. */
  serverIdentity: string | null;
}

/**
 * Keeps the cache of a folder open: sets a file aside that is damaged or from a later version and begins a new one, opens for
 * reading what cannot be written to, and tries again. Never throws for any of these: `health` tells them.
 */
export class CacheSupervisor {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #keeper: Keeper;
  readonly #serverIdentity: string | null;
  readonly #healthListeners = createListeners<void>();
  readonly #replacedListeners = createListeners<void>();
  readonly #recoveredListeners = createListeners<void>();
  #open: OpenCache | OpenReadOnly | undefined;
  #health: CacheHealth = { state: 'ok', fault: null, setAside: null, salvaged: 0 };
  #fault: StorageError | undefined;
  #stopReopening: Disposer = () => undefined;
  #isClosed = false;

  constructor({ folder, clock, log, keeper, serverIdentity }: SupervisorOptions) {
    this.#serverIdentity = serverIdentity;
    this.#folder = folder;
    this.#clock = clock;
    this.#log = log;
    this.#keeper = keeper;
    this.#tryOpening();
  }

  /** The cache as it can be used now. Another object once it was replaced or opened anew. */
  get open(): OpenCache | OpenReadOnly | undefined {
    return this.#open;
  }

  get health(): CacheHealth {
    return this.#health;
  }

  /** Why it cannot be used. */
  get fault(): StorageError {
    return this.#fault ?? corruptError(this.#folder);
  }

  onHealth(listener: () => void): Disposer {
    return this.#healthListeners.add(listener);
  }

  /** A new, empty cache has taken the place of the old one. */
  onReplaced(listener: () => void): Disposer {
    return this.#replacedListeners.add(listener);
  }

  /** It can be written to again: what waited may go on. */
  onRecovered(listener: () => void): Disposer {
    return this.#recoveredListeners.add(listener);
  }

  /** Turns an error of work on the cache into what it means, and does what must be done about it. */
  judge(error: unknown): unknown {
    const fault = toStorageError(error, this.#folder);
    if (fault === undefined) return error;
    if (fault.code === 'storage-corrupt') this.#replace('corrupt', fault);
    else this.#report(fault);
    return fault;
  }

  /** Something else that is shown with the health is another than before. */
  tellHealth(): void {
    this.#healthListeners.emit();
  }

  wroteWell(): void {
    this.#setHealth('ok', undefined);
  }

  close(): void {
    this.#isClosed = true;
    this.#stopReopening();
    this.#open?.close();
    this.#open = undefined;
  }

  #tryOpening(): void {
    try {
      const opened = this.#openForWriting();
      this.#setHealth('ok', undefined);
      void this.#lookForDamage(opened);
    } catch (error) {
      this.#couldNotOpen(error);
    }
  }

  #openForWriting(): OpenCache {
    const opened = openCache(this.#folder, this.#openOptions());
    this.#open = opened;
    if (opened.salvaged > 0) {
      this.#log.warn({ salvaged: opened.salvaged }, 'unsent edits were taken over from another file');
      this.#health = { ...this.#health, salvaged: this.#health.salvaged + opened.salvaged };
    }
    return opened;
  }

  #openOptions(): OpenOptions {
    return { onSlow: this.#onSlow, serverIdentity: this.#serverIdentity, nowMs: this.#clock.nowMs() };
  }

  #couldNotOpen(error: unknown): void {
    if (error instanceof NewerCacheError) return this.#replace('newer', corruptError(this.#folder, { cause: error }));
    // A table or column that is not there: no migration left it so.
    const missing = error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR';
    const fault = missing ? corruptError(this.#folder, { cause: error }) : toStorageError(error, this.#folder);
    if (fault === undefined) throw error;
    if (fault.code === 'storage-corrupt') return this.#replace('corrupt', fault);
    this.#report(fault);
    if (this.#open === undefined) this.#openForReading();
    this.#reopenLater();
  }

  #reopenLater(): void {
    this.#stopReopening();
    this.#stopReopening = this.#clock.after(REOPEN_MS, () => {
      if (this.#isClosed) return;
      // Only then is what can be read given up for a moment: while it is open, SQLite would not write beside it.
      if (!hasRoomToWrite(this.#folder)) return this.#reopenLater();
      this.#open?.close();
      this.#open = undefined;
      this.#tryOpening();
      if (this.#health.state === 'ok') this.#recovered();
    });
  }

  #openForReading(): void {
    try {
      this.#open = openReadOnly(this.#folder, this.#openOptions());
    } catch (error) {
      this.#log.warn({ err: error }, 'the cache cannot even be read');
    }
  }

  /** Sets the file aside and begins a new one, which takes over what is not sent, and which the next pull fills. */
  #replace(why: 'corrupt' | 'newer', fault: StorageError): void {
    this.#open?.close();
    this.#open = undefined;
    try {
      // Nothing to set aside: the folder itself does not work.
      if (!existsSync(cacheFile(this.#folder))) throw fault;
      saveFromOldCache(this.#folder, why);
      const aside = setAside(this.#folder, why, this.#clock.nowMs());
      this.#log.error({ err: fault, setAside: aside }, `the cache was ${why}: it was set aside and is being rebuilt`);
      this.#health = { ...this.#health, setAside: aside };
      this.#openForWriting();
    } catch (error) {
      // That it was damaged stays the first cause; that it cannot be replaced is what stops the work.
      const second = toStorageError(error, this.#folder);
      if (second === undefined) throw error;
      this.#report(second.code === 'storage-corrupt' ? fault : second);
      return this.#reopenLater();
    }
    this.#setHealth('ok', undefined);
    this.#replacedListeners.emit();
    this.#recovered();
  }

  /** Reads the whole file once, in the keeper's thread: damage is found before someone meets it. */
  async #lookForDamage(opened: OpenCache): Promise<void> {
    try {
      const { problem } = await this.#keeper.run('quick-check', cacheFile(this.#folder));
      if (problem === undefined || this.#open !== opened) return;
      this.#log.error({ problem }, 'the check of the cache found damage');
      this.#replace('corrupt', corruptError(this.#folder));
    } catch (error) {
      if (this.#isClosed || this.#open !== opened) return;
      if (error instanceof KeeperError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) {
        this.#replace('corrupt', corruptError(this.#folder, { cause: error }));
      } else this.#log.warn({ err: error }, 'the cache could not be checked for damage');
    }
  }

  #report(fault: StorageError): void {
    const state = { 'storage-full': 'full', 'storage-read-only': 'read-only' } as const;
    const known = fault.code === 'storage-full' || fault.code === 'storage-read-only';
    this.#setHealth(known ? state[fault.code] : 'failed', fault);
  }

  #setHealth(state: CacheHealth['state'], fault: StorageError | undefined): void {
    this.#fault = fault;
    if (state === this.#health.state && (fault === undefined || fault.code === this.#health.fault?.code)) return;
    if (fault === undefined) this.#log.info('the cache can be written to again');
    else this.#log.error({ err: fault }, fault.message);
    this.#health = { ...this.#health, state, fault: fault === undefined ? null : this.#toFault(fault) };
    this.#healthListeners.emit();
  }

  #toFault({ code, message, remedy }: StorageError): Fault {
    return { code, message: `${message}: ${remedy}.`, sinceMs: this.#clock.nowMs() };
  }

  #recovered(): void {
    this.#healthListeners.emit();
    this.#recoveredListeners.emit();
  }

  readonly #onSlow = ({ sql, elapsedMs }: SlowStatement): void => {
    this.#log.warn({ sql: sql.replaceAll(/\s+/g, ' ').trim(), elapsedMs: Math.round(elapsedMs) }, 'a slow statement');
  };
}
