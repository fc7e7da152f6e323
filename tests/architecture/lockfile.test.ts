import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface Locked {
  version?: string;
  integrity?: string;
  link?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Node's own way of looking for a package: in the package's folder, then in each folder above it. */
function isLocked(name: string, from: string, packages: Record<string, Locked>): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

/** What a lock file leaves out of what its packages ask for, and what it names without a hash. */
function flaws(packages: Record<string, Locked>): string[] {
  return Object.entries(packages).flatMap(([place, { dependencies, optionalDependencies, integrity, link }]) => {
    const wanted = Object.keys({ ...dependencies, ...optionalDependencies });
    const missing = wanted.filter((name) => !isLocked(name, place, packages));
    const unhashed = place !== '' && link !== true && integrity === undefined;
    return [...missing.map((name) => `${place} wants ${name}`), ...(unhashed ? [`${place} has no integrity`] : [])];
  });
}

describe('package-lock.json', () => {
  const file = path.resolve(import.meta.dirname, '../../package-lock.json');
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> };

  it('holds every package of every platform, with its hash: npm ci refuses one that does not', () => {
    expect(flaws(packages)).toEqual([]);
  });

  it('would be found out', () => {
    const hashed = { version: '1.0.0', integrity: 'sha512-x' };
    const example: Record<string, Locked> = {
      '': { dependencies: { a: '1' } },
      'node_modules/a': { ...hashed, optionalDependencies: { 'b-linux': '1', 'b-plan9': '1' } },
      'node_modules/a/node_modules/b-linux': { version: '1.0.0' },
    };
    expect(flaws(example)).toEqual([
      'node_modules/a wants b-plan9',
      'node_modules/a/node_modules/b-linux has no integrity',
    ]);
  });
});
