import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeFiles, codeFolders } from '../../build/check/sources.ts';
import { parseLayers } from './layers.ts';
import { checkProject, type Project } from './rules.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

function ownProject(): Project {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>;
  const sections = ['dependencies', 'devDependencies', 'optionalDependencies'];
  return {
    layers: parseLayers(read('build/layers.json')),
    files: new Map(codeFiles(root, codeFolders).map((file) => [file, read(file)])),
    packages: sections.flatMap((section) => Object.keys(manifest[section] ?? {})),
  };
}

describe('the architecture of this checkout', () => {
  it('follows build/layers.json', () => {
    const { violations, notes } = checkProject(ownProject());
    for (const note of notes) console.log(`note: ${note}`);
    expect(violations).toEqual([]);
  });

  it('keeps Node and the DOM out of sight of shared, and Node out of sight of the renderer', () => {
    const options = (room: string) => {
      const config = JSON.parse(read(`${room}/tsconfig.json`)) as {
        compilerOptions?: { types?: string[]; lib?: string[] };
      };
      return { types: [], lib: [], ...config.compilerOptions };
    };
    expect(options('.')).toMatchObject({ types: [], lib: ['es2024'] });
    expect(options('shared')).toEqual({ types: [], lib: [] });
    expect(options('renderer').types).not.toContain('node');
  });
});
