import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from './free-port.ts';

const run = promisify(execFile);

/** A PostgreSQL server of its own, on the loopback interface. */
export interface PostgresServer {
  /** Of a database in it, which is made when it is not there yet. */
  url(database: string): Promise<string>;
  stop(): Promise<void>;
}

/** The folder with initdb and postgres, or undefined where PostgreSQL is not installed. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => path.join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(path.delimiter),
  ];
  return folders.find((folder) => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres')));
}

/**
 * Starts a server with an empty data folder, which is removed when it stops. As root it runs as the user postgres, since
 * PostgreSQL refuses root.
 * @param more further settings, as `autovacuum=off`
 * @throws Error when it does not start
 */
export async function startPostgres(binaries: string, more: readonly string[] = []): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-postgres-'));
  try {
    return await startIn(folder, binaries, more);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder: string, binaries: string, more: readonly string[]): Promise<PostgresServer> {
  const identity = process.getuid?.() === 0 ? await identityOf('postgres') : undefined;
  if (identity !== undefined) await run('chown', [`${identity.uid}:${identity.gid}`, folder]);
  const data = path.join(folder, 'data');
  const initdb = ['-D', data, '-U', 'vigie', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await run(path.join(binaries, 'initdb'), initdb, { ...identity, cwd: folder });
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    'fsync=off',
    ...more,
  ];
  const server = spawn(path.join(binaries, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
    ...identity,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4000);
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  // Whoever started it may be stopped in the middle: then it ends as well, at once, and its folder goes.
  const abandon = () => {
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', abandon);
  const address = `postgres://vigie@127.0.0.1:${port}`;
  try {
    await untilReady(`${address}/postgres`, () => server.exitCode !== null);
  } catch (error) {
    server.kill('SIGQUIT');
    throw new Error(`PostgreSQL did not start: ${words}`, { cause: error });
  }
  return {
    async url(database) {
      await withClient(`${address}/postgres`, async (client) => {
        const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
        if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
      });
      return `${address}/${database}`;
    },
    async stop() {
      server.kill('SIGINT');
      await ended;
      process.removeListener('exit', abandon);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function withClient(url: string, action: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await action(client);
  } finally {
    await client.end();
  }
}

async function untilReady(url: string, hasEnded: () => boolean): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await withClient(url, async () => undefined);
      return;
    } catch (error) {
      if (hasEnded() || attempt > 100) throw error;
      await sleep(100);
    }
  }
}

async function identityOf(user: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
