import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Database } from '../../backend/database/database.ts';
import { migrate } from '../../backend/database/migrate.ts';
import { MIGRATIONS_FOLDER } from '../../backend/database/migrations/migration-files.ts';
import { databaseOn } from '../../backend/database/pglite-database.ts';
import { serverDatabase, testServer } from './server-database.ts';
import { silentLog } from './silent-log.ts';

const CACHE = path.join(import.meta.dirname, '../../node_modules/.cache/vigie');

/**
 * A database with all migrations applied and no rows: in memory, or on the server of `npm run test:postgres`. In memory: The first run makes it and keeps a copy of its files,
 * under a name that follows from the migrations; later ones load that, in about a second.
 */
export function migratedDatabase(): Promise<Database> {
  return newDatabase('migrated');
}

/** A database in memory without a table. */
export function emptyDatabase(): Promise<Database> {
  return newDatabase('empty');
}

/** Puts a migrated one into a backend's data folder, which then starts in a second rather than in five. */
export async function prepareDataFolder(folder: string): Promise<void> {
  const database = path.join(folder, 'postgres');
  mkdirSync(database, { recursive: true, mode: 0o700 });
  execFileSync('tar', ['-xf', await keptFiles('migrated'), '-C', database], { stdio: 'ignore' });
}

type Kind = 'migrated' | 'empty';

function newDatabase(kind: Kind): Promise<Database> {
  const server = testServer();
  return server === undefined ? load(kind) : serverDatabase(server, kind);
}

async function load(kind: Kind): Promise<Database> {
  const files = new Blob([await readFile(await keptFiles(kind))]);
  return databaseOn(await PGlite.create({ loadDataDir: files }), { place: 'memory' });
}

async function keptFiles(kind: Kind): Promise<string> {
  const file = path.join(CACHE, `database-${kind}-${fingerprint()}.tar`);
  if (existsSync(file)) return file;
  const pglite = await PGlite.create();
  const database = await databaseOn(pglite, { place: 'memory' });
  if (kind === 'migrated') await migrate(database, 'up', silentLog);
  const files = await pglite.dumpDataDir('none');
  await database.close();
  await mkdir(CACHE, { recursive: true });
  // Other test files may do the same at this moment: what has the name is always whole.
  const own = `${file}.${process.pid}.${performance.now()}`;
  await writeFile(own, new Uint8Array(await files.arrayBuffer()));
  await rename(own, file);
  return file;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS_FOLDER).sort()) {
    hash.update(name).update(readFileSync(path.join(MIGRATIONS_FOLDER, name)));
  }
  hash.update(readFileSync(path.join(CACHE, '../../@electric-sql/pglite/package.json')));
  return hash.digest('hex').slice(0, 16);
}
