import type { Sql } from '../database/database.ts';
import { CHANGES_CHANNEL } from './change-watch.ts';

/** Something that has happened, as a service tells of it. */
export interface NewEvent {
  /** What, as in `validation.requested`: the feature, a full stop, and a verb of the past. */
  type: string;
  /** Kind and id of what it happened to. Whoever publishes holds that row's lock: the order of its events is that of its changes. */
  entity: string;
  id: string;
  /** Small, and nothing of a person: it is kept, sent to every desktop, and to webhooks. At most 4,096 bytes of JSON. */
  payload?: Readonly<Record<string, unknown>>;
}

/**
 * Publishes an event within a transaction: it is there if and only if that commits. Changes of rows need no call: the database tells of
 * them by itself.
 */
export async function publish(sql: Sql, { type, entity, id, payload = {} }: NewEvent): Promise<void> {
  await sql.query(
    `with told as (
       insert into event_log (type, entity, entity_id, actor, payload) values ($1, $2, $3, vigie_actor(), $4::jsonb)
     ) select pg_notify('${CHANGES_CHANNEL}', '')`,
    [type, entity, id, JSON.stringify(payload)],
  );
}

/** Says who acts, for all events of a transaction. @param subject of the token by which it is done */
export async function actAs(sql: Sql, subject: string): Promise<void> {
  await sql.query(ACT_AS, [subject]);
}

const ACT_AS = "select set_config('vigie.actor', $1, true)";

/**
 * Bulk work: the changes of rows that follow in this transaction are told of in one event, not in one each. Desktops get the rows all
 * the same, by their pulls.
 * @param summary what is told instead
 */
export async function publishAsOne(sql: Sql, summary: NewEvent): Promise<void> {
  await sql.query("select set_config('vigie.row_events', 'off', true)");
  await publish(sql, summary);
}
