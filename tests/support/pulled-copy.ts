import type { Database } from '../../backend/database/database.ts';
import type { ChangeLog, ChangePage } from '../../backend/sync/change-log.ts';
import { type Cursor, decodeCursor } from '../../backend/sync/cursor.ts';
import { ENTITY_TABLES } from '../../backend/sync/entity-tables.ts';

interface Change {
  op: 'upsert' | 'delete';
  entity: string;
  id: string;
  version: number;
  row?: object;
}

/** What a client of the server's pages has: every row as it came last. */
export class PulledCopy {
  /** `entity id` to `version row`. */
  readonly rows = new Map<string, string>();
  /** Rows that came with a lower version than before, as `entity id`. */
  readonly steppedBack: string[] = [];
  pages = 0;
  cursor: Cursor | undefined;
  /** All that came, as `entity id`. */
  readonly order: string[] = [];
  readonly #log: ChangeLog;
  readonly #versions = new Map<string, number>();

  constructor(log: ChangeLog) {
    this.#log = log;
  }

  /** One page. Answers whether there are more. */
  async pull(limit: number): Promise<boolean> {
    const page: ChangePage = await this.#log.read(this.cursor, limit);
    for (const text of page.changes) this.#take(JSON.parse(text) as Change);
    this.cursor = decodeCursor(page.cursor);
    this.pages += 1;
    return page.hasMore;
  }

  async pullAll(limit: number): Promise<void> {
    while (await this.pull(limit)) continue;
  }

  #take({ op, entity, id, version, row }: Change): void {
    const key = `${entity} ${id}`;
    if (version < (this.#versions.get(key) ?? 0)) this.steppedBack.push(key);
    this.#versions.set(key, version);
    this.order.push(key);
    if (op === 'delete') this.rows.delete(key);
    else this.rows.set(key, `${version} ${JSON.stringify(row)}`);
  }
}

/** The tables themselves, in the same form. */
export async function rowsOf(database: Database): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  for (const [entity, { table, rowJson }] of Object.entries(ENTITY_TABLES)) {
    const found = await database.query<{ id: string; version: string; json: string }>(
      `select id::text as id, ${rowJson} as json,
         (select version from sync_changes as c where c.entity = '${entity}' and c.entity_id = ${table}.id::text) as version
       from ${table}`,
    );
    for (const { id, version, json } of found) {
      rows.set(`${entity} ${id}`, `${version} ${JSON.stringify(JSON.parse(json))}`);
    }
  }
  return rows;
}

/** Keys whose rows are not the same in both. */
export function differences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key));
}
