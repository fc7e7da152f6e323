import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUTPUTS } from '../../../build/bundle/stamp.ts';
import { targets } from '../../../build/bundle/targets.ts';
import { makeSmallCheckout } from '../../support/small-checkout.ts';

let root: string;
const read = (file: string) => readFileSync(path.join(root, 'dist', file), 'utf8');

beforeAll(async () => {
  root = makeSmallCheckout();
  for (const { config } of targets(root)) await build(config);
});
afterAll(() => rmSync(root, { recursive: true }));

describe('the build', () => {
  it('makes every output', () => {
    for (const output of OUTPUTS) expect(read(output).length).toBeGreaterThan(0);
  });

  it('makes pages that a policy of script-src and style-src self lets run', () => {
    for (const name of ['console', 'wall']) {
      const html = read(`renderer/${name}.html`);
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\son\w+=|data:|javascript:/i);
      expect(html).toMatch(/<script type="module" crossorigin src="\.\//);
    }
  });

  it('inlines nothing, makes the worker a module, and keeps addresses relative', () => {
    const assets = readdirSync(path.join(root, 'dist/renderer/assets'));
    expect(assets.filter((name) => name.startsWith('dot-'))).toHaveLength(1);
    const worker = assets.find((name) => name.startsWith('worker-'));
    expect(worker).toBeDefined();
    const scripts = assets.filter((name) => name.endsWith('.js')).map((name) => read(`renderer/assets/${name}`));
    expect(scripts.join('\n')).not.toMatch(/data:image|blob:|["'`]\/assets\//);
    expect(scripts.filter((text) => text.includes('shared word')).length).toBeGreaterThan(0);
  });

  it('makes a data host that runs in plain Node, its dependencies inside but for the native module', () => {
    const text = read('electron/data.js');
    expect(text).toMatch(/from ["']better-sqlite3["']/);
    expect(text).not.toMatch(/from ["'](?:axios|zod)["']|require\(["']axios["']\)/);
    const output = execFileSync(process.execPath, [path.join(root, 'dist/electron/data.js')], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual({ row: { seven: 7 }, word: 'shared word', axios: 'function' });
  });

  it('makes a main program that leaves only electron and Node outside', () => {
    const outside = [...read('electron/main.js').matchAll(/^import .*from ["']([^"']+)["']/gm)].map(
      (match) => match[1],
    );
    expect(outside).toContain('electron');
    expect(outside.filter((name) => name !== 'electron' && !name?.startsWith('node:'))).toEqual([]);
  });

  it('makes a preload of one CommonJS file that needs electron alone', () => {
    const text = read('electron/preload.cjs');
    expect([...text.matchAll(/require\(["'`]([^"'`]+)["'`]\)/g)].map((match) => match[1])).toEqual(['electron']);
    expect(text).not.toMatch(/^import |^export /m);
  });
});
