import type { BusEvent } from '../../shared/api/index.ts';
import type { Database, Sql } from '../database/database.ts';

/** A process that dies while it tells an address something is waited for so long. Longer than a delivery may take. */
const LEASE = "interval '60 s'";
/** Letters beyond these are forgotten, oldest first. */
const MOST_DEAD_LETTERS = 1_000;

/** A webhook that this process alone tells something now. */
export interface ClaimedWebhook {
  id: string;
  lease: string;
  url: string;
  eventTypes: readonly string[];
  secret: Uint8Array;
  position: number;
  attempts: number;
  failingForMs: number;
}

/** What is to be told to whom, kept in the database: one process at a time for each webhook. */
export class WebhookQueue {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** One whose time has come. Two processes never get the same. @param lease an id that is used once */
  async claim(lease: string): Promise<ClaimedWebhook | undefined> {
    const [row] = await this.#database.query<Omit<ClaimedWebhook, 'position'> & { position: string }>(CLAIM_SQL, [
      lease,
    ]);
    return row && { ...row, position: Number(row.position), lease };
  }

  /** The next event that it is to be told; the position up to which there is none, where there is none. */
  async next({ position, eventTypes }: ClaimedWebhook): Promise<{ event: BusEvent | undefined; reached: number }> {
    const [row] = await this.#database.query<BusEvent & { position: string; version: string | null }>(NEXT_SQL, [
      position,
      eventTypes,
    ]);
    if (row !== undefined) {
      const event = {
        ...row,
        position: Number(row.position),
        version: row.version === null ? null : Number(row.version),
      };
      return { event, reached: event.position };
    }
    // Read afterwards: what was numbered in between is looked at the next time, since it is not passed by here.
    return { event: undefined, reached: await this.#lastUnwanted(position, eventTypes) };
  }

  /** Told, or none of its business: goes on. @returns false where the lease was lost meanwhile */
  async advance({ id, lease }: ClaimedWebhook, position: number, isTold: boolean): Promise<boolean> {
    const rows = await this.#database.query(
      `update webhooks set position = $3, attempts = 0, next_attempt_at = '-infinity',
         failing_since = case when $4 then null else failing_since end,
         last_success_at = case when $4 then clock_timestamp() else last_success_at end,
         leased_until = clock_timestamp() + ${LEASE}
       where id = $1 and lease = $2 returning id`,
      [id, lease, position, isTold],
    );
    return rows.length === 1;
  }

  /** Not told: again after a pause. */
  async postpone({ id, lease }: ClaimedWebhook, failure: string, pauseMs: number): Promise<void> {
    await this.#database.query(
      `update webhooks set attempts = attempts + 1, last_failure = $3, failing_since = coalesce(failing_since, clock_timestamp()),
         next_attempt_at = clock_timestamp() + $4::float8 * interval '1 ms', leased_until = '-infinity'
       where id = $1 and lease = $2`,
      [id, lease, failure, pauseMs],
    );
  }

  /** Given up: the event lies among the dead letters, and the next one follows. */
  async bury(
    { id, lease, attempts }: ClaimedWebhook,
    position: number,
    message: object,
    failure: string,
  ): Promise<void> {
    await this.#database.transaction(async (sql) => {
      const held = await sql.query(
        `update webhooks set position = $3, attempts = 0, next_attempt_at = '-infinity', last_failure = $4,
           failing_since = coalesce(failing_since, clock_timestamp()), leased_until = '-infinity'
         where id = $1 and lease = $2 returning id`,
        [id, lease, position, failure],
      );
      if (held.length === 0) return;
      await sql.query(
        `insert into webhook_dead_letters (webhook_id, position, event, attempts, failure) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
        [id, position, JSON.stringify(message), attempts + 1, failure],
      );
      await sql.query(
        `delete from webhook_dead_letters where webhook_id = $1 and position <= (
           select position from webhook_dead_letters where webhook_id = $1 order by position desc offset $2 limit 1)`,
        [id, MOST_DEAD_LETTERS],
      );
    });
  }

  /** Tells it nothing more until somebody enables it again. @param sql the transaction that it is part of */
  static async disable(sql: Sql, id: string, notice: string): Promise<void> {
    await sql.query(
      `update webhooks set state = 'disabled', notice = $2, lease = null, leased_until = '-infinity' where id = $1`,
      [id, notice],
    );
  }

  async release({ id, lease }: ClaimedWebhook): Promise<void> {
    await this.#database.query("update webhooks set leased_until = '-infinity' where id = $1 and lease = $2", [
      id,
      lease,
    ]);
  }

  /** @returns how many events the log does not hold any more that it was to be told; it goes on after them */
  async skipRemoved({ id, lease }: ClaimedWebhook): Promise<number> {
    const [row] = await this.#database.query<{ missed: string }>(
      `update webhooks set position = trimmed_to,
         notice = (trimmed_to - webhooks.position) || ' events were removed from the log before they could be told'
       from event_head, (select position from webhooks where id = $1) as before
       where webhooks.id = $1 and lease = $2 and webhooks.position < trimmed_to
       returning trimmed_to - before.position as missed`,
      [id, lease],
    );
    return Number(row?.missed ?? 0);
  }

  /** The newest position up to which nothing is wanted. */
  async #lastUnwanted(position: number, eventTypes: readonly string[]): Promise<number> {
    const [row] = await this.#database.query<{ reached: string }>(
      `with head as materialized (select position from event_head),
         first_wanted as (select min(position) as position from event_log where position > $1 and ${IS_WANTED})
       select coalesce(first_wanted.position - 1, head.position) as reached from head, first_wanted`,
      [position, eventTypes],
    );
    return Number(row?.reached ?? position);
  }
}

/** $2: types, or prefixes with an asterisk. */
const IS_WANTED = `exists (select from unnest($2::text[]) as wanted
  where wanted = type or (right(wanted, 1) = '*' and left(type, length(wanted) - 1) = left(wanted, -1)))`;

const NEXT_SQL = `
  select position, type, entity, entity_id as id, version, actor, occurred_at as at, payload
  from event_log where position > $1 and ${IS_WANTED} order by position limit 1`;

/** The row is locked for the statement alone: a delivery takes seconds, and a transaction that runs holds back what desktops pull. */
const CLAIM_SQL = `
  update webhooks set lease = $1, leased_until = clock_timestamp() + ${LEASE}
  where id = (
    select webhooks.id from webhooks, event_head
    where state = 'enabled' and leased_until < clock_timestamp() and next_attempt_at <= clock_timestamp()
      and webhooks.position < event_head.position
    order by next_attempt_at, webhooks.id limit 1 for update of webhooks skip locked
  )
  returning id, url, event_types as "eventTypes", secret, position, attempts,
    coalesce(extract(epoch from clock_timestamp() - failing_since) * 1000, 0)::float8 as "failingForMs"`;
