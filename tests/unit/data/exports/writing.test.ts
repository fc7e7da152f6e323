import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runExport } from '../../../../electron/data/exports/export-run.ts';
import { openPendingParts } from '../../../../electron/data/exports/pending-parts.ts';
import { writeBeside } from '../../../../electron/data/exports/write-beside.ts';
import { createErrorMapper } from '../../../../electron/data/handlers/errors.ts';
import { systemClock } from '../../../../electron/data/system-clock.ts';
import type { ExportProgress, ExportRequest } from '../../../../shared/contract/index.ts';
import { changeOf, missionOf } from '../../../support/exports/rows.ts';
import { canMount, smallDisks } from '../../../support/small-disk.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { createTestLog } from '../../../support/test-log.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
const newDisk = smallDisks();
const log = createTestLog();
const never = new AbortController().signal;
const noPending = { add: () => undefined, remove: () => undefined };
const MISSIONS: ExportRequest = {
  ...{ what: 'missions', filter: {}, sort: { by: 'reference', direction: 'ascending' } },
  sheet: { format: 'csv', separator: 'semicolon', language: 'fr', timeZone: 'Europe/Paris' },
};

async function* pieces(count: number, bytes = 1000): AsyncGenerator<Uint8Array> {
  for (let piece = 0; piece < count; piece++) yield Buffer.alloc(bytes, 'x');
}

async function storeOf(missions: number) {
  const { store } = newStore(newFolder());
  await applyAll(
    store,
    Array.from({ length: missions }, (_, index) => changeOf(missionOf(index + 1))),
  );
  return store;
}

function parts(store: Awaited<ReturnType<typeof storeOf>>, file: string | null) {
  return {
    ...{ store, clock: systemClock, pending: noPending, mapError: createErrorMapper(log) },
    choosePlace: () => Promise.resolve(file === null ? null : { file }),
    download: () => Promise.reject(new Error('not asked for')),
    recordings: { exportPieces: () => expect.unreachable() },
  };
}

/** The last thing that an export says. */
function ended(request: ExportRequest, options: ReturnType<typeof parts>): Promise<ExportProgress> {
  return new Promise((resolve) => {
    const source = runExport(request, options);
    source.onReady(() => {
      const progress = source.take();
      if (progress !== undefined && ['done', 'failed', 'given-up'].includes(progress.state)) resolve(progress);
    });
  });
}

describe('an export', () => {
  it('has every row of the list, in its order, and says how far it is', async () => {
    const folder = newFolder();
    const file = path.join(folder, 'Missions.csv');
    const progress = await ended(MISSIONS, parts(await storeOf(1234), file));
    expect(progress).toMatchObject({ state: 'done', rows: 1234, totalRows: 1234, file: 'Missions.csv', fault: null });
    const lines = readFileSync(file, 'utf8').split('\r\n');
    expect(lines).toHaveLength(1236);
    expect(lines.slice(1, -1).map((line) => line.split(';')[0])).toEqual(
      Array.from({ length: 1234 }, (_, index) => `M-${String(index + 1).padStart(6, '0')}`),
    );
    expect(readdirSync(folder)).toEqual(['Missions.csv']);
  });

  it('leaves nothing when it is given up: what was there before stays', async () => {
    const file = path.join(newFolder(), 'kept.csv');
    writeFileSync(file, 'before');
    expect(await ended(MISSIONS, parts(await storeOf(3), null))).toMatchObject({ state: 'given-up', fault: null });
    const giving = new AbortController();
    const writing = writeBeside(file, pieces(1_000_000), {
      ...{ signal: giving.signal, pending: noPending },
      onBytes: (bytes) => bytes > 5000 && giving.abort(),
    });
    await expect(writing).rejects.toThrow();
    expect(readdirSync(path.dirname(file))).toEqual(['kept.csv']);
    expect(readFileSync(file, 'utf8')).toBe('before');
  });

  it.runIf(canMount)('leaves no half file on a disk that fills up, or that is read-only, and says so', async () => {
    const store = await storeOf(20_000);
    const disk = newDisk(1);
    const file = path.join(disk.folder, 'Missions.csv');
    expect(await ended(MISSIONS, parts(store, file))).toMatchObject({
      state: 'failed',
      fault: { code: 'storage-full' },
    });
    expect(readdirSync(disk.folder)).toEqual([]);
    disk.setReadOnly(true);
    expect(await ended(MISSIONS, parts(store, file))).toMatchObject({ fault: { code: 'storage-read-only' } });
    disk.setReadOnly(false);
    const elsewhere = path.join(disk.folder, 'nowhere', 'Missions.csv');
    expect(await ended(MISSIONS, parts(store, elsewhere))).toMatchObject({ fault: { code: 'storage-failed' } });
  });

  it('that is killed leaves no file by its name, and its half is taken away at the next start', async () => {
    const [folder, target] = [newFolder(), newFolder()];
    mkdirSync(folder, { recursive: true });
    const child = spawn(
      process.execPath,
      [
        new URL('../../../support/exports/write-for-ever.ts', import.meta.url).pathname,
        folder,
        path.join(target, 'big.csv'),
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(path.join(target, 'big.csv'))).toBe(false);
    expect(readdirSync(target)).toHaveLength(1);
    openPendingParts(folder, log);
    expect(readdirSync(target)).toEqual([]);
    // A list that somebody has written names nothing that is ours.
    writeFileSync(path.join(target, 'mine.txt'), 'mine');
    writeFileSync(path.join(folder, 'exports-pending.json'), JSON.stringify([path.join(target, 'mine.txt')]));
    openPendingParts(folder, log);
    expect(readdirSync(target)).toEqual(['mine.txt']);
  });

  it('refuses a time zone that there is not, by the field', async () => {
    const request: ExportRequest = { ...MISSIONS, sheet: { ...MISSIONS.sheet, timeZone: 'Mars/Olympus' } };
    const file = path.join(newFolder(), 'a.csv');
    expect(await ended(request, parts(await storeOf(1), file))).toMatchObject({
      fault: { code: 'invalid-request', field: 'sheet.timeZone' },
    });
    expect(never.aborted).toBe(false);
  });
});
