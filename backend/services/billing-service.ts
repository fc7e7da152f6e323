import type { PageQuery } from '../../shared/api/index.ts';
import type { Sql } from '../database/database.ts';
import { type RowPage, readPage, readRow } from './row-pages.ts';

/** Billing cycles: the periods whose missions are billed together. */
export class BillingService {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  listCycles(query: PageQuery): Promise<RowPage> {
    return readPage(this.#sql, 'billing-cycle', query);
  }

  getCycle(id: string): Promise<string | undefined> {
    return readRow(this.#sql, 'billing-cycle', id);
  }
}
