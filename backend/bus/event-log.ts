import type { BusEvent, EventsPage } from '../../shared/api/index.ts';
import type { Database } from '../database/database.ts';

/** Numbered at a time. Whatever is left is numbered at the next call. */
const NUMBER_AT_ONCE = 1000;
const TRIM_AT_ONCE = 5000;

/** What was asked for has been removed, or never was in this log: rows tell the state, the log cannot tell the way. */
export class EventsGoneError extends Error {
  override name = 'EventsGoneError';
}

export interface LogEnds {
  /** The newest position; 0: none yet. */
  head: number;
  /** Positions up to this one have been removed. */
  trimmedTo: number;
}

/** The log of what has happened, in PostgreSQL. */
export class EventLog {
  readonly epoch: string;
  readonly #database: Database;

  constructor(database: Database, epoch: string) {
    this.#database = database;
    this.epoch = epoch;
  }

  /**
   * Gives positions to what has been committed. Any process may, at any time: one does, the others find nothing to do.
   * @returns how many
   */
  async number(): Promise<number> {
    const [row] = await this.#database.query<{ numbered: string }>('select vigie_number_events($1) as numbered', [
      NUMBER_AT_ONCE,
    ]);
    return Number(row?.numbered ?? 0);
  }

  async ends(): Promise<LogEnds> {
    const [row] = await this.#database.query<{ head: string; trimmedTo: string }>(
      'select position as head, trimmed_to as "trimmedTo" from event_head',
    );
    if (row === undefined) throw new Error('event_head has no row');
    return { head: Number(row.head), trimmedTo: Number(row.trimmedTo) };
  }

  /**
   * A page of the log.
   * @param after position of the last event that is known
   * @throws EventsGoneError
   */
  async read(after: number, limit: number): Promise<EventsPage> {
    const rows = await this.#database.query<EventRow>(READ_SQL, [after, limit + 1]);
    // After the reading: had something been removed before it, this would see it.
    const { head, trimmedTo } = await this.ends();
    if (after < trimmedTo || after > head) throw new EventsGoneError(`the log goes from ${trimmedTo} to ${head}`);
    const events = rows.slice(0, limit).map(eventOf);
    const to = events.at(-1)?.position ?? after;
    return { epoch: this.epoch, from: after, to, events, hasMore: rows.length > limit };
  }

  /**
   * Removes events of before a time, from the beginning on, so that what is left has no gap.
   * @param beforeMs UTC
   * @returns how many
   */
  async trim(beforeMs: number): Promise<number> {
    for (let removed = 0; ; ) {
      const [row] = await this.#database.query<{ count: number }>(TRIM_SQL, [
        new Date(beforeMs).toISOString(),
        TRIM_AT_ONCE,
      ]);
      const count = row?.count ?? 0;
      removed += count;
      if (count < TRIM_AT_ONCE) return removed;
    }
  }
}

interface EventRow extends Omit<BusEvent, 'position' | 'version'> {
  position: string;
  version: string | null;
}

function eventOf({ position, version, ...rest }: EventRow): BusEvent {
  return { ...rest, position: Number(position), version: version === null ? null : Number(version) };
}

const READ_SQL = `
  select position, type, entity, entity_id as id, version, actor, occurred_at as at, payload
  from event_log where position > $1::bigint order by position limit $2`;

/** Of the oldest ones, those before the first that is to be kept. */
const TRIM_SQL = `
  with oldest as (
    select position, occurred_at from event_log where position is not null order by position limit $2
  ), removed as (
    delete from event_log where position <= (select max(position) from oldest)
      and position < coalesce((select min(position) from oldest where occurred_at >= $1::timestamptz), 9223372036854775807)
    returning position
  ), noted as (
    update event_head set trimmed_to = greatest(trimmed_to, (select max(position) from removed))
    where exists (select from removed)
  )
  select count(*)::int as count from removed`;
