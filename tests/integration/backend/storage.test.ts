import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Database, StorageError } from '../../../backend/database/database.ts';
import { openPglite } from '../../../backend/database/pglite-database.ts';
import { PGLITE_MAJOR_VERSION } from '../../../backend/database/pglite-folder.ts';
import { prepareDataFolder } from '../../support/database.ts';
import { canMount, smallDisks } from '../../support/small-disk.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newDisk = smallDisks();
const newFolder = temporaryFolders();
// Closed before folders are removed and disks unmounted: hooks run last in, first out.
const opened: Database[] = [];
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});

/** A database that is there already. */
async function existing(): Promise<string> {
  const folder = newFolder();
  await prepareDataFolder(folder);
  return path.join(folder, 'postgres');
}

async function open(folder: string, progress: string[] = []): Promise<Database> {
  const database = await openPglite(folder, (message) => progress.push(message));
  opened.push(database);
  return database;
}

describe('the database in a folder', () => {
  it('is made once, keeps what was committed, and is the version that is expected', async () => {
    const folder = path.join(newFolder(), 'deep', 'postgres');
    const progress: string[] = [];
    const first = await open(folder, progress);
    expect(progress).toEqual([`Creating the database in ${folder}`]);
    expect(statSync(folder).mode & 0o077).toBe(0);
    await first.execute('create table kept (x int); insert into kept values (42)');
    const [version] = await first.query<{ major: string }>(
      "select current_setting('server_version_num')::int / 10000 || '' as major",
    );
    expect(version?.major).toBe(PGLITE_MAJOR_VERSION);
    await first.close();
    const second = await open(folder, progress);
    expect(progress).toHaveLength(1);
    expect(await second.query('select x from kept')).toEqual([{ x: 42 }]);
  });

  it('gives values as text where a number or a Date would lose something', async () => {
    const database = await open(await existing());
    await database.query("select set_config('timezone', 'America/New_York', false)");
    const [row] = await database.query(
      `select 9007199254740993::bigint as big, 1.10::numeric(5, 2) as decimal, date '2026-03-29' as day,
         timestamptz '2026-03-01T06:30:00.123456Z' as at, '7'::xid8 as xid, true as flag, 5 as small, null as nothing,
         '{"a":1}'::jsonb as json`,
    );
    expect(row).toEqual({
      big: '9007199254740993',
      decimal: '1.10',
      day: '2026-03-29',
      at: '2026-03-01T06:30:00.123Z',
      xid: '7',
      flag: true,
      small: 5,
      nothing: null,
      json: { a: 1 },
    });
  });

  it('rolls a transaction back that fails, and lets transactions follow each other', async () => {
    const database = await open(await existing());
    await database.execute('create table counted (n int); insert into counted values (0)');
    const failing = database.transaction(async (sql) => {
      await sql.query('update counted set n = 100');
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    await Promise.all(
      Array.from({ length: 10 }, () =>
        database.transaction(async (sql) => {
          const [row] = await sql.query<{ n: number }>('select n from counted');
          await new Promise((resolve) => setTimeout(resolve, 2));
          await sql.query('update counted set n = $1', [(row?.n ?? 0) + 1]);
        }),
      ),
    );
    expect(await database.query('select n from counted')).toEqual([{ n: 10 }]);
    const broken = database.session(async (session) => {
      await session.execute('begin; update counted set n = 500');
      await session.query('select nonsense');
    });
    await expect(broken).rejects.toThrow(/nonsense/);
    expect(await database.query('select n from counted')).toEqual([{ n: 10 }]);
  });

  it('survives being killed in the middle of writing', async () => {
    const folder = await existing();
    const script = `
      const { openPglite } = await import(${JSON.stringify(path.resolve('backend/database/pglite-database.ts'))});
      const database = await openPglite(${JSON.stringify(folder)}, () => undefined);
      await database.execute('create table written (n int)');
      for (let n = 0; ; n++) {
        await database.query('insert into written values ($1)', [n]);
        process.stdout.write(n + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let last = -1;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        last = Math.max(last, ...text.trim().split('\n').slice(0, -1).map(Number));
        if (last > 300) child.kill('SIGKILL');
      });
    });
    const database = await open(folder);
    const [row] = await database.query<{ last: number; count: number }>(
      'select max(n) as last, count(*)::int as count from written',
    );
    expect(row?.last).toBeGreaterThanOrEqual(last);
    expect(row?.count).toBe((row?.last ?? 0) + 1);
  });

  it('is made anew when it was killed while it was made', async () => {
    const folder = path.join(newFolder(), 'postgres');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'PG_VERSION'), '18\n');
    writeFileSync(`${folder}.unfinished`, '');
    const database = await open(folder);
    expect(await database.query('select 1 as x')).toEqual([{ x: 1 }]);
    expect(existsSync(`${folder}.unfinished`)).toBe(false);
  });
});

describe('a folder that cannot be used', () => {
  const refusal = async (folder: string): Promise<string> => {
    const error: unknown = await open(folder).catch((reason: unknown) => reason);
    if (!(error instanceof StorageError)) throw new Error(`no StorageError: ${String(error)}`);
    expect(error.message).toMatch(/^[^\n]+: [^\n]+\.$/);
    expect(error.message).toContain('--data');
    return error.message;
  };

  it('is in use by this process, or by another that runs', async () => {
    const folder = await existing();
    await open(folder);
    expect(await refusal(folder)).toMatch(new RegExp(`in use by process ${process.pid}: stop that one`));
    const other = spawn('sleep', ['60']);
    try {
      const elsewhere = path.join(newFolder(), 'postgres');
      writeFileSync(`${elsewhere}.lock`, JSON.stringify({ pid: other.pid, startedAt: null }));
      expect(await refusal(elsewhere)).toMatch(new RegExp(`in use by process ${other.pid}`));
      expect(existsSync(`${elsewhere}.lock`)).toBe(true);
    } finally {
      other.kill();
    }
  });

  it('is a file, or lies under one', async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'file'), '');
    expect(await refusal(path.join(folder, 'file'))).toMatch(/is not a folder: remove the file/);
    expect(await refusal(path.join(folder, 'file', 'postgres'))).toMatch(/is not a folder: remove the file/);
  });

  it('was made by another version', async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'PG_VERSION'), '16\n');
    expect(await refusal(folder)).toMatch(/made by PostgreSQL 16, and this version of Vigie reads 18/);
  });

  it('is damaged: what is in it stays', async () => {
    const folder = await existing();
    const database = await open(folder);
    await database.close();
    truncateSync(path.join(folder, 'global/pg_control'), 10);
    expect(await refusal(folder)).toMatch(/cannot be opened .*: restore the folder from a backup/);
    expect(existsSync(path.join(folder, 'base'))).toBe(true);
    expect(existsSync(`${folder}.lock`)).toBe(false);
  });

  it.runIf(canMount)('is on a full disk', async () => {
    const { folder } = newDisk(30);
    expect(await refusal(path.join(folder, 'postgres'))).toMatch(/is full: free at least 120 MB/);
  });

  it.runIf(canMount)('is read-only', async () => {
    const { folder } = newDisk(1);
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    expect(await refusal(path.join(folder, 'postgres'))).toMatch(/cannot be written \(EROFS\): allow writing to it/);
  });

  it.runIf(canMount)(
    'fills up in use: writing is refused, reading goes on, and writing again once there is room',
    async () => {
      const { folder } = newDisk(160);
      await prepareDataFolder(folder);
      const database = await open(path.join(folder, 'postgres'));
      const filler = path.join(folder, 'filler');
      execFileSync('fallocate', ['-l', '90M', filler]);
      const insert = () => database.query('insert into vehicles (code) values ($1)', ['V']);
      await expect(insert()).rejects.toThrow(/is full: free at least 48 MB and try again/);
      await expect(database.transaction(async () => undefined)).rejects.toThrow(StorageError);
      expect(await database.query('select count(*)::int as n from vehicles')).toEqual([{ n: 0 }]);
      rmSync(filler);
      await insert();
    },
  );
});
