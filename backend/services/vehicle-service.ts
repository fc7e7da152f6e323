import type { PageQuery } from '../../shared/api/index.ts';
import type { VehicleKind } from '../../shared/domain/index.ts';
import type { Database } from '../database/database.ts';
import type { Reader } from '../database/scope.ts';
import type { FeedVehicle } from '../feeds/feed.ts';
import { type RowPage, readPage, readRow } from './row-pages.ts';

/** What supervision needs to know of a vehicle. */
export interface KnownVehicle {
  id: string;
  code: string;
  kind: VehicleKind;
  /** Null or not said: the default one. */
  subsidiary?: string | null;
}

/** A place in the history of changes. */
export interface ChangePlace {
  xid: string;
  seq: string;
}

/** Vehicles of the existing system. */
export class VehicleService {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(sql: Reader, query: PageQuery): Promise<RowPage> {
    return readPage(sql, 'vehicle', query);
  }

  get(sql: Reader, id: string): Promise<string | undefined> {
    return readRow(sql, 'vehicle', id);
  }

  all(): Promise<KnownVehicle[]> {
    return this.#database.query<KnownVehicle>('select id, code, kind, subsidiary from vehicles order by id');
  }

  byCodes(codes: readonly string[]): Promise<KnownVehicle[]> {
    return this.#database.query<KnownVehicle>(
      'select id, code, kind, subsidiary from vehicles where code in (select json_array_elements_text($1))',
      [JSON.stringify(codes)],
    );
  }

  /** The newest change, of whatever, that pulls give by now. */
  async lastChange(): Promise<ChangePlace | undefined> {
    const [last] = await this.#database.query<ChangePlace>(
      `select xid::text, seq::text from sync_changes where xid < pg_snapshot_xmin(pg_current_snapshot())
       order by xid desc, seq desc limit 1`,
    );
    return last;
  }

  /** Vehicles that changed after a place and up to another. Those that are gone have no code. */
  changedBetween(
    after: ChangePlace | undefined,
    upTo: ChangePlace,
  ): Promise<{ id: string; code: string | null; kind: VehicleKind | null; subsidiary: string | null }[]> {
    return this.#database.query(
      `select changes.entity_id as id, vehicles.code, vehicles.kind, vehicles.subsidiary
       from sync_changes as changes left join vehicles on vehicles.id = changes.entity_id::bigint
       where changes.entity = 'vehicle' and (changes.xid, changes.seq) > ($1::xid8, $2::bigint)
         and (changes.xid, changes.seq) <= ($3::xid8, $4::bigint)`,
      [after?.xid ?? '0', after?.seq ?? '0', upTo.xid, upTo.seq],
    );
  }

  /** Writes vehicles by code: those that are not there yet, and those that differ. */
  async register(vehicles: readonly FeedVehicle[]): Promise<void> {
    await this.#database.query(
      `insert into vehicles as known (code, label, kind, depot, line)
       select code, label, kind, depot, line from json_to_recordset($1)
         as given (code text, label text, kind text, depot text, line text)
       on conflict (code) do update
         set label = excluded.label, kind = excluded.kind, depot = excluded.depot, line = excluded.line
         where (known.label, known.kind, known.depot, known.line)
           is distinct from (excluded.label, excluded.kind, excluded.depot, excluded.line)`,
      [JSON.stringify(vehicles)],
    );
  }
}
