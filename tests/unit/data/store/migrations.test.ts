import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createWriter } from '../../../../electron/data/store/handles.ts';
import { LATEST_VERSION, migrate, NewerCacheError, schemaVersion } from '../../../../electron/data/store/migrate.ts';
import { type Migration, migrations } from '../../../../electron/data/store/migrations/index.ts';
import {
  BILLING_CYCLE_STATES,
  MISSION_STATUSES,
  THIRD_PARTY_TYPES,
  VEHICLE_KINDS,
} from '../../../../shared/domain/index.ts';

const sources = fileURLToPath(new URL('../../../../electron/data/store/migrations', import.meta.url));
const tests = fileURLToPath(new URL('migrations', import.meta.url));

function openMemory() {
  const database = new Database(':memory:');
  return { database, writer: createWriter(database, () => undefined) };
}

const step = (version: number, sql: string): Migration => ({ version, up: (writer) => writer.execute(sql) });

describe('the migrations', () => {
  it('are numbered as their files, without gaps, and each has a test', () => {
    const files = readdirSync(sources)
      .filter((name) => /^\d/.test(name))
      .sort();
    expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(migrations.map(({ version }) => version));
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
    expect(readdirSync(tests).sort()).toEqual(files.map((name) => name.replace(/\.ts$/, '.test.ts')));
    expect(path.basename(sources)).toBe('migrations');
  });

  it('make the schema that is written down here: a change of it is made on purpose', async () => {
    const { database, writer } = openMemory();
    migrate(database, writer);
    const objects = database
      .prepare<[], { sql: string }>(
        `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'missions_search_%' ORDER BY type DESC, name`,
      )
      .all();
    // Comments are not schema.
    const schema = objects.map(({ sql }) => sql.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' ')).join(';\n');
    await expect(`version ${schemaVersion(database)}\n${schema}\n`).toMatchFileSnapshot('schema.snapshot.sql');
  });

  it('store enumerations by their places in these lists: one that changes needs a migration', () => {
    expect({ VEHICLE_KINDS, THIRD_PARTY_TYPES, BILLING_CYCLE_STATES, MISSION_STATUSES }).toEqual({
      VEHICLE_KINDS: ['bus', 'coach', 'tram', 'train', 'van', 'truck', 'taxi', 'other'],
      THIRD_PARTY_TYPES: ['customer', 'supplier', 'subcontractor', 'authority', 'other'],
      BILLING_CYCLE_STATES: ['draft', 'open', 'closed', 'in-validation', 'validated', 'invoiced', 'transmitted'],
      MISSION_STATUSES: ['planned', 'in-progress', 'completed', 'cancelled'],
    });
  });
});

describe('migrating', () => {
  it('runs only what is missing, in order', () => {
    const { database, writer } = openMemory();
    migrate(database, writer, [step(1, 'CREATE TABLE a (x)')]);
    migrate(database, writer, [step(1, 'not SQL'), step(2, 'ALTER TABLE a ADD COLUMN y')]);
    expect(schemaVersion(database)).toBe(2);
    expect(database.prepare('SELECT x, y FROM a').all()).toEqual([]);
  });

  it('takes back the whole of a step that fails', () => {
    const { database, writer } = openMemory();
    const list = [step(1, 'CREATE TABLE a (x)'), step(2, 'CREATE TABLE b (x); CREATE TABLE a (x)')];
    expect(() => migrate(database, writer, list)).toThrow('already exists');
    expect(schemaVersion(database)).toBe(1);
    expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'a' }]);
    expect(database.inTransaction).toBe(false);
  });

  it('refuses a cache of a later version', () => {
    const { database, writer } = openMemory();
    database.pragma(`user_version = ${LATEST_VERSION + 1}`);
    expect(() => migrate(database, writer)).toThrow(NewerCacheError);
  });
});
