import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCheckpoints } from '../../../../electron/data/store/checkpoints.ts';
import { createReader, SLOW_STATEMENT_MS, type SlowStatement } from '../../../../electron/data/store/handles.ts';
import { createKeeper, type Keeper, KeeperError } from '../../../../electron/data/store/keeper-thread.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { missionRow, range, upsert } from '../../../support/vigie-server/rows.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
const keepers: Keeper[] = [];
afterEach(async () => {
  for (const keeper of keepers.splice(0)) await keeper.close();
});
function newKeeper(file?: URL): Keeper {
  const keeper = file === undefined ? createKeeper() : createKeeper(file);
  keepers.push(keeper);
  return keeper;
}

/** A database in write-ahead mode, open, with rows that are in its log only. */
function databaseWithLog(megabytes = 1) {
  const file = path.join(newFolder(), 'a.sqlite');
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('wal_autocheckpoint = 0');
  database.exec('CREATE TABLE t (x)');
  database.prepare('INSERT INTO t VALUES (?)').run(Buffer.alloc(megabytes * 1_000_000, 7));
  return { file, database };
}

describe('the keeper', () => {
  it('moves the log into the file', async () => {
    const { file, database } = databaseWithLog();
    const before = statSync(file).size;
    await newKeeper().run('checkpoint', file);
    expect(statSync(file).size).toBeGreaterThan(before + 900_000);
    database.close();
  });

  it('begins the log anew, so that no commit waits for the disk to have its header', async () => {
    const { file, database } = databaseWithLog();
    const generation = () => readFileSync(`${file}-wal`).readUInt32BE(12);
    const keeper = newKeeper();
    await keeper.run('checkpoint', file);
    const before = generation();
    await keeper.run('restart-log', file);
    expect(generation()).toBe(before + 1);
    database.prepare('INSERT INTO t VALUES (?)').run(1);
    expect(generation()).toBe(before + 1);
    expect(database.prepare('SELECT count(*) FROM t').pluck().get()).toBe(2);
    database.close();
  });

  it('leaves the log to a writer that is at work', async () => {
    const { file, database } = databaseWithLog();
    database.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES (1)');
    await expect(newKeeper().run('restart-log', file)).resolves.toEqual({ problem: undefined });
    database.exec('COMMIT');
    database.close();
  });

  it('finds damage, and none where there is none', async () => {
    const { file, database } = databaseWithLog();
    database.exec(
      'CREATE TABLE u (y); INSERT INTO u WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n',
    );
    const keeper = newKeeper();
    await expect(keeper.run('quick-check', file)).resolves.toEqual({ problem: undefined });
    database.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 2, 4096 * 3);
    writeFileSync(file, bytes);
    const outcome = await keeper.run('quick-check', file).then(
      ({ problem }) => problem,
      (error: KeeperError) => error.code,
    );
    expect(outcome).toBeDefined();
  });

  it('says what kept it from its task', async () => {
    const keeper = newKeeper();
    await expect(keeper.run('checkpoint', path.join(newFolder(), 'none.sqlite'))).rejects.toMatchObject({
      name: 'KeeperError',
      code: 'SQLITE_CANTOPEN',
    });
    const file = path.join(newFolder(), 'x.sqlite');
    writeFileSync(file, 'no database '.repeat(1_000));
    await expect(keeper.run('quick-check', file)).rejects.toMatchObject({ code: 'SQLITE_NOTADB' });
  });

  it('fails its tasks when its thread dies, and begins a new one for the next', async () => {
    const script = path.join(newFolder(), 'dying.mjs');
    writeFileSync(
      script,
      "import { parentPort } from 'node:worker_threads';\nparentPort.on('message', () => process.exit(3));\n",
    );
    const keeper = newKeeper(pathToFileURL(script));
    await expect(keeper.run('checkpoint', 'x')).rejects.toThrow(KeeperError);
    writeFileSync(
      script,
      "import { parentPort } from 'node:worker_threads';\nparentPort.on('message', ({ id }) => parentPort.postMessage({ id }));\n",
    );
    await expect(keeper.run('checkpoint', 'x')).resolves.toEqual({ problem: undefined });
    await keeper.close();
  });

  it('fails its tasks where its file is not there', async () => {
    const keeper = newKeeper(pathToFileURL(path.join(newFolder(), 'none.mjs')));
    await expect(keeper.run('checkpoint', 'x')).rejects.toThrow(KeeperError);
  });
});

