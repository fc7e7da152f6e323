import type { Sql } from '../database/database.ts';
import type { FeedMission } from '../feeds/feed.ts';

/** Missions of one statement: more would hold up the positions that share the process with an embedded database. */
const BATCH = 500;

/**
 * Writes missions of a feed into the existing system's table and columns, as its own programs do: what Vigie adds to a
 * mission is not touched. By reference: new ones are inserted, those that differ are updated.
 */
export async function writeMissions(sql: Sql, missions: readonly FeedMission[]): Promise<void> {
  // Within one statement a reference may come once: the last word counts.
  const latest = [...new Map(missions.map((mission) => [mission.reference, mission])).values()];
  for (let start = 0; start < latest.length; start += BATCH) {
    await sql.query(WRITE_SQL, [JSON.stringify(latest.slice(start, start + BATCH))]);
  }
}

const COLUMNS = [
  'vehicle_id',
  'driver',
  'customer_name',
  'origin_address',
  'destination_address',
  'planned_start_at',
  'planned_end_at',
  'actual_start_at',
  'actual_end_at',
  'status',
  'distance_km',
  'amount',
];

const WRITE_SQL = `
  insert into missions as known (reference, ${COLUMNS.join(', ')})
  select given.reference, vehicles.id, given.driver, given."customerName", given."originAddress",
    given."destinationAddress", given."plannedStartAt", given."plannedEndAt", given."actualStartAt", given."actualEndAt",
    given.status, given."distanceMetres" / 1000, given."amountCents" / 100
  from rows from (json_to_recordset($1) as (
    reference text, "vehicleCode" text, driver text, "customerName" text, "originAddress" text,
    "destinationAddress" text, "plannedStartAt" timestamptz, "plannedEndAt" timestamptz, "actualStartAt" timestamptz,
    "actualEndAt" timestamptz, status text, "distanceMetres" numeric, "amountCents" numeric)) with ordinality as given
  left join vehicles on vehicles.code = given."vehicleCode"
  order by given.ordinality
  on conflict (reference) do update set ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}
    where (${COLUMNS.map((column) => `known.${column}`).join(', ')})
      is distinct from (${COLUMNS.map((column) => `excluded.${column}`).join(', ')})`;
