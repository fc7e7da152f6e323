import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { cacheFile } from './cache-file.ts';
import { backupFile } from './outbox-backup.ts';
import { parseJson } from './outbox-rows.ts';
import { readOutboxOf, type SalvagedEntry, toEntry } from './salvage-read.ts';

/**
 * What a person entered outlives the cache that it was kept in. Before a cache is set aside, its outbox is read and written to a
 * file of its own; the next cache takes it in, with what only the backup knows, and then removes that file. A process that is
 * killed in between does the same again at the next start: each mutation id is taken once.
 */
function salvageFile(folder: string): string {
  return path.join(folder, 'outbox-salvage.json');
}

const salvageContent = z.object({
  why: z.enum(['corrupt', 'newer']),
  isComplete: z.boolean(),
  entries: z.array(z.record(z.string(), z.unknown())),
});

/**
 * Reads the outbox out of the cache of a folder, which is about to be set aside and is not open.
 * @throws errors of the file system: then the cache must stay where it is
 */
export function saveFromOldCache(folder: string, why: 'corrupt' | 'newer'): void {
  const salvaged = readOutboxOf(cacheFile(folder));
  const file = salvageFile(folder);
  // One that was not taken in yet: of a cache before this one.
  const earlier = readSalvage(folder)?.entries ?? [];
  const content = { ...salvaged, why, entries: [...earlier, ...salvaged.entries] };
  try {
    writeToDisk(`${file}.new`, JSON.stringify(content));
    renameSync(`${file}.new`, file);
  } finally {
    rmSync(`${file}.new`, { force: true });
  }
}

function writeToDisk(file: string, text: string): void {
  const descriptor = openSync(file, 'w', 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The entries that a cache is to take in when it is opened, in order.
 * @param isNew the cache was made just now: where nothing was set aside, the file of before was lost whole
 */
export function entriesToTakeIn(folder: string, isNew: boolean): SalvagedEntry[] {
  const salvage = readSalvage(folder);
  if (salvage === undefined && !isNew) return [];
  const entries = salvage?.entries ?? [];
  // A file that is merely of a later version holds all there is. A damaged one may have lost its last changes without a trace.
  if (salvage?.why === 'newer' && salvage.isComplete) return entries;
  const known = new Set(entries.map((entry) => entry.mutation_id));
  const saved = existsSync(backupFile(folder)) ? readOutboxOf(backupFile(folder)).entries : [];
  const lost = saved.filter((entry) => !known.has(entry.mutation_id)).map(asRecovered);
  // Both are of one cache: what was made first comes first.
  return [...lost, ...entries].sort((a, b) => a.position - b.position);
}

/** After the commit of what was taken in. */
export function wasTakenIn(folder: string): void {
  rmSync(salvageFile(folder), { force: true });
}

interface Salvage {
  why: 'corrupt' | 'newer';
  isComplete: boolean;
  entries: SalvagedEntry[];
}

function readSalvage(folder: string): Salvage | undefined {
  const file = salvageFile(folder);
  if (!existsSync(file)) return undefined;
  const parsed = salvageContent.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (parsed.success) return { ...parsed.data, entries: parsed.data.entries.map(toEntry) };
  // Written whole or not at all: somebody else has changed it. It is kept, for who can read it.
  renameSync(file, `${file}.unreadable`);
  return undefined;
}

/** Whether it was sent, or even answered, after the backup is not known: a person says whether to send it. */
function asRecovered(entry: SalvagedEntry): SalvagedEntry {
  return entry.state === 'queued' || entry.state === 'sent' ? { ...entry, state: 'recovered' } : entry;
}