describe('checkpoints', () => {
  /** With a keeper whose tasks end so. */
  function setUp(megabytes: number, outcome: () => Promise<{ problem: undefined }>) {
    const { file, database } = databaseWithLog(megabytes);
    const run = vi.fn<Keeper['run']>(outcome);
    const onFailure = vi.fn<(error: unknown) => void>();
    const inline = vi.fn<() => void>();
    const checkpoints = createCheckpoints({ file, keeper: { run, close: () => Promise.resolve() }, inline, onFailure });
    return { file, database, run, onFailure, inline, checkpoints };
  }
  const well = () => Promise.resolve({ problem: undefined });
  const badly = () => Promise.reject(new KeeperError('thread', 'no luck'));

  it('are made when the log has grown, one at a time', async () => {
    const { file, database, run, checkpoints } = setUp(9, well);
    checkpoints.afterCommit();
    checkpoints.afterCommit();
    expect(run.mock.calls).toEqual([['checkpoint', file]]);
    await vi.waitFor(() => {
      checkpoints.afterCommit();
      expect(run.mock.calls.length).toBeGreaterThan(1);
    });
    database.close();
  });

  it('are not made for a short log, nor waited for', async () => {
    const { database, run, checkpoints } = setUp(1, well);
    checkpoints.afterCommit();
    await checkpoints.beforeBegin();
    expect(run).not.toHaveBeenCalled();
    database.close();
  });

  it('are waited for when the log has grown too long', async () => {
    const { database, run, checkpoints, inline } = setUp(70, well);
    await checkpoints.beforeBegin();
    expect(run.mock.calls.map(([task]) => task)).toEqual(['checkpoint', 'restart-log']);
    expect(inline).not.toHaveBeenCalled();
    database.close();
  });

  it('are followed by a log that begins anew, once, before the next transaction and not within one', async () => {
    const { database, run, checkpoints } = setUp(9, well);
    checkpoints.afterCommit();
    await vi.waitFor(async () => {
      await checkpoints.beforeBegin();
      expect(run.mock.calls.map(([task]) => task)).toEqual(['checkpoint', 'restart-log']);
    });
    await checkpoints.beforeBegin();
    expect(run).toHaveBeenCalledTimes(2);
    database.close();
  });

  it('do not hold up a transaction for long where the keeper is at something else', { retry: 4 }, async () => {
    const { database, run, checkpoints } = setUp(9, well);
    checkpoints.afterCommit();
    await vi.waitFor(() => expect(run).toHaveBeenCalledOnce());
    run.mockReturnValueOnce(new Promise(() => undefined));
    const beganAtMs = performance.now();
    await checkpoints.beforeBegin();
    expect(performance.now() - beganAtMs).toBeLessThan(2_000);
    database.close();
  });

  it('are made without the keeper where it fails', async () => {
    const { database, checkpoints, inline, onFailure } = setUp(9, badly);
    checkpoints.afterCommit();
    await vi.waitFor(() => expect(onFailure).toHaveBeenCalledOnce());
    expect(inline).not.toHaveBeenCalled();
    await checkpoints.beforeBegin();
    await checkpoints.beforeBegin();
    expect(inline).toHaveBeenCalledOnce();
    database.close();
  });

  it('keep the log of a busy store short, with the keeper or without', async () => {
    for (const keeper of [createKeeper(), createKeeper(pathToFileURL(path.join(newFolder(), 'none.mjs')))]) {
      const folder = newFolder();
      const { store } = newStore(folder, { keeper });
      const logBytes = () => statSync(path.join(folder, 'cache.sqlite-wal')).size;
      const longest = 14_000_000;
      // Without checkpoints it would be as long as all that was written: 26 MB after 120 pages, and more with each. A machine that
      // is busy with other things may take a few more until the thread gets its turn.
      for (let page = 0; page < 120 || (page < 400 && logBytes() >= longest); page++) {
        await applyAll(
          store,
          range(300).map((n) => upsert('mission', missionRow(n * 37, { amountCents: page * 1_000 + n }))),
        );
      }
      expect(logBytes()).toBeLessThan(longest);
      await store.close();
    }
  });
});

describe('a slow statement', () => {
  it('is told with its time', () => {
    const told: SlowStatement[] = [];
    const database = new Database(':memory:');
    const reader = createReader(database, (slow) => told.push(slow));
    const sql =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n';
    expect(reader.selectValue<number>(sql).get()).toBe(3_000_000);
    expect(told.map((slow) => slow.sql)).toEqual([sql]);
    expect(told[0]?.elapsedMs).toBeGreaterThan(SLOW_STATEMENT_MS);
    reader.selectValue<number>('SELECT 1').get();
    expect(told).toHaveLength(1);
    database.close();
  });
});
