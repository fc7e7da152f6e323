import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createWriter } from '../../../../../electron/data/store/handles.ts';
import { migrate } from '../../../../../electron/data/store/migrate.ts';
import { migrations } from '../../../../../electron/data/store/migrations/index.ts';

it('migration 7 adds validations and delegations to a cache that is in use, keeps its rows, and has it read anew', () => {
  const database = new Database(':memory:');
  const writer = createWriter(database, () => undefined);
  migrate(
    database,
    writer,
    migrations.filter(({ version }) => version < 7),
  );
  database.exec(`
    UPDATE sync_state SET server_identity = 'https://a', epoch = 'e', cursor = 'c', is_complete = 1, revision = 7;
    INSERT INTO vehicles (id, version, code, code_key, code_words, label, label_key, kind, search_words)
      VALUES ('1', 1, 'A', 'a', ' a', 'A', 'a', 0, ' a')`);
  migrate(
    database,
    writer,
    migrations.filter(({ version }) => version <= 7),
  );
  expect(database.prepare('SELECT count(*) FROM validations').pluck().get()).toBe(0);
  expect(database.prepare('SELECT count(*) FROM delegations').pluck().get()).toBe(0);
  expect(database.prepare('SELECT count(*) FROM vehicles').pluck().get()).toBe(1);
  expect(database.prepare('SELECT epoch, cursor FROM sync_state').all()).toEqual([{ epoch: '', cursor: 'c' }]);
});
