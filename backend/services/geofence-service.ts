import type { PageQuery } from '../../shared/api/index.ts';
import type { Sql } from '../database/database.ts';
import { type RowPage, readPage, readRow } from './row-pages.ts';

/** Geofences: zones, depots and restricted places. */
export class GeofenceService {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  list(query: PageQuery): Promise<RowPage> {
    return readPage(this.#sql, 'geofence', query);
  }

  get(id: string): Promise<string | undefined> {
    return readRow(this.#sql, 'geofence', id);
  }
}
