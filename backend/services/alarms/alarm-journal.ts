import { type Alarm, type AlarmEvent, alarmAfter, alarmEventsDue } from '../../../shared/domain/index.ts';
import { actAs } from '../../bus/index.ts';
import type { Database, Sql } from '../../database/database.ts';
import { ENTITY_TABLES } from '../../sync/entity-tables.ts';
import type { EvaluatorLease } from './evaluator-lease.ts';
import type { PendingWrites } from './evaluation.ts';
import { type ChangedAlarm, insertAlarms, writeAlarms } from './write-alarms.ts';

/** Recorded as the one who raises alarms, and ends shelves. */
export const ALARM_SERVICE = 'service:alarms';
/** Alarms that are raised, or changed, in one transaction. */
const AT_ONCE = 500;

/** Another process evaluates by now, or what was held to be new is there already: what is in memory is not what is true. */
export class OutOfStepError extends Error {
  override name = 'OutOfStepError';
}

/**
 * Writes what an evaluation has found, in its order, each part in one transaction with the lease.
 * @throws OutOfStepError; then what is left of it means nothing any more
 */
export async function writePending(database: Database, lease: EvaluatorLease, pending: PendingWrites): Promise<void> {
  while (pending.raised.length > 0 || pending.lines.length > 0) {
    const lines = pending.lines.slice(0, AT_ONCE);
    // One that has returned makes room for another about the same thing.
    const raised = lines.length === pending.lines.length ? pending.raised.slice(0, AT_ONCE) : [];
    await database.transaction(async (sql) => {
      if (!(await lease.keep(sql))) throw new OutOfStepError('another process evaluates alarms');
      await actAs(sql, ALARM_SERVICE);
      await writeLines(sql, lines);
      const inserted = await insertAlarms(sql, raised);
      if (inserted.size < raised.length) throw new OutOfStepError('an alarm that was to be raised stands already');
    });
    pending.lines.splice(0, lines.length);
    pending.raised.splice(0, raised.length);
  }
}

async function writeLines(sql: Sql, lines: PendingWrites['lines']): Promise<void> {
  const byId = Map.groupBy(lines, ({ id }) => id);
  const alarms = await lockAlarms(sql, [...byId.keys()]);
  await writeAlarms(
    sql,
    alarms.map((alarm) =>
      changed(
        alarm,
        (byId.get(alarm.id) ?? []).map(({ event }) => event),
      ),
    ),
  );
}

function changed(alarm: Alarm, events: readonly AlarmEvent[]): ChangedAlarm {
  return { alarm: events.reduce(alarmAfter, alarm), events };
}

/** In the order of their ids, as everybody locks several. */
async function lockAlarms(sql: Sql, ids: readonly string[]): Promise<Alarm[]> {
  if (ids.length === 0) return [];
  const rows = await sql.query<{ body: string }>(
    `select ${ENTITY_TABLES.alarm.rowJson} as body from alarms where id = any($1::uuid[]) order by id for no key update`,
    [ids],
  );
  return rows.map(({ body }) => JSON.parse(body) as Alarm);
}

/** Alarms that hold, in the order in which they were raised. */
export async function readActive(sql: Sql): Promise<Alarm[]> {
  const rows = await sql.query<{ body: string }>(
    `select ${ENTITY_TABLES.alarm.rowJson} as body from alarms where returned_at is null and not late order by raised_at, id`,
  );
  return rows.map(({ body }) => JSON.parse(body) as Alarm);
}

/**
 * Ends shelves and suppressions whose time is over. Rows are locked, and left to whoever else has them.
 * @returns how many alarms were changed
 */
export async function endWhatIsDue(database: Database, nowMs: number): Promise<number> {
  for (let ended = 0; ; ) {
    const count = await database.transaction(async (sql) => {
      await actAs(sql, ALARM_SERVICE);
      const due = await sql.query<{ body: string }>(
        `select ${ENTITY_TABLES.alarm.rowJson} as body from alarms
         where closed_at is null and least(shelved_until, suppressed_until) <= $1::timestamptz
         order by id limit ${AT_ONCE} for no key update skip locked`,
        [new Date(nowMs).toISOString()],
      );
      const alarms = due.map(({ body }) => JSON.parse(body) as Alarm);
      await writeAlarms(
        sql,
        alarms.map((alarm) => changed(alarm, alarmEventsDue(alarm, nowMs))).filter(({ events }) => events.length > 0),
      );
      return due.length;
    });
    ended += count;
    if (count < AT_ONCE) return ended;
  }
}
