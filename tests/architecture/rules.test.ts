import { describe, expect, it } from 'vitest';
import { type Layers, parseLayers } from './layers.ts';
import { checkProject } from './rules.ts';

const layers: Layers = parseLayers(
  JSON.stringify({
    rooms: {
      'shared/domain': { imports: [], packages: ['zod'] },
      'shared/sync': { imports: ['shared/domain'], packages: [] },
      'electron/main.ts': { imports: ['electron/shell', 'shared/*'], packages: ['electron'], node: true },
      'electron/shell': { imports: ['shared/*'], packages: ['electron'], node: true },
      'electron/data': { imports: ['shared/*'], packages: ['@scope/store'], node: true },
      renderer: { imports: ['shared/domain', 'resources'], packages: ['react'] },
      resources: { imports: [], packages: [] },
      tests: { imports: ['*'], packages: ['*'], node: true },
    },
    features: { under: 'renderer', except: ['ui', 'entries'] },
    commands: ['oxlint', '@types/*'],
    lines: { report: 10, fail: 20 },
  }),
);
const packages = ['zod', 'electron', 'react', '@scope/store', 'oxlint', '@types/react'];

/** The violations of a small project. */
function violations(files: Record<string, string>, changed: { packages?: string[] } = {}): string[] {
  return checkProject({ layers, files: new Map(Object.entries(files)), packages, ...changed }).violations;
}

const domain = { 'shared/domain/money.ts': 'export type Cents = number;\n' };
const data = { 'electron/data/store.ts': 'export const store = 1;\n' };

describe('imports between rooms', () => {
  it('accepts what the layers allow', () => {
    const files = {
      ...domain,
      'shared/domain/cycle.ts': "import type { Cents } from './money.ts';\nexport type Amount = Cents;\n",
      'shared/sync/outbox.ts': "import type { Cents } from '../domain/money.ts';\nexport type Sum = Cents;\n",
      'renderer/ui/price.tsx': "import icon from '../../resources/icon.svg?url';\nexport const price = icon;\n",
    };
    expect(violations(files)).toEqual([]);
  });

  it.each([
    ['a value', "import { store } from '../data/store.ts';\nstore;", 'imports'],
    ['a type', "import type { store } from '../data/store.ts';\nexport type S = typeof store;", 'imports types of'],
    ['an inline type', "export type S = typeof import('../data/store.ts').store;", 'imports types of'],
    ['a re-export', "export * from '../data/store.ts';", 'imports'],
    ['a named re-export', "export { store } from '../data/store.ts';", 'imports'],
    ['a dynamic import', "export const later = () => import('../data/store.ts');", 'imports'],
    ['a dynamic import in backquotes', 'export const later = () => import(`../data/store.ts`);', 'imports'],
    ['require', "export const s = require('../data/store.ts');", 'requires'],
    ['a worker', "export const w = new Worker(new URL('../data/store.ts', import.meta.url));", 'starts'],
    ['a query', "import s from '../data/store.ts?worker';\ns;", 'imports'],
  ])('refuses %s from a room that is not allowed, and names file, line, import and rule', (_what, text, verb) => {
    const found = violations({ ...data, 'electron/shell/window.ts': `// first line\n${text}\n` });
    const specifier = text.includes('?worker') ? '../data/store.ts?worker' : '../data/store.ts';
    expect(found).toEqual([
      `electron/shell/window.ts:2 ${verb} '${specifier}', which is in electron/data: electron/shell may import only shared/*`,
    ]);
  });

  it('gives the longest room name its file', () => {
    expect(violations({ ...data, 'electron/main.ts': "import './data/store.ts';\n" })).toEqual([
      "electron/main.ts:1 imports './data/store.ts', which is in electron/data: electron/main.ts may import only electron/shell, shared/*",
    ]);
  });

  it('refuses a file in no room, and an import of one', () => {
    expect(violations({ 'scripts/x.ts': 'export const x = 1;\n' })).toEqual([
      'scripts/x.ts is in no room: move it, or give its folder a room in build/layers.json',
    ]);
    expect(violations({ 'renderer/ui/a.ts': "import '../../docs/a.json';\n" })).toEqual([
      "renderer/ui/a.ts:1 imports '../../docs/a.json', which is in no room of build/layers.json",
    ]);
  });

  it.each(['./money', './money.js', './'])('refuses %s, which names no source file', (specifier) => {
    const found = violations({ ...domain, 'shared/domain/sum.ts': `export * from '${specifier}';\n` });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('which is no file');
  });

  it('lets a program start a file that only the build makes', () => {
    expect(violations({ 'electron/shell/a.ts': "export const u = new URL('./data.js', import.meta.url);\n" })).toEqual(
      [],
    );
  });

  it('says so when a file does not parse', () => {
    expect(violations({ 'shared/domain/a.ts': 'export const = 1;\n' })[0]).toMatch(
      /^shared\/domain\/a\.ts does not parse: /,
    );
  });
});

