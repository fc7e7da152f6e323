import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createWriter } from '../../../../../electron/data/store/handles.ts';
import { migrate } from '../../../../../electron/data/store/migrate.ts';
import { cacheMigration } from '../../../../../electron/data/store/migrations/0001-cache.ts';
import { outboxMigration } from '../../../../../electron/data/store/migrations/0002-outbox.ts';
import { missionBoardMigration } from '../../../../../electron/data/store/migrations/0003-mission-board.ts';

it('migration 3 adds the index of the missions that are planned or under way to a cache that is in use', () => {
  const database = new Database(':memory:');
  const writer = createWriter(database, () => undefined);
  migrate(database, writer, [cacheMigration, outboxMigration]);
  const insert = database.prepare<[string, number]>(`
    INSERT INTO missions (id, version, reference, reference_key, planned_start_at_ms, planned_end_at_ms, status, currency)
    VALUES (?, 1, 'M', 'm', 0, 1, ?, 'EUR')`);
  for (const [id, status] of [0, 1, 2, 3].entries()) insert.run(String(id), status);
  migrate(database, writer, [cacheMigration, outboxMigration, missionBoardMigration]);
  const live = database
    .prepare('SELECT id FROM missions INDEXED BY missions_live WHERE status < 2 ORDER BY id')
    .pluck();
  expect(live.all()).toEqual(['0', '1']);
});
