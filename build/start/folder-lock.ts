import { existsSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive, processIdentity } from './process-group.ts';

interface Holder {
  pid: number;
  identity: string;
}

interface LockContent extends Holder {
  host: string;
  startedAtMs: number;
  /** Processes that also use the folder, and may outlive the holder for some seconds. */
  children: Holder[];
}

/** The right to a folder, until `release`. */
export interface FolderLock {
  /** Another process that uses the folder: a later run waits for its end. */
  addChild(pid: number): void;
  removeChild(pid: number): void;
  release(): void;
}

export interface LockOptions {
  /** How long to wait for the children of a run that died, in ms. */
  waitMs?: number;
  onWait?: () => void;
}

/** Why a folder could not be locked: by whom it is used, since when. */
export class FolderInUseError extends Error {
  override name = 'FolderInUseError';
  readonly pid: number;
  readonly startedAtMs: number;
  /** false: the run itself is gone, a process that it had started is left. */
  readonly isRun: boolean;
  constructor(folder: string, pid: number, startedAtMs: number, isRun: boolean) {
    super(`${folder} is in use by process ${pid}`);
    this.pid = pid;
    this.startedAtMs = startedAtMs;
    this.isRun = isRun;
  }
}

/** A holder on another host (a shared folder) is not asked: its lock counts while it is touched. */
const TOUCH_MS = 10_000;
const FOREIGN_STALE_MS = 45_000;

/**
 * Takes the folder for this process, with the file `vigie.lock` in it. The lock of a run that is no more is taken over, once
 * the processes that the dead run had started have ended too.
 * @throws FolderInUseError if another run holds it
 */
export async function lockFolder(folder: string, { waitMs = 20_000, onWait }: LockOptions = {}): Promise<FolderLock> {
  const file = path.join(folder, 'vigie.lock');
  const own: LockContent = {
    ...holder(process.pid),
    host: hostname(),
    startedAtMs: Date.now(),
    children: [],
  };
  while (!createFile(file, JSON.stringify(own))) {
    const found = await readLock(file);
    if (found === undefined) continue;
    if (isHeld(found.content, file))
      throw new FolderInUseError(folder, found.content.pid, found.content.startedAtMs, true);
    await childrenGone(folder, found.content, waitMs, onWait);
    removeStale(file, found.text);
  }
  return createLock(file, own);
}

function createLock(file: string, own: LockContent): FolderLock {
  const touch = setInterval(() => {
    if (existsSync(file)) utimesSync(file, new Date(), new Date());
  }, TOUCH_MS);
  touch.unref();
  const rewrite = (children: Holder[]) => {
    own.children = children;
    // Deleted under a run, the folder has nothing left to guard.
    if (!existsSync(path.dirname(file))) return;
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(own));
    renameSync(`${file}.${process.pid}`, file);
  };
  return {
    addChild: (pid) => rewrite([...own.children, holder(pid)]),
    removeChild: (pid) => rewrite(own.children.filter((child) => child.pid !== pid)),
    release: () => {
      clearInterval(touch);
      rmSync(file, { force: true });
    },
  };
}

function holder(pid: number): Holder {
  return { pid, identity: processIdentity(pid) };
}

/** @returns false where the file is there already */
function createFile(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The lock as it stands, or undefined where it is gone by now. One that stays unreadable is nobody's. */
async function readLock(file: string): Promise<{ text: string; content: LockContent } | undefined> {
  const nobody: LockContent = { pid: 0, identity: '', host: hostname(), startedAtMs: 0, children: [] };
  let text = '';
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      text = readFileSync(file, 'utf8');
      return { text, content: { ...nobody, ...(JSON.parse(text) as Partial<LockContent>) } };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      if (!(error instanceof SyntaxError)) throw error;
    }
    // Its writer may be between creating and writing it.
    await wait(100);
  }
  return { text, content: nobody };
}

function isHeld(content: LockContent, file: string): boolean {
  if (content.host !== hostname()) {
    const touchedAtMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - touchedAtMs < FOREIGN_STALE_MS;
  }
  return isSame(content);
}

function isSame({ pid, identity }: Holder): boolean {
  return pid > 0 && isAlive(pid) && (identity === '' || identity === processIdentity(pid));
}

async function childrenGone(
  folder: string,
  { children, host, startedAtMs }: LockContent,
  waitMs: number,
  onWait?: () => void,
) {
  if (host !== hostname()) return;
  const untilMs = Date.now() + waitMs;
  let told = false;
  for (let left = children.filter(isSame); left[0] !== undefined; left = left.filter(isSame)) {
    if (Date.now() > untilMs) throw new FolderInUseError(folder, left[0].pid, startedAtMs, false);
    if (!told) onWait?.();
    told = true;
    await wait(200);
  }
}

/** Of two runs that find the same stale lock, one removes it: the file is moved aside, looked at again, and only then deleted. */
function removeStale(file: string, text: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') === text) rmSync(aside);
  else renameSync(aside, file);
}
