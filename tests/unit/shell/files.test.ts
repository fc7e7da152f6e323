import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../electron/shell/files/log.ts';
import { createRotatingFile } from '../../../electron/shell/files/rotating-file.ts';
import { readTextIfAny, writeTextAtomically } from '../../../electron/shell/files/state-file.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const makeFolder = temporaryFolders();
const fail = (error: unknown) => {
  throw new Error('the file could not be written', { cause: error });
};

describe('a rotating file', () => {
  const line = (number: number) => `${String(number).padStart(9, '0')}\n`;

  it('keeps the newest lines within its size, whole', () => {
    const folder = makeFolder();
    const file = createRotatingFile(path.join(folder, 'logs/main.log'), { maxBytes: 100, keep: 2 }, fail);
    for (let number = 0; number < 95; number += 1) file.write(line(number));
    file.close();
    const names = readdirSync(path.join(folder, 'logs')).sort();
    expect(names).toEqual(['main.log', 'main.log.1', 'main.log.2']);
    const text = ['main.log.2', 'main.log.1', 'main.log'].map((name) =>
      readFileSync(path.join(folder, 'logs', name), 'utf8'),
    );
    expect(text.map((one) => one.length)).toEqual([100, 100, 50]);
    expect(text.join('')).toBe(Array.from({ length: 25 }, (_, index) => line(70 + index)).join(''));
  });

  it('goes on where it was after a restart', () => {
    const place = path.join(makeFolder(), 'main.log');
    for (const text of ['first\n', 'second\n']) {
      const file = createRotatingFile(place, { maxBytes: 100, keep: 1 }, fail);
      file.write(text);
      file.close();
    }
    expect(readFileSync(place, 'utf8')).toBe('first\nsecond\n');
  });

  it('complains once when it cannot be written, and never throws', () => {
    const folder = makeFolder();
    writeFileSync(path.join(folder, 'logs'), 'a file in the way');
    const failures: unknown[] = [];
    const file = createRotatingFile(path.join(folder, 'logs/main.log'), { maxBytes: 100, keep: 1 }, (error) =>
      failures.push(error),
    );
    file.write('one\n');
    file.write('two\n');
    expect(failures).toHaveLength(1);
  });
});

describe('the log', () => {
  it('writes one line an entry, with the time', () => {
    const lines: string[] = [];
    const log = createLog(
      (line) => lines.push(line),
      () => Date.UTC(2026, 0, 2, 3, 4, 5),
    );
    log.warn('two\nlines', { code: 9 });
    expect(lines).toEqual(['2026-01-02T03:04:05.000Z warn  two\\nlines {"code":9}\n']);
  });
});

describe('a state file', () => {
  it('is replaced whole, for its owner only, and leaves nothing beside it', () => {
    const file = path.join(makeFolder(), 'deep/state.json');
    expect(readTextIfAny(file)).toBeUndefined();
    writeTextAtomically(file, 'old');
    writeTextAtomically(file, 'new');
    expect(readTextIfAny(file)).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  it('stays as it was when the new text cannot be written', () => {
    const file = path.join(makeFolder(), 'state.json');
    writeTextAtomically(file, 'old');
    mkdirSync(`${file}.new`);
    expect(() => writeTextAtomically(file, 'new')).toThrow();
    expect(readTextIfAny(file)).toBe('old');
  });
});
