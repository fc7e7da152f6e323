import type { AlarmsQuery } from '../../../shared/api/index.ts';
import { isOfScope, type Reader } from '../../database/scope.ts';
import { ARCHIVED_ALARM_JSON, ENTITY_TABLES } from '../../sync/entity-tables.ts';
import { MalformedPlaceError, readRow, type RowPage } from '../row-pages.ts';

/** A place in a list: when the last alarm of a page was raised, in microseconds, and its id. */
const PLACE = /^(\d{1,17}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const SHELVED = 'shelved_until > $1::timestamptz';
const SUPPRESSED = '(suppressed_by is not null and coalesce(suppressed_until > $1::timestamptz, true))';
const LISTS: Readonly<Record<AlarmsQuery['list'], string>> = {
  announced: `closed_at is null and not coalesce(${SHELVED}, false) and not ${SUPPRESSED}`,
  standing: 'closed_at is null',
  shelved: `closed_at is null and ${SHELVED}`,
  suppressed: `closed_at is null and ${SUPPRESSED}`,
  closed: 'closed_at is not null',
  archived: 'true',
};

/**
 * One page of alarms, the newest first, as they are at a time.
 * @throws MalformedPlaceError
 */
export async function readAlarms(sql: Reader, query: AlarmsQuery, nowMs: number): Promise<RowPage> {
  const { list, after, limit, priority, kind, ruleId, vehicleId, from, to } = query;
  const table = list === 'archived' ? 'alarm_archive' : 'alarms';
  const rowJson = list === 'archived' ? ARCHIVED_ALARM_JSON : ENTITY_TABLES.alarm.rowJson;
  const values: (string | number | readonly string[])[] = [new Date(nowMs).toISOString(), limit + 1];
  const conditions = ['$1::timestamptz is not null', LISTS[list]];
  const add = (condition: string, value: string | readonly string[] | undefined) => {
    if (value !== undefined) conditions.push(condition.replace('?', `$${values.push(value)}`));
  };
  add('priority = ?', priority);
  add('kind = ?', kind);
  add('rule_id = ?::uuid', ruleId);
  add('vehicle_id = ?::bigint', vehicleId);
  add('raised_at >= ?::timestamptz', from);
  add('raised_at < ?::timestamptz', to);
  if (after !== undefined) {
    const [, micros = '', id = ''] = PLACE.exec(Buffer.from(after, 'base64url').toString('latin1')) ?? [];
    if (id === '') throw new MalformedPlaceError(after);
    const place = [values.push(micros), values.push(id)] as const;
    const at = `timestamptz 'epoch' + $${place[0]}::bigint * interval '1 microsecond'`;
    conditions.push(`(raised_at, id) < (${at}, $${place[1]}::uuid)`);
  }
  const { subsidiaries } = sql.scope;
  if (subsidiaries !== undefined) add(isOfScope('subsidiary', '?'), subsidiaries);
  const rows = await sql.query<{ place: string; body: string }>(
    `select concat(${MICROS}, ':', id) as place, ${rowJson} as body from ${table}
     where ${conditions.join(' and ')} order by raised_at desc, id desc limit $2`,
    values,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? Buffer.from(last.place).toString('base64url') : null;
  return { items: shown.map(({ body }) => body), next };
}

const MICROS = '(extract(epoch from raised_at) * 1000000)::bigint';

/** One alarm, wherever it is kept by now. */
export async function readAlarm(sql: Reader, id: string): Promise<string | undefined> {
  const text = await readRow(sql, 'alarm', id);
  if (text !== undefined) return text;
  const { subsidiaries } = sql.scope;
  const ofScope = subsidiaries === undefined ? '' : `and ${isOfScope('subsidiary', '$2')}`;
  const [row] = await sql.query<{ body: string }>(
    `select ${ARCHIVED_ALARM_JSON} as body from alarm_archive where id = $1::uuid ${ofScope}`,
    [id, ...(subsidiaries === undefined ? [] : [subsidiaries])],
  );
  return row?.body;
}
