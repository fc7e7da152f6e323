import type { GEOFENCE_SORTS, GeofenceRow, VigieContract } from '../../../shared/contract/index.ts';
import { type Geofence, GEOFENCE_KINDS, geofenceGeometry } from '../../../shared/domain/index.ts';
import type { ParamsOf } from '../../../shared/rpc/index.ts';
import { fromPlace, toIso, toMs, toPlace } from './columns.ts';
import { fold, searchableWords, searchedWords, sortKey } from './folding.ts';
import type { Reader, SqlValue, Writer } from './handles.ts';
import { type Direction, orderBy, planWindow } from './paging.ts';
import { createTotals } from './remembered.ts';
import { createStanding } from './standing.ts';
import { placeholders, upsertSql } from './sql.ts';

export type GeofenceQuery = ParamsOf<VigieContract, 'geofences.page'>;

export interface GeofenceReads {
  page(query: GeofenceQuery): { rows: GeofenceRow[]; total: number };
  get(id: string): GeofenceRow | undefined;
}

export interface GeofenceWrites {
  /** The server's row. One that is older than what is known is ignored. */
  upsert(geofence: Geofence, version: number): void;
  /** What is shown in place of the server's row. */
  put(geofence: Geofence, version: number): void;
  /** A tombstone of this version. One that is older than the row is ignored. */
  remove(id: string, version: number): void;
  clear(): void;
}

interface StoredGeofence {
  id: string;
  name: string;
  kind: number;
  geometry: string;
  created_at_ms: number;
}

const SELECT = 'SELECT f.id, f.name, f.kind, f.geometry, f.created_at_ms FROM geofences f';

function order(by: (typeof GEOFENCE_SORTS)[number], direction: Direction): string {
  switch (by) {
    case 'name':
      return orderBy('f', ['name_key'], direction);
    case 'kind':
      return orderBy('f', ['kind', 'name_key'], direction);
    case 'createdAt':
      return orderBy('f', ['created_at_ms'], direction);
  }
}

export function createGeofenceReads(reader: Reader): GeofenceReads {
  const total = createTotals(reader);
  const standing = createStanding(reader, 'geofence');
  const toRow = (stored: StoredGeofence): GeofenceRow => ({ ...toGeofence(stored), unsent: standing.of(stored.id) });
  return {
    page(query) {
      const { sql, params } = where(query.filter);
      const count = total(`SELECT count(*) FROM geofences f ${sql}`, params);
      const plan = planWindow(query, count, query.sort.direction);
      const stored = reader
        .select<StoredGeofence>(`${SELECT} ${sql} ${order(query.sort.by, plan.direction)} LIMIT ? OFFSET ?`)
        .all(...params, plan.limit, plan.offset);
      if (plan.isReversed) stored.reverse();
      return { rows: stored.map(toRow), total: count };
    },
    get(id) {
      const stored = reader.select<StoredGeofence>(`${SELECT} WHERE f.id = ?`).get(id);
      return stored && toRow(stored);
    },
  };
}

/** A geofence as it is shown, with the server's count of its changes. */
export function readGeofence(reader: Reader, id: string): { row: Geofence; version: number } | undefined {
  const sql = 'SELECT id, name, kind, geometry, created_at_ms, version FROM geofences WHERE id = ?';
  const stored = reader.select<StoredGeofence & { version: number }>(sql).get(id);
  return stored && { row: toGeofence(stored), version: stored.version };
}

const COLUMNS = ['id', 'version', 'name', 'name_key', 'kind', 'geometry', 'created_at_ms', 'search_words'];

export function createGeofenceWrites(writer: Writer): GeofenceWrites {
  const put = writer.change(upsertSql('geofences', 'id', COLUMNS));
  const putNewer = writer.change(upsertSql('geofences', 'id', COLUMNS, 'WHERE excluded.version >= version'));
  const remove = writer.change('DELETE FROM geofences WHERE id = ? AND version <= ?');
  return {
    upsert: (geofence, version) => void putNewer.run(...valuesOf(geofence, version)),
    put: (geofence, version) => void put.run(...valuesOf(geofence, version)),
    remove: (id, version) => void remove.run(id, version),
    clear: () => writer.execute('DELETE FROM geofences'),
  };
}

function valuesOf({ id, name, kind, geometry, createdAt }: Geofence, version: number): SqlValue[] {
  const place = toPlace(GEOFENCE_KINDS, kind);
  return [id, version, name, sortKey(name), place, JSON.stringify(geometry), toMs(createdAt), searchableWords(name)];
}

function where({ text, kinds }: GeofenceQuery['filter']): { sql: string; params: SqlValue[] } {
  const words = searchedWords(text);
  const parts = words.map(() => 'instr(f.search_words, ?)');
  const params: SqlValue[] = words.map((word) => ` ${fold(word)}`);
  if (kinds !== undefined) {
    parts.push(`f.kind IN (${placeholders(kinds.length)})`);
    params.push(...kinds.map((kind) => toPlace(GEOFENCE_KINDS, kind)));
  }
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, params };
}

function toGeofence(stored: StoredGeofence): Geofence {
  return {
    id: stored.id,
    name: stored.name,
    kind: fromPlace(GEOFENCE_KINDS, stored.kind),
    geometry: geofenceGeometry.parse(JSON.parse(stored.geometry)),
    createdAt: toIso(stored.created_at_ms),
  };
}