describe('features', () => {
  const billing = {
    'renderer/billing/index.ts': 'export const b = 1;\n',
    'renderer/billing/form.tsx': 'export const f = 1;\n',
  };

  it('are imported through their index.ts', () => {
    const through = { 'renderer/missions/list.tsx': "import { b } from '../billing/index.ts';\nexport const l = b;\n" };
    expect(violations({ ...billing, ...through })).toEqual([]);
  });

  it.each(['renderer/missions/list.tsx', 'renderer/entries/console.tsx'])('are not opened by %s', (file) => {
    const found = violations({
      ...billing,
      [file]: "import type { f } from '../billing/form.tsx';\nexport type F = typeof f;\n",
    });
    expect(found).toEqual([
      `${file}:1 imports types of '../billing/form.tsx': the feature renderer/billing is imported only through its index.ts`,
    ]);
  });

  it('are open to themselves and to tests', () => {
    const inside = { 'renderer/billing/index.tsx': "export { f } from './form.tsx';\n" };
    const test = { 'tests/unit/renderer/form.test.ts': "import '../../../renderer/billing/form.tsx';\n" };
    expect(violations({ ...billing, ...inside, ...test })).toEqual([]);
  });
});

describe('packages', () => {
  it("keeps Node's modules to the rooms with node: true, with and without the prefix, and as types", () => {
    const texts = ["import 'node:fs';", "import 'fs/promises';", '/// <reference types="node" />\nexport {};'];
    for (const text of texts) {
      const found = violations({ 'shared/domain/a.ts': `${text}\n` });
      expect(found).toHaveLength(1);
      expect(found[0]).toContain("shared/domain may not import Node's own modules");
      expect(violations({ 'electron/data/a.ts': `${text}\n` })).toEqual([]);
    }
  });

  it('refuses a package in a room that does not list it', () => {
    expect(
      violations({ 'electron/data/a.ts': "import type { App } from 'electron/main';\nexport type A = App;\n" }),
    ).toEqual([
      "electron/data/a.ts:1 imports types of 'electron/main': electron/data may not import electron; build/layers.json gives each package its rooms",
    ]);
    expect(violations({ 'electron/data/a.ts': "import '@scope/store/deep/file.js';\n" })).toEqual([]);
  });

  it('refuses a package that is only there because another brought it', () => {
    const found = violations({ 'tests/a.test.ts': "import 'left-pad';\n" });
    expect(found).toEqual(["tests/a.test.ts:1 imports 'left-pad': left-pad is not in package.json"]);
  });

  it('takes a module that the running program brings along, where its types are known and the room may', () => {
    const withTypes = { packages: [...packages, '@types/k6'] };
    expect(violations({ 'tests/load.ts': "import 'k6/http';\n" }, withTypes)).toEqual([]);
    expect(violations({ 'renderer/ui/a.ts': "import 'k6/http';\n" }, withTypes)).toEqual([
      "renderer/ui/a.ts:1 imports 'k6/http': renderer may not import @types/k6; build/layers.json gives each package its rooms",
    ]);
  });

  it('wants a room for each package, and a package for each name', () => {
    expect(violations({}, { packages: [...packages, 'lodash'] })).toEqual([
      'package.json has lodash, which has no room: name it in build/layers.json, or remove it',
    ]);
    expect(violations({}, { packages: packages.filter((name) => name !== 'oxlint') })).toEqual([
      'build/layers.json has oxlint, which is not in package.json: remove it there',
    ]);
  });
});

describe('circular imports', () => {
  const file = (name: string, target: string) => ({
    [`shared/domain/${name}.ts`]: `export type * from './${target}.ts';\n`,
  });

  it('are found, types too, and told as the shortest circle', () => {
    const detour = { 'shared/domain/c.ts': "export type * from './d.ts';\nexport type { A } from './a.ts';\n" };
    const found = violations({ ...file('a', 'b'), ...file('b', 'c'), ...detour, ...file('d', 'a') });
    expect(found).toEqual([
      'circular import: shared/domain/a.ts -> shared/domain/b.ts -> shared/domain/c.ts -> shared/domain/a.ts',
    ]);
  });

  it('are found in a dynamic import and in a file that imports itself', () => {
    const lazy = { 'shared/domain/b.ts': "export const a = () => import('./a.ts');\n" };
    expect(violations({ ...file('a', 'b'), ...lazy })).toHaveLength(1);
    expect(violations(file('a', 'a'))).toEqual(['circular import: shared/domain/a.ts -> shared/domain/a.ts']);
  });

  it('are not seen where two files only share a third, nor where one starts a worker', () => {
    expect(
      violations({ ...file('a', 'c'), ...file('b', 'c'), ...file('d', 'a'), ...domain, 'shared/domain/c.ts': '' }),
    ).toEqual([]);
    const worker = { 'shared/domain/b.ts': "export const u = new URL('./a.ts', import.meta.url);\n" };
    expect(violations({ ...file('a', 'b'), ...worker })).toEqual([]);
  });
});

describe('sizes and layers', () => {
  it('reports a long file and refuses a very long one', () => {
    const text = (lines: number) => 'export {};\n'.repeat(lines);
    const found = checkProject({
      layers,
      packages,
      files: new Map([
        ['renderer/ui/a.ts', text(10)],
        ['renderer/ui/b.ts', text(11)],
        ['renderer/ui/c.ts', text(21)],
      ]),
    });
    expect(found.notes[0]).toBe('renderer/ui/b.ts has 11 lines, more than 10');
    expect(found.violations).toEqual(['renderer/ui/c.ts has 21 lines, more than 20: split it by idea']);
  });

  it('names the field of a layers file that is wrong', () => {
    expect(() => parseLayers('{"rooms": {"a": {"imports": []}}}')).toThrow(/rooms\.a\.packages/);
  });
});
