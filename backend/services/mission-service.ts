import type { MissionsQuery } from '../../shared/api/index.ts';
import type { Sql } from '../database/database.ts';
import { type RowPage, readPage, readRow } from './row-pages.ts';

/** Missions of the existing system, with what Vigie adds to them. */
export class MissionService {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  list(query: MissionsQuery): Promise<RowPage> {
    return readPage(this.#sql, 'mission', query, {
      status: query.status,
      vehicle_id: query.vehicleId,
      billing_cycle: query.billingCycleId,
      third_party_id: query.thirdPartyId,
    });
  }

  get(id: string): Promise<string | undefined> {
    return readRow(this.#sql, 'mission', id);
  }
}
