import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import { type Reader, Scopes } from '../../../../backend/database/scope.ts';
import { findUserRole } from '../../../../backend/database/user-role.ts';
import { ChangeLog } from '../../../../backend/sync/change-log.ts';
import { type Cursor, decodeCursor } from '../../../../backend/sync/cursor.ts';
import { currentEpoch } from '../../../../backend/sync/epoch.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { fc } from '../../../support/property.ts';
import { silentLog } from '../../../support/silent-log.ts';

const OWNERS = [null, 'north', 'south'] as const;
const READERS = [['main'], ['north'], ['south'], ['north', 'main'], ['north', 'south']] as const;
const ROWS = 3;

let database: Database;
let log: ChangeLog;
let scopes: Scopes;
beforeAll(async () => {
  database = await migratedDatabase();
  log = new ChangeLog(database, await currentEpoch(database, silentLog));
  scopes = new Scopes(database, { defaultSubsidiary: 'main', userRole: await findUserRole(database) });
});
afterAll(() => database.close());

/** What one reader has, and what it was told that it should not have been. */
class Copy {
  readonly rows = new Map<string, { version: number; name: string | null }>();
  readonly leaks: string[] = [];
  readonly #reader: Reader;
  readonly #owners: readonly string[];
  #cursor: Cursor | undefined;

  constructor(owners: readonly string[]) {
    this.#owners = owners;
    const identity = { subject: 'reader', name: 'Reader', roles: [], subsidiaries: owners, expiresAtMs: 0 };
    this.#reader = scopes.reader(scopes.of(identity));
  }

  async pull(): Promise<void> {
    for (;;) {
      const page = await log.read(this.#cursor, 2, ['third-party'], this.#reader);
      for (const text of page.changes) this.#take(JSON.parse(text) as Change);
      this.#cursor = decodeCursor(page.cursor);
      if (!page.hasMore) return;
    }
  }

  #take({ id, version, row }: Change): void {
    // The name says whose the row was when it was written.
    if (row !== undefined && !this.#owners.includes(row.name.split(' ')[0] ?? '')) this.leaks.push(row.name);
    const known = this.rows.get(id);
    if (known === undefined || version >= known.version) this.rows.set(id, { version, name: row?.name ?? null });
  }

  get names(): string[] {
    return [...this.rows.values()].flatMap(({ name }) => name ?? []).sort();
  }
}

interface Change {
  id: string;
  version: number;
  row?: { name: string };
}

const step = fc.oneof(
  fc.record({ do: fc.constant('write' as const), row: fc.nat(ROWS - 1), owner: fc.constantFrom(...OWNERS) }),
  fc.record({ do: fc.constant('remove' as const), row: fc.nat(ROWS - 1) }),
  fc.record({ do: fc.constant('pull' as const), reader: fc.nat(READERS.length - 1) }),
);

describe('rows that are made, moved and removed while people read', () => {
  it('are in each copy just when they are of its subsidiaries, and none is told of another’s', async () => {
    let serial = 0;
    const idOf = (row: number) => `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`;
    const run = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const copies = READERS.map((owners) => new Copy(owners));
      for (const one of steps) {
        if (one.do === 'pull') await copies[one.reader]?.pull();
        else if (one.do === 'remove')
          await database.query('delete from third_parties where id = $1::uuid', [idOf(one.row)]);
        else {
          serial += 1;
          await database.query(
            `insert into third_parties (id, name, subsidiary) values ($1::uuid, $2, $3)
             on conflict (id) do update set name = excluded.name, subsidiary = excluded.subsidiary`,
            [idOf(one.row), `${one.owner ?? 'main'} ${serial}`, one.owner],
          );
        }
      }
      for (const [index, copy] of copies.entries()) {
        await copy.pull();
        const rows = await database.query<{ name: string }>(
          "select name from third_parties where coalesce(subsidiary, 'main') = any($1::text[]) order by name",
          [READERS[index]],
        );
        expect(copy.names).toEqual(rows.map(({ name }) => name).sort());
        expect(copy.leaks).toEqual([]);
      }
    });
    await fc.assert(run, { numRuns: 8 });
  });
});
