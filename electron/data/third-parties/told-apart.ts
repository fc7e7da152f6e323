import { readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DUPLICATE_REASONS, type DuplicateReason } from '../../../shared/domain/index.ts';
import type { Log } from '../log.ts';
import { replaceFile } from '../walls/replace-file.ts';
import type { Pair } from './find-duplicates.ts';

/** More than a person tells apart in years; beyond it the oldest are asked about again. */
const MOST_TOLD_APART = 20_000;
const content = z.object({
  version: z.literal(1),
  pairs: z
    .array(
      z.object({ one: z.string(), other: z.string(), reasons: z.array(z.enum(DUPLICATE_REASONS).catch('near-name')) }),
    )
    .max(MOST_TOLD_APART),
});
type Kept = z.infer<typeof content>['pairs'];

export interface PairStorage {
  read(): Kept;
  /** @throws StorageError; what was there before is then still there */
  write(pairs: Kept): void;
}

/** Pairs that look the same and, as a person said, are not: kept on this workstation, with and without a server. */
export interface ToldApart {
  /** Whether a pair was told apart by all that it is alike in now: what is alike since then is asked about again. */
  has(pair: Pair): boolean;
  /** @throws StorageError; nothing has changed then */
  add(pair: Pair): void;
  /** @throws StorageError; nothing has changed then */
  remove(one: string, other: string): void;
}

export function createToldApart(storage: PairStorage): ToldApart {
  let kept = new Map(storage.read().map((pair) => [keyOf(pair.one, pair.other), pair]));

  function change(next: Map<string, Kept[number]>): void {
    storage.write([...next.values()]);
    kept = next;
  }

  return {
    has({ one, other, reasons }) {
      const known = kept.get(keyOf(one, other));
      return known !== undefined && reasons.every((reason) => known.reasons.includes(reason));
    },
    add({ one, other, reasons }) {
      const next = new Map(kept);
      const key = keyOf(one, other);
      next.delete(key);
      next.set(key, { one, other, reasons: [...reasons] satisfies DuplicateReason[] });
      change(new Map([...next].slice(-MOST_TOLD_APART)));
    },
    remove(one, other) {
      const next = new Map(kept);
      if (next.delete(keyOf(one, other))) change(next);
    },
  };
}

/** They are kept beside the cache, which may be thrown away without them. What cannot be read is left aside, and said. */
export function createPairFile(folder: string, log: Log): PairStorage {
  const file = path.join(folder, 'third-parties-told-apart.json');
  return {
    read() {
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
          log.error({ err: error, file }, 'the pairs that were told apart cannot be read');
        return [];
      }
      try {
        return content.parse(JSON.parse(text)).pairs;
      } catch (error) {
        const aside = `${file}.unreadable`;
        log.error({ err: error, aside }, 'the pairs that were told apart cannot be understood, and are left aside');
        renameSync(file, aside);
        return [];
      }
    },
    write: (pairs) => replaceFile(file, { version: 1, pairs }),
  };
}

function keyOf(one: string, other: string): string {
  return one < other ? `${one}/${other}` : `${other}/${one}`;
}
