import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Database, StorageError } from '../database/database.ts';
import type { WorkProgress } from '../database/work.ts';
import { EXISTING_TABLES, type OwnSchema } from '../verify/own-schema.ts';
import { quoted } from '../verify/table-sums.ts';

const run = promisify(execFile);

/** A backup of the tables that Vigie extends, and of its own. */
export type Backup =
  | { kind: 'pg_dump'; file: string; tables: string[] }
  /** Copies of the tables in a schema of their own. */
  | { kind: 'copies'; schema: string; tables: string[] }
  /** A place in the server's own log, to which the operator's own backup can be brought. */
  | { kind: 'restore-point'; name: string; position: string };

export interface BackupOptions {
  own: OwnSchema;
  nowMs: number;
  progress: WorkProgress;
}

/** A time as part of a name: `20260301t063000`. */
export function stampOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').toLowerCase();
}

/** The program, where it is there and not older than the server: an older one refuses to dump it. */
export async function findPgDump(database: Database): Promise<string | undefined> {
  const [server] = await database.query<{ major: number }>(
    `select current_setting('server_version_num')::int / 10000 as major`,
  );
  const { PATH = '' } = process.env;
  const folders = PATH.split(path.delimiter);
  for (const folder of [
    ...folders,
    ...Array.from({ length: 12 }, (_, index) => `/usr/lib/postgresql/${30 - index}/bin`),
  ]) {
    const file = path.join(folder, 'pg_dump');
    if (folder === '' || !existsSync(file)) continue;
    const version = await run(file, ['--version']).catch(() => undefined);
    const [, major = '0'] = /(\d+)\.\d+|(\d+)/.exec(version?.stdout ?? '') ?? [];
    if (Number(major) >= (server?.major ?? 0)) return file;
  }
  return undefined;
}

/**
 * Dumps the tables into a file in pg_dump's custom format, as pg_restore reads it; other programs write on.
 * @throws StorageError with what pg_dump said
 */
export async function dumpTables(
  database: Database,
  databaseUrl: string,
  program: string,
  file: string,
  { own, progress }: BackupOptions,
): Promise<Backup> {
  const tables = await tablesThere(database, own);
  progress.begin(`pg_dump to ${file}`);
  const partial = `${file}.part`;
  // For nobody else's eyes: pg_dump keeps the rights of a file that is there.
  await writeFile(partial, '', { mode: 0o600 });
  const args = ['--format=custom', '--no-password', `--file=${partial}`, ...tables.map((table) => `--table=${table}`)];
  const child = spawn(program, args, {
    env: { ...process.env, ...connectionOf(databaseUrl) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-2_000);
  });
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code !== 0) {
    await rm(partial, { force: true });
    throw new StorageError(`pg_dump could not write ${file}: ${words.trim().replaceAll('\n', ' ')}`);
  }
  await rename(partial, file);
  progress.end();
  return { kind: 'pg_dump', file, tables };
}

/** Copies the tables into a schema of their own, in one snapshot; other programs write on. Takes their space once more. */
export async function copyTables(database: Database, { own, nowMs, progress }: BackupOptions): Promise<Backup> {
  const tables = await tablesThere(database, own);
  const schema = `vigie_backup_${stampOf(nowMs)}`;
  await database.session(async (session) => {
    await session.execute('begin isolation level repeatable read');
    try {
      await session.execute(`create schema ${schema}`);
      for (const table of tables) {
        progress.begin(`copying ${table}`);
        await session.execute(`create table ${schema}.${quoted(table)} as table ${quoted(table)}`);
      }
      await session.execute('commit');
    } catch (error) {
      await session.execute('rollback').catch(() => undefined);
      throw error;
    }
  });
  progress.end();
  return { kind: 'copies', schema, tables };
}

/** @throws Error of the database where this user may not (pg_create_restore_point is a superuser's, or granted) */
export async function nameRestorePoint(database: Database, name: string): Promise<Backup> {
  const [row] = await database.query<{ position: string }>('select pg_create_restore_point($1)::text as position', [
    name,
  ]);
  return { kind: 'restore-point', name, position: row?.position ?? '' };
}

async function tablesThere(database: Database, own: OwnSchema): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `select name from unnest($1::text[]) with ordinality as given (name, place) where to_regclass(quote_ident(name)) is not null order by place`,
    [[...EXISTING_TABLES, ...own.tables]],
  );
  return rows.map(({ name }) => name);
}

/** In the environment, where no list of processes shows it. */
function connectionOf(databaseUrl: string): NodeJS.ProcessEnv {
  const url = new URL(databaseUrl);
  const given: [string, string | null][] = [
    ['PGHOST', decodeURIComponent(url.hostname) || url.searchParams.get('host')],
    ['PGPORT', url.port],
    ['PGUSER', decodeURIComponent(url.username)],
    ['PGPASSWORD', decodeURIComponent(url.password)],
    ['PGDATABASE', decodeURIComponent(url.pathname.slice(1))],
    ['PGSSLMODE', url.searchParams.get('sslmode')],
    ['PGSSLROOTCERT', url.searchParams.get('sslrootcert')],
  ];
  return Object.fromEntries(given.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]])));
}
