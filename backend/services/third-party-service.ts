import type { PageQuery } from '../../shared/api/index.ts';
import type { Reader } from '../database/scope.ts';
import { type RowPage, readPage, readRow } from './row-pages.ts';

/** Third parties: whom missions are billed to, or bought from. */
export class ThirdPartyService {
  list(sql: Reader, query: PageQuery): Promise<RowPage> {
    return readPage(sql, 'third-party', query);
  }

  get(sql: Reader, id: string): Promise<string | undefined> {
    return readRow(sql, 'third-party', id);
  }
}
