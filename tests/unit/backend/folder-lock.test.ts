import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { StorageError } from '../../../backend/database/database.ts';
import { claimLock } from '../../../backend/database/folder-lock.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

describe('the lock of a folder', () => {
  it('is refused to others, this process included, until it is given up', async () => {
    const file = path.join(newFolder(), 'lock');
    const release = await claimLock(file, '/data');
    await expect(claimLock(file, '/data')).rejects.toThrow(
      new StorageError(
        `The database in /data is in use by process ${process.pid}: stop that one, or start with another data folder (--data).`,
      ),
    );
    await release();
    await release();
    expect(existsSync(file)).toBe(false);
    await (await claimLock(file, '/data'))();
  });

  it('is refused while another process that runs has it', async () => {
    const file = path.join(newFolder(), 'lock');
    const other = spawn('sleep', ['60']);
    try {
      const text = JSON.stringify({ pid: other.pid, startedAt: null });
      writeFileSync(file, text);
      await expect(claimLock(file, '/data')).rejects.toThrow(`in use by process ${other.pid}`);
      expect(readFileSync(file, 'utf8')).toBe(text);
    } finally {
      other.kill();
    }
  });

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1, startedAt: null }],
    ['a number that another process has by now', { pid: process.ppid, startedAt: 'another boot/1' }],
    ['an earlier process of the same number', { pid: process.pid, startedAt: null }],
    ['half a file', '{"pid":'],
    ['nothing', ''],
    ['nonsense', 'null'],
  ])('is taken over from %s', async (_, holder) => {
    const folder = newFolder();
    const file = path.join(folder, 'lock');
    writeFileSync(file, typeof holder === 'string' ? holder : JSON.stringify(holder));
    const release = await claimLock(file, '/data');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder)).toEqual(['lock']);
    await release();
  });

  it('goes to one of many that want it at once', async () => {
    const file = path.join(newFolder(), 'lock');
    writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, startedAt: null }));
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => claimLock(file, '/data')));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('says what the system says when the file cannot be made', async () => {
    await expect(claimLock(path.join(newFolder(), 'absent', 'lock'), '/data')).rejects.toThrow(/ENOENT/);
  });
});
