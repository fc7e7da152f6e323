import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWalls, wallFile, writeWalls } from '../../../../electron/data/walls/wall-file.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { createTestLog } from '../../../support/test-log.ts';
import { shownDisplay, wallOn } from '../../../support/wall-fixtures.ts';

const makeFolder = temporaryFolders();
const wall = wallOn('1', [shownDisplay(1, 0)]);

describe('the file of the walls', () => {
  it('is read back as it was written, and nothing lies beside it', () => {
    const folder = path.join(makeFolder(), 'not', 'there', 'yet');
    const log = createTestLog();
    expect(readWalls(folder, log)).toEqual([]);
    writeWalls(folder, [wall]);
    writeWalls(folder, [wall, { ...wall, id: '2' }]);
    expect(readWalls(folder, log).map(({ id }) => id)).toEqual(['1', '2']);
    expect(readdirSync(folder)).toEqual(['walls.json']);
    expect(log.entries).toEqual([]);
  });

  it.each([
    ['half a file', '{"version":1,"wal', /not JSON/],
    ['another version', JSON.stringify({ version: 9, walls: [] }), /version/],
    ['an empty file', '', /not JSON/],
  ])('is left aside and said when it is %s', (_what, text, reason) => {
    const folder = makeFolder();
    const log = createTestLog();
    writeFileSync(wallFile(folder), text);
    expect(readWalls(folder, log)).toEqual([]);
    expect(readFileSync(`${wallFile(folder)}.unreadable`, 'utf8')).toBe(text);
    expect(log.text()).toMatch(reason);
  });

  it('gives the walls that are whole when one among them is not, and leaves a copy of all', () => {
    const folder = makeFolder();
    const log = createTestLog();
    const text = JSON.stringify({
      version: 1,
      walls: [
        { ...wall, screens: 'none' },
        { ...wall, id: '2' },
      ],
    });
    writeFileSync(wallFile(folder), text);
    expect(readWalls(folder, log).map(({ id }) => id)).toEqual(['2']);
    expect(readFileSync(`${wallFile(folder)}.unreadable`, 'utf8')).toBe(text);
    expect(log.text()).toMatch(/screens/);
  });

  it('cannot be read at all: there are no walls, and the log says so', () => {
    const folder = makeFolder();
    const log = createTestLog();
    mkdirSync(wallFile(folder));
    expect(readWalls(folder, log)).toEqual([]);
    expect(log.text()).toMatch(/the walls cannot be read.*EISDIR/);
  });

  it('says that the folder cannot be written, as a storage fault with its remedy', () => {
    const folder = makeFolder();
    writeWalls(folder, [wall]);
    // Where the file would be written first there is a folder: root may write anywhere else.
    mkdirSync(`${wallFile(folder)}.new`);
    chmodSync(folder, 0o500);
    expect(() => writeWalls(folder, [])).toThrow(
      expect.objectContaining({ name: 'StorageError', code: 'storage-failed' }),
    );
    chmodSync(folder, 0o700);
    expect(readWalls(folder, createTestLog())).toEqual([wall]);
  });
});
