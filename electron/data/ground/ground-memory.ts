import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { baseMapChoice, bounds, importRefusal, layerCounts, layerPlan } from '../../../shared/contract/index.ts';
import type { Log } from '../log.ts';
import { toStorageError } from '../store/storage-error.ts';

/** A layer as it is kept: its data lies beside this file under the key. */
const keptLayer = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['geojson', 'gtfs']),
  isShown: z.boolean(),
  /** The file that IT named, as it was when it was read; null for a person's import. */
  source: z.object({ file: z.string(), bytes: z.number(), changedAtMs: z.number() }).nullable(),
  data: z.object({ key: z.string().regex(/^layer-[\w-]+$/), bytes: z.number().int() }).nullable(),
  counts: layerCounts,
  bounds: bounds.nullable(),
  importedAtMs: z.number().nullable(),
  leftOut: z.number().int(),
  notices: z.array(importRefusal),
  /** Undefined: it was kept by a version that read no timetables. Those of the others lie beside the data, as KEY.plan. */
  plan: layerPlan.nullable().optional(),
});
export type KeptLayer = z.infer<typeof keptLayer>;

const kept = z.object({
  version: z.literal(1),
  baseMap: baseMapChoice.nullable(),
  lastArchive: z.string().nullable(),
  layers: z.array(keptLayer),
});
export type Kept = Omit<z.infer<typeof kept>, 'version'>;

const NOTHING: Kept = { baseMap: null, lastArchive: null, layers: [] };

/** What this workstation remembers of its ground, in one small file. */
export interface GroundMemory {
  get(): Kept;
  /** @throws StorageError where it cannot be kept; what was is then what is */
  set(change: Partial<Kept>): void;
}

export function openGroundMemory(folder: string, log: Log): GroundMemory {
  const file = path.join(folder, 'ground.json');
  let now = read();

  function read(): Kept {
    try {
      return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING;
      log.error({ err: error, file }, 'what was chosen for the ground cannot be read: the offline map is shown');
      setAside();
      return NOTHING;
    }
  }
  /** Somebody may want to know what was in it. */
  function setAside(): void {
    try {
      renameSync(file, `${file}.unreadable`);
    } catch (error) {
      log.warn({ err: error, file }, 'it could not be set aside');
    }
  }

  return {
    get: () => now,
    set(change) {
      const next = { ...now, ...change };
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        // Under another name first: a computer that is switched off meanwhile keeps one or the other.
        writeFileSync(`${file}.new`, JSON.stringify({ version: 1, ...next }), { mode: 0o600, flush: true });
        renameSync(`${file}.new`, file);
      } catch (error) {
        throw toStorageError(error, folder) ?? error;
      }
      now = next;
    },
  };
}
