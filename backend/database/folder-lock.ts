import { readFileSync } from 'node:fs';
import { constants, copyFile, link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { errorCodeOf, StorageError } from './database.ts';

interface Holder {
  pid: number;
  /** When the process started, as its system tells it: a process number alone is used again after a restart. */
  startedAt: string | null;
}

/** Locks that this process holds itself, or is about to. */
const held = new Set<string>();

/**
 * Claims a lock file for this process. A lock whose process is gone is taken over.
 * @returns what gives it up
 * @throws StorageError naming the process that holds it
 */
export async function claimLock(file: string, folder: string): Promise<() => Promise<void>> {
  if (held.has(file)) throw inUse(folder, process.pid);
  held.add(file);
  try {
    await claim(file, folder);
  } catch (error) {
    held.delete(file);
    throw error;
  }
  return async () => {
    if (held.delete(file)) await rm(file, { force: true });
  };
}

async function claim(file: string, folder: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await create(file)) return;
    const holder = await holderOf(file);
    if (holder !== undefined && isRunning(holder)) throw inUse(folder, holder.pid);
    await removeStale(file, holder);
  }
  throw new StorageError(`The lock ${file} cannot be taken: another program keeps making it. Stop it, then try again.`);
}

function inUse(folder: string, pid: number): StorageError {
  return new StorageError(
    `The database in ${folder} is in use by process ${pid}: stop that one, or start with another data folder (--data).`,
  );
}

/** Moves the file aside before it is removed: were it another's new lock by now, it goes back to its place. */
async function removeStale(file: string, stale: Holder | undefined): Promise<void> {
  const aside = `${file}.${process.pid}.stale`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await holderOf(aside);
  if (moved !== undefined && moved.pid !== stale?.pid) await name(aside, file);
  await rm(aside, { force: true });
}

/** Written first, then given its name, which fails where the name is taken: no one ever sees half a lock. */
async function create(file: string): Promise<boolean> {
  const own = `${file}.${process.pid}.new`;
  await writeFile(own, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) } satisfies Holder));
  try {
    await name(own, file);
    return true;
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

async function name(own: string, file: string): Promise<void> {
  try {
    await link(own, file);
  } catch (error) {
    // File systems without hard links, such as exFAT.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCodeOf(error) ?? '')) throw error;
    await copyFile(own, file, constants.COPYFILE_EXCL);
  }
}

/** Undefined where the file is damaged or gone. */
async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await readFile(file, 'utf8')) as Partial<Holder> | null;
    if (!Number.isInteger(holder?.pid)) return undefined;
    return { pid: Number(holder?.pid), startedAt: holder?.startedAt ?? null };
  } catch (error) {
    if (error instanceof SyntaxError || errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** A lock of this process's own number that it does not hold is of an earlier process. */
function isRunning(holder: Holder): boolean {
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return errorCodeOf(error) === 'EPERM';
  }
  return holder.startedAt === null || holder.startedAt === startOf(holder.pid);
}

/** Start of a process in clock ticks since boot, with the boot it belongs to (proc(5), field 22). Null but on Linux. */
function startOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[19] ?? ''}`;
  } catch {
    // No /proc, or the process has just ended.
    return null;
  }
}
