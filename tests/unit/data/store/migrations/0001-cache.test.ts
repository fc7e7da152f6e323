import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createWriter } from '../../../../../electron/data/store/handles.ts';
import { cacheMigration } from '../../../../../electron/data/store/migrations/0001-cache.ts';

describe('migration 1', () => {
  it('makes an empty cache of nobody', () => {
    const database = new Database(':memory:');
    cacheMigration.up(createWriter(database, () => undefined));
    const tables = database
      .prepare<[], string>(
        "SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual') AND schema = 'main' ORDER BY name",
      )
      .pluck()
      .all();
    expect(tables.filter((name) => !name.startsWith('sqlite_'))).toEqual([
      'billing_cycle_totals',
      'billing_cycles',
      'missions',
      'missions_search',
      'sync_state',
      'third_parties',
      'third_party_totals',
      'vehicles',
    ]);
    expect(database.prepare('SELECT * FROM sync_state').all()).toEqual([
      {
        only_row: 1,
        server_identity: null,
        epoch: null,
        cursor: null,
        is_complete: 0,
        last_sync_at_ms: null,
        revision: 0,
      },
    ]);
    expect(() => database.exec('INSERT INTO sync_state VALUES (2, NULL, NULL, NULL, 0, NULL, 0)')).toThrow('CHECK');
    // STRICT: a text is no amount.
    expect(() => database.exec("INSERT INTO third_party_totals VALUES ('x', 'many')")).toThrow('cannot store TEXT');
  });

  it('searches without accents and case, by the beginnings of words', () => {
    const database = new Database(':memory:');
    cacheMigration.up(createWriter(database, () => undefined));
    database.prepare('INSERT INTO missions_search (rowid, words) VALUES (?, ?)').run(7, 'Église Saint-Éloi, 12 rue');
    const find = database
      .prepare<[string], number>('SELECT rowid FROM missions_search WHERE missions_search MATCH ?')
      .pluck();
    expect(find.all('"egl"*')).toEqual([7]);
    expect(find.all('"ÉLO"*')).toEqual([7]);
    expect(find.all('"glise"*')).toEqual([]);
    database.prepare('DELETE FROM missions_search WHERE rowid = ?').run(7);
    expect(find.all('"egl"*')).toEqual([]);
  });
});
