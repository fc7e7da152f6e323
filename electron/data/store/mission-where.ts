import { MISSION_STATUSES } from '../../../shared/domain/index.ts';
import { toPlace } from './columns.ts';
import type { Reader, SqlValue } from './handles.ts';
import { type Condition, countSql, searchSelects } from './mission-search.ts';
import type { MissionQuery } from './mission-query.ts';
import { placeholders } from './sql.ts';

/** Missions of a vehicle, also of one that is not known here, by the one index that has them together. */
export const OF_VEHICLE = 'm.vehicle_key IS (SELECT code_key FROM vehicles WHERE id = ?) AND m.vehicle_id = ?';

/** How SQLite is to find the rows of a page: it cannot know how many there are, and guesses badly. */
export interface Approach {
  /** The rows of one status lie together, in the order that is asked for. Else that index would mean sorting them anew. */
  byStatus: boolean;
  /** Few rows match the text: they are looked up and sorted. Else the list is walked in its order, each row being asked. */
  byText: boolean;
}

/** What a filter says, ready to be put into SQL. */
export interface MissionWhere {
  /** The number of missions that match. */
  count: Condition;
  /** True where a vehicle, cycle or third party is given: its missions are few and lie together. */
  isNarrow: boolean;
  hasText: boolean;
  rows(approach: Approach): Condition;
}

export function missionWhere(reader: Reader, filter: MissionQuery['filter']): MissionWhere {
  const { statuses, vehicleId, billingCycleId, thirdPartyId } = filter;
  const equal: Condition[] = [];
  if (vehicleId !== undefined) equal.push({ sql: OF_VEHICLE, params: [vehicleId, vehicleId] });
  if (billingCycleId !== undefined) equal.push({ sql: 'm.billing_cycle_id = ?', params: [billingCycleId] });
  if (thirdPartyId !== undefined) equal.push({ sql: 'm.third_party_id = ?', params: [thirdPartyId] });
  const places = statuses && [...new Set(statuses)].map((status) => toPlace(MISSION_STATUSES, status));
  const selects = searchSelects(reader, filter.text);
  const isNarrow = equal.length > 0;

  /** `+` keeps SQLite from using an index for a term. */
  function rows({ byStatus, byText }: Approach): Condition {
    const status = places && {
      sql: `${byStatus ? '' : '+'}m.status IN (${placeholders(places.length)})`,
      params: places,
    };
    const text = selects.map(({ sql, params }) => ({ sql: `${byText ? '' : '+'}m.row_key IN (${sql})`, params }));
    const terms = [...equal, ...text, ...(status === undefined ? [] : [status])];
    const params: SqlValue[] = terms.flatMap((term) => term.params);
    return { sql: terms.length === 0 ? '' : `WHERE ${terms.map(({ sql }) => sql).join(' AND ')}`, params };
  }

  function count(): Condition {
    if (selects.length > 0 && !isNarrow && places === undefined) return countSql(selects);
    const { sql, params } = rows({ byStatus: !isNarrow && selects.length === 0, byText: !isNarrow });
    return { sql: `SELECT count(*) FROM missions m ${sql}`, params };
  }

  return { count: count(), isNarrow, hasText: selects.length > 0, rows };
}
