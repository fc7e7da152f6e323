import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createWriter } from '../../../../../electron/data/store/handles.ts';
import { migrate } from '../../../../../electron/data/store/migrate.ts';
import { cacheMigration } from '../../../../../electron/data/store/migrations/0001-cache.ts';
import { outboxMigration } from '../../../../../electron/data/store/migrations/0002-outbox.ts';

describe('migration 2', () => {
  it('adds an empty outbox to a cache that is in use, and leaves its rows alone', () => {
    const database = new Database(':memory:');
    const writer = createWriter(database, () => undefined);
    migrate(database, writer, [cacheMigration]);
    database.exec("UPDATE sync_state SET server_identity = 'https://a', epoch = 'e', cursor = 'c', revision = 7");
    migrate(database, writer, [cacheMigration, outboxMigration]);
    expect(database.prepare('SELECT server_identity, cursor, revision FROM sync_state').all()).toEqual([
      { server_identity: 'https://a', cursor: 'c', revision: 7 },
    ]);
    for (const table of ['outbox', 'server_rows'])
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  });

  it('takes each mutation id once, and gives entries the order in which they come', () => {
    const database = new Database(':memory:');
    outboxMigration.up(createWriter(database, () => undefined));
    const insert = database.prepare<[string]>(`
      INSERT INTO outbox (mutation_id, server_identity, payload, checksum, state, made_at_ms, attempts, is_cancel_sent)
      VALUES (?, 'https://a', '{}', 0, 'queued', 1, 0, 0)`);
    for (const id of ['b', 'a']) insert.run(id);
    expect(() => insert.run('a')).toThrow('UNIQUE');
    expect(database.prepare('SELECT mutation_id FROM outbox ORDER BY position').pluck().all()).toEqual(['b', 'a']);
  });
});
