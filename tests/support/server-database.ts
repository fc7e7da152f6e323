import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { Database } from '../../backend/database/database.ts';
import { openPostgres } from '../../backend/database/postgres-database.ts';
import { silentLog } from './silent-log.ts';

/** Holds the address of the server on which the tests of this run make their databases; not set: they are made in the process. */
export const TEST_SERVER = 'VIGIE_TEST_POSTGRES';
/** A database with all migrations, to be copied. */
export const MIGRATED_TEMPLATE = 'vigie_migrated';

export function testServer(): string | undefined {
  return process.env[TEST_SERVER];
}

/** A new database on the server of the run. It is gone with the server. */
export async function serverDatabase(server: string, kind: 'migrated' | 'empty'): Promise<Database> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`create database ${name} template ${kind === 'migrated' ? MIGRATED_TEMPLATE : 'template0'}`);
  } finally {
    await client.end();
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return openPostgres(url.href, silentLog);
}
