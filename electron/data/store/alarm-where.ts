import type { AlarmFilter, AlarmView } from '../../../shared/contract/index.ts';
import { ALARM_PRIORITIES } from '../../../shared/domain/index.ts';
import { toPlace } from './columns.ts';
import { fold, searchedWords } from './folding.ts';
import type { SqlValue } from './handles.ts';
import { placeholders } from './sql.ts';

export interface Where {
  sql: string;
  params: SqlValue[];
}

/** Shelves and suppressions end by the clock: each `?` is the time, UTC ms. */
export const IS_SHELVED = '(a.closed_at_ms IS NULL AND coalesce(a.shelved_until_ms > ?, 0))';
export const IS_SUPPRESSED =
  '(a.closed_at_ms IS NULL AND a.is_suppressed AND (a.suppressed_until_ms IS NULL OR a.suppressed_until_ms > ?))';
export const IS_ANNOUNCED = `(a.closed_at_ms IS NULL AND NOT ${IS_SHELVED} AND NOT ${IS_SUPPRESSED})`;

/** The time as often as a condition asks for it. */
export function timesOf(sql: string, nowMs: number): number[] {
  return Array.from(sql.matchAll(/\?/g), () => nowMs);
}

const VIEWS: Readonly<Record<AlarmView, string>> = {
  announced: IS_ANNOUNCED,
  unacknowledged: `(${IS_ANNOUNCED} AND NOT a.is_acknowledged)`,
  standing: 'a.closed_at_ms IS NULL',
  shelved: IS_SHELVED,
  suppressed: IS_SUPPRESSED,
  history: '1',
};

/** The tables that give an alarm its names, with an alarm as `a`. */
export const JOIN_NAMED = `LEFT JOIN vehicles v ON v.id = a.vehicle_id LEFT JOIN missions m ON m.id = a.mission_id`;

/** The condition of a filter over `a`, and `v` and `m` where it has words. */
export function alarmWhere(filter: AlarmFilter, nowMs: number): Where & { isNamed: boolean } {
  const view = VIEWS[filter.view];
  const parts: string[] = [view];
  const params: SqlValue[] = timesOf(view, nowMs);
  const add = (sql: string, ...values: SqlValue[]) => {
    parts.push(sql);
    params.push(...values);
  };
  const { priorities, kinds, ruleId, vehicleId, missionId, causeId, fromMs, beforeMs } = filter;
  if (priorities !== undefined)
    add(
      `a.priority IN (${placeholders(priorities.length)})`,
      ...priorities.map((one) => toPlace(ALARM_PRIORITIES, one)),
    );
  if (kinds !== undefined) add(`a.kind IN (${placeholders(kinds.length)})`, ...kinds);
  if (ruleId !== undefined) add('a.rule_id = ?', ruleId);
  if (vehicleId !== undefined) add('a.vehicle_id = ?', vehicleId);
  if (missionId !== undefined) add('a.mission_id = ?', missionId);
  if (causeId !== undefined) add('(a.cause_id = ? OR a.id = ?)', causeId, causeId);
  if (fromMs !== undefined) add('a.raised_at_ms >= ?', Math.floor(fromMs));
  if (beforeMs !== undefined) add('a.raised_at_ms < ?', Math.floor(beforeMs));
  const words = searchedWords(filter.text).map((word) => ` ${fold(word)}`);
  for (const word of words)
    add(
      `(instr(a.search_words, ?) OR instr(coalesce(v.search_words, ''), ?) OR instr(' ' || lower(coalesce(m.reference, '')), ?))`,
      ...[word, word, word],
    );
  return { sql: `WHERE ${parts.join(' AND ')}`, params, isNamed: words.length > 0 };
}
