import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** The cache of a data folder. Beside it lie SQLite's own `-wal` and `-shm`. */
export function cacheFile(folder: string): string {
  return path.join(folder, 'cache.sqlite');
}

/**
 * Moves a cache out of the way, with its log, so that a new one can begin and the old one can still be looked at. All
 * connections to it must be closed.
 * @returns where it is now
 */
export function setAside(folder: string, why: 'corrupt' | 'newer', nowMs: number): string {
  const file = cacheFile(folder);
  const aside = freeName(folder, why, nowMs);
  // The log first: without it the file is an older state of the cache, and never a mixture with a later log.
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${aside}-wal`);
  renameSync(file, aside);
  rmSync(`${file}-shm`, { force: true });
  return aside;
}

function freeName(folder: string, why: string, nowMs: number): string {
  const time = new Date(nowMs).toISOString().replaceAll(/[-:.]/g, '');
  const taken = new Set(readdirSync(folder));
  let name = `cache.${why}-${time}.sqlite`;
  for (let count = 2; taken.has(name); count++) name = `cache.${why}-${time}-${count}.sqlite`;
  return path.join(folder, name);
}
