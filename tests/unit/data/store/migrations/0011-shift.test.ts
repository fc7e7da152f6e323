import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createWriter } from '../../../../../electron/data/store/handles.ts';
import { migrate } from '../../../../../electron/data/store/migrate.ts';
import { migrations } from '../../../../../electron/data/store/migrations/index.ts';

it('migration 11 adds incidents and handovers to a cache that is in use, keeps its rows, and has it read anew', () => {
  const database = new Database(':memory:');
  const writer = createWriter(database, () => undefined);
  const upTo = (last: number) =>
    migrate(
      database,
      writer,
      migrations.filter(({ version }) => version <= last),
    );
  upTo(10);
  database.exec(`
    UPDATE sync_state SET server_identity = 'https://a', epoch = 'e', cursor = 'c', is_complete = 1, revision = 7;
    INSERT INTO vehicles (id, version, code, code_key, code_words, label, label_key, kind, search_words)
      VALUES ('1', 1, 'A', 'a', ' a', 'A', 'a', 0, ' a')`);
  upTo(11);
  for (const table of ['incidents', 'handovers'])
    expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  expect(database.prepare('SELECT count(*) FROM vehicles').pluck().get()).toBe(1);
  expect(database.prepare('SELECT epoch, cursor FROM sync_state').all()).toEqual([{ epoch: '', cursor: 'c' }]);
});
