import {
  boardPlace,
  type FoundItem,
  foundEdit,
  gatherItems,
  type Handover,
  type HandoverItem,
  type Mission,
  subjectOfItem,
  type UnsentEdit,
} from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import { ENTITY_TABLES } from '../../sync/entity-tables.ts';
import { FOUND_SQL, STANDING_SQL } from './gather-sql.ts';

export interface ShiftGathering {
  /** Whose rows, as the table has it; null: those of every subsidiary. */
  subsidiary: string | null;
  remarks: Handover['remarks'];
  /** What the desktop has and the server has not, as its writer saw it. */
  unsent: readonly UnsentEdit[];
  before: Pick<Handover, 'items' | 'remarks'> | undefined;
  nowMs: number;
}

/**
 * The items of a shift as it is handed over: all that the database knows to stand now, the edits of the desktop that have not come, and what comes
 * back from the handover before.
 */
export async function gatherShift(sql: Sql, gathering: ShiftGathering): Promise<HandoverItem[]> {
  const { subsidiary, remarks, unsent, before, nowMs } = gathering;
  const at = new Date(nowMs).toISOString();
  const rows = await sql.query<{ item: FoundItem }>(FOUND_SQL, [subsidiary, at]);
  const missions = await lateMissions(sql, subsidiary, nowMs);
  const arrived = await arrivedOf(sql, unsent);
  const edits = unsent.filter(({ key }) => !arrived.has(key)).map(foundEdit);
  const found = [...rows.map(({ item }) => item), ...missions, ...edits];
  const over = await overOf(sql, before?.items ?? [], nowMs);
  return gatherItems({ before, found, isOver: ({ key }) => over.has(key), remarks, at });
}

/** Those that the board shows as late, by the same rule. */
async function lateMissions(sql: Sql, subsidiary: string | null, nowMs: number): Promise<FoundItem[]> {
  const { rowJson } = ENTITY_TABLES.mission;
  const rows = await sql.query<{ body: string; vehicle: string | null }>(
    `select ${rowJson} as body, (select code from vehicles where vehicles.id = missions.vehicle_id) as vehicle from missions
     where status in ('planned', 'in-progress') and ($1::text is null or coalesce(subsidiary, '') = $1)
       and coalesce(planned_end_at, planned_start_at) > $2::timestamptz - interval '2 days'
       and coalesce(planned_start_at, actual_start_at) < $2::timestamptz`,
    [subsidiary, new Date(nowMs).toISOString()],
  );
  return rows.flatMap(({ body, vehicle }) => lateItem(JSON.parse(body) as Mission, vehicle, nowMs));
}

function lateItem(mission: Mission, vehicle: string | null, nowMs: number): FoundItem[] {
  const place = boardPlace(mission, nowMs);
  if (place === null || place === 'forgotten' || place.group !== 'late') return [];
  const { id, reference, plannedEndAt } = mission;
  const sinceAt = new Date(nowMs - place.lateMs).toISOString();
  const plain = { key: `mission/${id}`, group: 'mission-late' as const, label: reference, about: vehicle };
  return [{ ...plain, priority: null, sinceAt, dueAt: plannedEndAt }];
}

/** Keys of edits that the server has taken by now. */
async function arrivedOf(sql: Sql, edits: readonly Pick<UnsentEdit, 'key'>[]): Promise<Set<string>> {
  if (edits.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    `select mutation_id::text as id from sync_mutations where outcome = 'applied' and mutation_id::text = any($1::text[])`,
    [edits.map((edit) => subjectOfItem(edit).id)],
  );
  return new Set(rows.map(({ id }) => `edit/${id}`));
}

/** Keys of those that are over; what is not known any more is over too, but for an edit: only its desktop knows. */
async function overOf(sql: Sql, items: readonly HandoverItem[], nowMs: number): Promise<Set<string>> {
  if (items.length === 0) return new Set();
  const named = items.map((item) => ({ key: item.key, ...subjectOfItem(item) }));
  const standing = await sql.query<{ key: string }>(STANDING_SQL, [JSON.stringify(named)]);
  const isStanding = new Set(standing.map(({ key }) => key));
  const { rowJson } = ENTITY_TABLES.mission;
  const ids = named.filter(({ subject, id }) => subject === 'mission' && /^\d{1,18}$/.test(id)).map(({ id }) => id);
  const missions = await sql.query<{ body: string }>(
    `select ${rowJson} as body from missions where id = any($1::bigint[])`,
    [ids],
  );
  for (const { body } of missions) {
    const mission = JSON.parse(body) as Mission;
    const place = boardPlace(mission, nowMs);
    // One that was forgotten in the plan is still late.
    if (place === 'forgotten' || place?.group === 'late') isStanding.add(`mission/${mission.id}`);
  }
  const arrived = await arrivedOf(
    sql,
    named.filter(({ subject }) => subject === 'edit'),
  );
  const over = named.filter(({ key, subject }) => (subject === 'edit' ? arrived.has(key) : !isStanding.has(key)));
  return new Set(over.map(({ key }) => key));
}
