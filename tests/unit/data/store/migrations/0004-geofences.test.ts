import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createWriter } from '../../../../../electron/data/store/handles.ts';
import { migrate } from '../../../../../electron/data/store/migrate.ts';
import { cacheMigration } from '../../../../../electron/data/store/migrations/0001-cache.ts';
import { outboxMigration } from '../../../../../electron/data/store/migrations/0002-outbox.ts';
import { missionBoardMigration } from '../../../../../electron/data/store/migrations/0003-mission-board.ts';
import { geofenceMigration } from '../../../../../electron/data/store/migrations/0004-geofences.ts';

const before = [cacheMigration, outboxMigration, missionBoardMigration];

describe('migration 4', () => {
  it('adds geofences to a cache that is in use, keeps its rows, and has it read anew at the next contact', () => {
    const database = new Database(':memory:');
    const writer = createWriter(database, () => undefined);
    migrate(database, writer, before);
    database.exec(`
      UPDATE sync_state SET server_identity = 'https://a', epoch = 'e', cursor = 'c', is_complete = 1, revision = 7;
      INSERT INTO vehicles (id, version, code, code_key, code_words, label, label_key, kind, search_words)
        VALUES ('1', 1, 'A', 'a', ' a', 'A', 'a', 0, ' a')`);
    migrate(database, writer, [...before, geofenceMigration]);
    expect(database.prepare('SELECT count(*) FROM geofences').pluck().get()).toBe(0);
    expect(database.prepare('SELECT count(*) FROM vehicles').pluck().get()).toBe(1);
    expect(database.prepare('SELECT server_identity, epoch, cursor, is_complete FROM sync_state').all()).toEqual([
      { server_identity: 'https://a', epoch: '', cursor: 'c', is_complete: 1 },
    ]);
  });

  it('leaves a cache that holds nobody’s rows as it is', () => {
    const database = new Database(':memory:');
    const writer = createWriter(database, () => undefined);
    migrate(database, writer, [...before, geofenceMigration]);
    expect(database.prepare('SELECT epoch FROM sync_state').pluck().get()).toBeNull();
  });
});
