import type { MissionsQuery } from '../../shared/api/index.ts';
import type { Reader } from '../database/scope.ts';
import { type RowPage, readPage, readRow } from './row-pages.ts';

/** Missions of the existing system, with what Vigie adds to them. */
export class MissionService {
  list(sql: Reader, query: MissionsQuery): Promise<RowPage> {
    return readPage(sql, 'mission', query, {
      status: query.status,
      vehicle_id: query.vehicleId,
      billing_cycle: query.billingCycleId,
      third_party_id: query.thirdPartyId,
    });
  }

  get(sql: Reader, id: string): Promise<string | undefined> {
    return readRow(sql, 'mission', id);
  }
}
