import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log.ts';

export const CHANGES_CHANNEL = 'vigie_sync';
/** At most five pokes a second. */
const LEAST_INTERVAL_MS = 200;
/** How often to look whether the transaction has ended that holds changes back. */
const HELD_BACK_INTERVAL_MS = 1000;

/**
 * What pulls give since the look before (`xid` from $1 on), and whether there is more that they do not give yet, since an
 * older transaction still runs.
 */
const LOOK_SQL = `
  with now as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as oldest_running)
  select oldest_running::text as "givenUpTo",
    exists (select from sync_changes where xid >= $1::xid8 and xid < oldest_running) as "isNew",
    exists (select from sync_changes where xid >= oldest_running) as "isHeldBack"
  from now`;

interface Look {
  givenUpTo: string;
  isNew: boolean;
  isHeldBack: boolean;
}

/** Transactions from one on, up to but without another. */
export interface ChangedBetween {
  from: string;
  upTo: string;
}

/** Tells its listeners, at most five times a second, that there is something new to pull. */
export class ChangeWatch {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners = new Set<(between: ChangedBetween) => void>();
  #unlisten: Disposer | undefined;
  /** The next poke, or the next look for changes that are held back. */
  #next: { at: number; cancel: Disposer } | undefined;
  #givenUpTo = '0';
  #heldBackSinceMs: number | undefined;
  #stopped = false;

  constructor(database: Database, clock: Clock, log: Log) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
  }

  /** For how long changes have been waiting for an older transaction to end, ms; undefined: none is waiting. */
  get heldBackMs(): number | undefined {
    return this.#heldBackSinceMs === undefined ? undefined : this.#clock.monotonicMs() - this.#heldBackSinceMs;
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#database.listen(CHANGES_CHANNEL, () => this.#within(LEAST_INTERVAL_MS));
    this.#givenUpTo = (await this.#look()).givenUpTo;
  }

  stop(): void {
    this.#stopped = true;
    this.#unlisten?.();
    this.#next?.cancel();
    this.#listeners.clear();
  }

  subscribe(listener: (between: ChangedBetween) => void): Disposer {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #within(delayMs: number): void {
    const at = this.#clock.monotonicMs() + delayMs;
    if (this.#stopped || (this.#next !== undefined && this.#next.at <= at)) return;
    this.#next?.cancel();
    const cancel = this.#clock.after(delayMs, () => {
      this.#next = undefined;
      void this.#poke();
    });
    this.#next = { at, cancel };
  }

  /** What is held back is looked for again: the transaction that holds it may end without a word. */
  async #poke(): Promise<void> {
    try {
      const look = await this.#look();
      const between = { from: this.#givenUpTo, upTo: look.givenUpTo };
      this.#givenUpTo = look.givenUpTo;
      if (look.isNew) for (const listener of this.#listeners) listener(between);
      this.#heldBackSinceMs = look.isHeldBack ? (this.#heldBackSinceMs ?? this.#clock.monotonicMs()) : undefined;
      if (look.isHeldBack) this.#within(HELD_BACK_INTERVAL_MS);
    } catch (error) {
      if (this.#stopped) return;
      this.#log.warn({ err: error }, 'cannot look for changes');
      this.#within(HELD_BACK_INTERVAL_MS);
    }
  }

  async #look(): Promise<Look> {
    const [look] = await this.#database.query<Look>(LOOK_SQL, [this.#givenUpTo]);
    if (look === undefined) throw new Error('the database gave no row');
    return look;
  }
}
