import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createWriter } from '../../../../../electron/data/store/handles.ts';
import { migrate } from '../../../../../electron/data/store/migrate.ts';
import { migrations } from '../../../../../electron/data/store/migrations/index.ts';
import { thirdPartyStandingMigration } from '../../../../../electron/data/store/migrations/0008-third-parties.ts';
import { readThirdParty } from '../../../../../electron/data/store/third-parties.ts';

it('the migration for third parties keeps the rows, in use, and has everything read anew', () => {
  const database = new Database(':memory:');
  const writer = createWriter(database, () => undefined);
  const { version } = thirdPartyStandingMigration;
  migrate(
    database,
    writer,
    migrations.filter((migration) => migration.version < version),
  );
  database.exec(`
    INSERT INTO third_parties (id, version, name, name_key, name_words, type, contact_info, created_at_ms, search_words)
      VALUES ('p', 3, 'Ateliers', 'ateliers', ' ateliers', 0, '{"siren":732829320}', 0, '');
    UPDATE sync_state SET epoch = 'e', server_identity = 's', cursor = 'c';`);
  migrate(database, writer, migrations);
  expect(readThirdParty(writer, 'p')).toMatchObject({
    version: 3,
    row: {
      name: 'Ateliers',
      contactInfo: { siren: 732_829_320 },
      standing: 'active',
      mergedInto: null,
      lastMerge: null,
    },
  });
  expect(database.prepare("SELECT count(*) AS n FROM sync_state WHERE epoch = 'e'").get()).toEqual({ n: 0 });
});
