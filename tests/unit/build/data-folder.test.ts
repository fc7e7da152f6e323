import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { explainFolder, prepareDataFolder } from '../../../build/start/data-folder.ts';
import { checkPort } from '../../../build/start/port.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'vigie-data-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

describe('the data folder', () => {
  it('is made for its owner only, and left empty', () => {
    const folder = path.join(parent, 'a/b');
    prepareDataFolder(folder);
    expect(readdirSync(folder)).toEqual([]);
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o077).toBe(0);
    prepareDataFolder(folder);
  });

  it('is refused where a file is in its place', () => {
    const file = path.join(parent, 'file');
    writeFileSync(file, '');
    expect(() => prepareDataFolder(file)).toThrow(/a file is in its place.*--data DIR/);
    expect(() => prepareDataFolder(path.join(file, 'under'))).toThrow(/a file is in its place/);
  });

  it.runIf(process.platform === 'linux')('is refused where nobody can write', () => {
    expect(() => prepareDataFolder('/proc/vigie')).toThrow(/data folder \/proc\/vigie (?:cannot be used|may not be)/);
  });

  it.each([
    ['EACCES', /may not be written to/],
    ['EROFS', /read-only disk/],
    ['ENOSPC', /is full: free at least 200 MB/],
    ['EIO', /cannot be used \(what happened\)/],
  ])('with %s has a sentence and a remedy', (code, sentence) => {
    const told = explainFolder('/d', Object.assign(new Error('what happened'), { code }));
    expect(told).toMatch(sentence);
    expect(told).toContain('--data DIR');
  });
});

describe('the port', () => {
  it('is refused where another program has it', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(checkPort(port)).rejects.toThrow(
      `Port ${port} is taken by another program: name another with --port N`,
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(checkPort(port)).resolves.toBeUndefined();
  });
});
