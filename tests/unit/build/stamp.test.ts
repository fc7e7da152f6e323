import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashInputs, isStale, OUTPUTS, removeStamp, writeStamp } from '../../../build/bundle/stamp.ts';

let root: string;
const write = (file: string, text = 'x') => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'vigie-stamp-'));
  for (const file of ['shared/a.ts', 'electron/data/b.ts', 'package-lock.json']) write(file);
  for (const file of OUTPUTS) write(`dist/${file}`);
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the stamp of a build', () => {
  it('is missing at first', () => {
    expect(isStale(root)).toBe(true);
  });

  it('holds while nothing changes', () => {
    writeStamp(root, hashInputs(root));
    expect(isStale(root)).toBe(false);
    write('docs/a.md');
    write('backend/cli.ts');
    expect(isStale(root)).toBe(false);
  });

  it.each([
    ['a change of the same size', () => write('shared/a.ts', 'y')],
    ['a new file', () => write('renderer/new.tsx')],
    ['a removed file', () => rmSync(path.join(root, 'electron/data/b.ts'))],
    ['another lock file', () => write('package-lock.json', '{}')],
    ['a missing output', () => rmSync(path.join(root, 'dist/electron/main.js'))],
    ['a build that began', () => removeStamp(root)],
  ])('ends with %s', (_what, change) => {
    writeStamp(root, hashInputs(root));
    change();
    expect(isStale(root)).toBe(true);
  });

  it('tells a moved text from one that stayed', () => {
    const before = hashInputs(root);
    rmSync(path.join(root, 'shared/a.ts'));
    write('shared/b.ts');
    expect(hashInputs(root)).not.toBe(before);
  });
});
