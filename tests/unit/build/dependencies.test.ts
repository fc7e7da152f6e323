import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explainInstall, installDependencies, missingPackages } from '../../../build/bootstrap/dependencies.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'vigie-lock-file-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const lock = (file: string, packages: object) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), JSON.stringify({ packages }));
};
const wanted = {
  '': { name: 'vigie' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', os: [process.platform] },
  'node_modules/c': { version: '3.0.0', os: ['plan9'] },
  'node_modules/d': { version: '3.0.0', os: [`!${process.platform}`] },
  'node_modules/e': { version: '4.0.0', optional: true },
};
const installed = (packages: object = wanted) => {
  for (const name of ['a', 'b']) mkdirSync(path.join(root, 'node_modules', name), { recursive: true });
  lock('node_modules/.package-lock.json', packages);
};

describe('what is missing of the lock file', () => {
  beforeEach(() => lock('package-lock.json', wanted));

  it('is all that is for this platform and not optional, where nothing is installed', () => {
    expect(missingPackages(root)).toEqual(['node_modules/a', 'node_modules/b']);
  });

  it('is nothing after an install', () => {
    installed();
    expect(missingPackages(root)).toEqual([]);
  });

  it('is what has another version, other bytes, or lost its folder', () => {
    installed({ ...wanted, 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } });
    expect(missingPackages(root)).toEqual(['node_modules/a']);
    installed({ ...wanted, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-z' } });
    expect(missingPackages(root)).toEqual(['node_modules/a']);
    installed();
    rmSync(path.join(root, 'node_modules/b'), { recursive: true });
    expect(missingPackages(root)).toEqual(['node_modules/b']);
  });

  it('is all where npm was interrupted and left a broken note', () => {
    installed();
    writeFileSync(path.join(root, 'node_modules/.package-lock.json'), '{"packages":');
    expect(missingPackages(root)).toHaveLength(2);
  });
});

describe('an install', () => {
  it('is not begun where nothing is missing, and refused without a lock file', async () => {
    await expect(installDependencies(root)).rejects.toThrow(/complete checkout/);
    lock('package-lock.json', {});
    await expect(installDependencies(root)).resolves.toBeUndefined();
  });

  it.each([
    [
      'npm error code ENOTFOUND\nnpm error network request to https://registry failed',
      /registry cannot be reached.*proxy/s,
    ],
    ['npm error code ENOSPC', /disk is full/],
    ['npm error code EACCES\nnpm error syscall mkdir', /may not write here/],
    ['npm error code EUSAGE\nnpm error `npm ci` can only install', /exit code 1\.\nnpm error code EUSAGE/],
  ])('that failed with %j is explained', (output, sentence) => {
    expect(explainInstall(1, output)).toMatch(sentence);
  });

  it('without npm says what to install', () => {
    expect(explainInstall(127, 'spawn npm ENOENT')).toMatch(/npm is not installed/);
  });
});
