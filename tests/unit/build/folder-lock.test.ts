import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUseError, lockFolder } from '../../../build/start/folder-lock.ts';
import { processIdentity } from '../../../build/start/process-group.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-lock-'));
  file = path.join(folder, 'vigie.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that sleeps until it is killed. */
async function sleeper() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { pid: child.pid ?? 0, kill };
}

const write = (content: object) =>
  writeFileSync(
    file,
    JSON.stringify({ pid: 999_999_999, identity: '', host: hostname(), startedAtMs: 5, children: [], ...content }),
  );

describe('the lock of a folder', () => {
  it('is held until it is released', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ name: 'FolderInUseError', pid: process.pid, isRun: true });
    lock.release();
    (await lockFolder(folder)).release();
    expect(existsSync(file)).toBe(false);
  });

  it('is had by one only of many that ask at once', async () => {
    write({});
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    const had = asked.filter((result) => result.status === 'fulfilled');
    expect(had).toHaveLength(1);
    had[0]?.value.release();
  });

  it('is taken over from a process that is no more', async () => {
    write({});
    const lock = await lockFolder(folder);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
    lock.release();
  });

  it('is taken over where another process has the number now', async () => {
    write({ pid: process.pid, identity: 'another boot:1' });
    (await lockFolder(folder)).release();
    write({ pid: process.pid, identity: processIdentity(process.pid) });
    await expect(lockFolder(folder)).rejects.toBeInstanceOf(FolderInUseError);
  });

  it.each(['', '{"pid":', 'null'])('is taken over where it holds %j', async (text) => {
    writeFileSync(file, text);
    (await lockFolder(folder)).release();
  });

  it('of another host counts while it is touched', async () => {
    write({ host: 'elsewhere' });
    await expect(lockFolder(folder)).rejects.toMatchObject({ isRun: true });
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(file, longAgo, longAgo);
    (await lockFolder(folder)).release();
  });

  it('waits for what a dead run had started', async () => {
    const child = await sleeper();
    write({ children: [{ pid: child.pid, identity: processIdentity(child.pid) }] });
    let waited = 0;
    const locking = lockFolder(folder, { onWait: () => (waited += 1) });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await child.kill();
    (await locking).release();
    expect(waited).toBe(1);
  });

  it('is refused where what a dead run had started does not end', async () => {
    const child = await sleeper();
    write({ children: [{ pid: child.pid, identity: processIdentity(child.pid) }] });
    await expect(lockFolder(folder, { waitMs: 250 })).rejects.toMatchObject({ pid: child.pid, isRun: false });
    await child.kill();
  });

  it('knows its children', async () => {
    const lock = await lockFolder(folder);
    const children = () =>
      (JSON.parse(readFileSync(file, 'utf8')) as { children: { pid: number }[] }).children.map(({ pid }) => pid);
    lock.addChild(11);
    lock.addChild(12);
    lock.removeChild(11);
    expect(children()).toEqual([12]);
    lock.release();
  });

  it('does not stand in the way where somebody deletes the folder', async () => {
    const inner = path.join(folder, 'inner');
    mkdirSync(inner);
    const lock = await lockFolder(inner);
    rmSync(inner, { recursive: true });
    lock.removeChild(11);
    lock.release();
    expect(existsSync(inner)).toBe(false);
  });
});
