import type { PageQuery } from '../../shared/api/index.ts';
import type { Reader } from '../database/scope.ts';
import { type RowPage, readPage, readRow } from './row-pages.ts';

/** Geofences: zones, depots and restricted places. */
export class GeofenceService {
  list(sql: Reader, query: PageQuery): Promise<RowPage> {
    return readPage(sql, 'geofence', query);
  }

  get(sql: Reader, id: string): Promise<string | undefined> {
    return readRow(sql, 'geofence', id);
  }
}
