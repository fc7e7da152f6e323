import type { PageQuery } from '../../shared/api/index.ts';
import type { Sql } from '../database/database.ts';
import { type RowPage, readPage, readRow } from './row-pages.ts';

/** Third parties: whom missions are billed to, or bought from. */
export class ThirdPartyService {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  list(query: PageQuery): Promise<RowPage> {
    return readPage(this.#sql, 'third-party', query);
  }

  get(id: string): Promise<string | undefined> {
    return readRow(this.#sql, 'third-party', id);
  }
}
