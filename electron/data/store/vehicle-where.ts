import type { DirectoryFilter } from '../../../shared/contract/index.ts';
import { ALARM_PRIORITIES, type AlarmPriority, MISSION_STATUSES } from '../../../shared/domain/index.ts';
import { toPlace } from './columns.ts';
import { fold, searchedWords, sortKey } from './folding.ts';
import type { Reader, SqlValue } from './handles.ts';
import { type Condition, searchSelects } from './mission-search.ts';

/** What of a filter the cache knows of. */
export interface StoredVehicleFilter extends DirectoryFilter {
  /** Places in VEHICLE_KINDS. */
  kinds?: readonly number[] | undefined;
}

/** The WHERE of the vehicles that a filter means; empty when it means all. Lists go as one JSON parameter each. */
export function vehicleWhere(reader: Reader, filter: StoredVehicleFilter): Condition {
  const terms: Condition[] = searchedWords(filter.text).map((word) => ({
    sql: 'instr(v.search_words, ?)',
    params: [` ${fold(word)}`],
  }));
  const oneOf = (column: string, values: readonly SqlValue[] | undefined) => {
    if (values === undefined) return;
    terms.push({ sql: `v.${column} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(values)] });
  };
  oneOf('depot_key', filter.depots?.map(sortKey));
  oneOf('line_key', filter.lines?.map(sortKey));
  oneOf('id', filter.ids);
  oneOf('kind', filter.kinds);
  if (filter.alarms !== undefined) terms.push(alarmed(filter.alarms));
  if (filter.mission !== undefined) terms.push(onMission(reader, filter.mission));
  return {
    sql: terms.length === 0 ? '' : `WHERE ${terms.map(({ sql }) => sql).join(' AND ')}`,
    params: terms.flatMap(({ params }) => params),
  };
}

/** With an announced alarm. A shelf or a suppression that is over by the clock counts until the server has written down that it ended. */
function alarmed(priorities: readonly AlarmPriority[]): Condition {
  return {
    sql: `v.id IN (SELECT a.vehicle_id FROM alarms a WHERE a.closed_at_ms IS NULL AND a.shelved_until_ms IS NULL
      AND NOT a.is_suppressed AND a.priority IN (SELECT value FROM json_each(?)))`,
    params: [JSON.stringify(priorities.map((priority) => toPlace(ALARM_PRIORITIES, priority)))],
  };
}

/** Vehicles on a mission in progress, in which each word of the text is found. The missions in progress are few and lie together. */
function onMission(reader: Reader, text: string): Condition {
  const selects = searchSelects(reader, text);
  const words = selects.map(({ sql }) => ` AND +m.row_key IN (${sql})`).join('');
  return {
    sql: `v.id IN (SELECT m.vehicle_id FROM missions m WHERE m.status = ?${words})`,
    params: [toPlace(MISSION_STATUSES, 'in-progress'), ...selects.flatMap(({ params }) => params)],
  };
}
