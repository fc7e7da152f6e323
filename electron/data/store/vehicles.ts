import type { VEHICLE_SORTS, VehicleGroup } from '../../../shared/contract/index.ts';
import { type Vehicle, VEHICLE_KINDS } from '../../../shared/domain/index.ts';
import { fromPlace, toPlace } from './columns.ts';
import { searchableWords, sortKey } from './folding.ts';
import type { Reader, Writer } from './handles.ts';
import type { MissionWrites } from './mission-writes.ts';
import { type Direction, orderBy, planWindow, type Window } from './paging.ts';
import { createRemembered, createTotals } from './remembered.ts';
import { upsertSql } from './sql.ts';
import { type StoredVehicleFilter, vehicleWhere } from './vehicle-where.ts';

/** Sorts that the cache knows; the others need the latest positions. */
export type StoredVehicleSort = Exclude<(typeof VEHICLE_SORTS)[number], 'lastHeard' | 'speed'>;

export interface VehicleOrder {
  by: StoredVehicleSort;
  direction: Direction;
}

export interface VehicleReads {
  page(query: Window & VehicleOrder & { filter: StoredVehicleFilter }): { rows: Vehicle[]; total: number };
  /** Ids of the vehicles that match; in no order, which is faster, when none is asked for. */
  ids(filter?: StoredVehicleFilter, order?: VehicleOrder): string[];
  /** Depots and lines with their numbers of vehicles. */
  groups(): { depots: VehicleGroup[]; lines: VehicleGroup[] };
  get(id: string): Vehicle | undefined;
}

export interface VehicleWrites {
  /** What is older than what is known is ignored, here and in `remove`. */
  upsert(vehicle: Vehicle, version: number): void;
  remove(id: string, version: number): void;
  clear(): void;
}

/** A row of the table, as it is stored: the kind by its place in VEHICLE_KINDS. */
export interface StoredVehicle {
  id: string;
  code: string;
  label: string;
  kind: number;
  depot: string | null;
  line: string | null;
}

const SORT_COLUMNS: Record<StoredVehicleSort, readonly string[]> = {
  code: ['code_key'],
  label: ['label_key'],
  kind: ['kind', 'code_key'],
  depot: ['depot_key', 'code_key'],
  line: ['line_key', 'code_key'],
};

const SELECT = 'SELECT v.id, v.code, v.label, v.kind, v.depot, v.line FROM vehicles v';

export function createVehicleReads(reader: Reader): VehicleReads {
  const total = createTotals(reader);
  const remembered = createRemembered<ReturnType<VehicleReads['groups']>>(reader);
  return {
    page(query) {
      const { sql, params } = vehicleWhere(reader, query.filter);
      const count = total(`SELECT count(*) FROM vehicles v ${sql}`, params);
      const plan = planWindow(query, count, query.direction);
      const order = orderBy('v', SORT_COLUMNS[query.by], plan.direction);
      const stored = reader
        .select<StoredVehicle>(`${SELECT} ${sql} ${order} LIMIT ? OFFSET ?`)
        .all(...params, plan.limit, plan.offset);
      if (plan.isReversed) stored.reverse();
      return { rows: stored.map(toVehicle), total: count };
    },
    ids(filter = {}, order) {
      const { sql, params } = vehicleWhere(reader, filter);
      const sorted = order === undefined ? '' : orderBy('v', SORT_COLUMNS[order.by], order.direction);
      return reader.selectValue<string>(`SELECT v.id FROM vehicles v ${sql} ${sorted}`).all(...params);
    },
    groups: () => remembered('groups', () => ({ depots: groupsBy(reader, 'depot'), lines: groupsBy(reader, 'line') })),
    get(id) {
      const stored = reader.select<StoredVehicle>(`${SELECT} WHERE v.id = ?`).get(id);
      return stored && toVehicle(stored);
    },
  };
}

const COLUMNS = [
  'id',
  'version',
  'code',
  'code_key',
  'code_words',
  'label',
  'label_key',
  'kind',
  'depot',
  'depot_key',
  'line',
  'line_key',
  'search_words',
];

export function createVehicleWrites(
  writer: Writer,
  missions: Pick<MissionWrites, 'vehicleCodeChanged'>,
): VehicleWrites {
  const find = writer.select<{ code_key: string; version: number }>(
    'SELECT code_key, version FROM vehicles WHERE id = ?',
  );
  const put = writer.change(upsertSql('vehicles', 'id', COLUMNS));
  const remove = writer.change('DELETE FROM vehicles WHERE id = ?');
  return {
    upsert(vehicle, version) {
      const { id, code, label, kind, depot, line } = vehicle;
      const known = find.get(id);
      if (known !== undefined && known.version > version) return;
      put.run(
        id,
        version,
        code,
        sortKey(code),
        searchableWords(code),
        label,
        sortKey(label),
        toPlace(VEHICLE_KINDS, kind),
        depot,
        depot === null ? null : sortKey(depot),
        line,
        line === null ? null : sortKey(line),
        searchableWords(code, label, depot, line),
      );
      missions.vehicleCodeChanged(id, known?.code_key ?? null, sortKey(code));
    },
    remove(id, version) {
      const known = find.get(id);
      if (known !== undefined && known.version > version) return;
      remove.run(id);
      missions.vehicleCodeChanged(id, known?.code_key ?? null, null);
    },
    clear: () => writer.execute('DELETE FROM vehicles'),
  };
}

/** By the key that sorts them, whose index has it all: names that differ in case or accents alone are one group. */
function groupsBy(reader: Reader, column: 'depot' | 'line'): VehicleGroup[] {
  return reader
    .select<VehicleGroup>(
      `SELECT (SELECT n.${column} FROM vehicles n WHERE n.${column}_key = g.key LIMIT 1) AS name, g.vehicles FROM (
         SELECT ${column}_key AS key, count(*) AS vehicles FROM vehicles WHERE ${column}_key > '' GROUP BY ${column}_key
       ) g ORDER BY g.key`,
    )
    .all();
}

function toVehicle({ id, code, label, kind, depot, line }: StoredVehicle): Vehicle {
  return { id, code, label, kind: fromPlace(VEHICLE_KINDS, kind), depot, line };
}
