import { z } from 'zod';
import { headersKey, importField, type ImportMapping } from '../../../../shared/domain/index.ts';
import type { PersonalStorage } from '../../../stores/personal-storage.ts';

/** What columns were said to be, by the headers of the table: the next table of the same program needs no saying. */
const KEY = 'vigie.party-import';
const MOST_KEPT = 20;
const kept = z.object({
  version: z.literal(1),
  mappings: z.record(z.string(), z.array(importField.nullable())),
});

export function readKeptMapping(storage: PersonalStorage, headers: readonly string[]): ImportMapping | undefined {
  const mapping = readAll(storage)[headersKey(headers)];
  return mapping?.length === headers.length ? mapping : undefined;
}

/** @returns false where it could not be kept, the storage being full */
export function keepMapping(storage: PersonalStorage, headers: readonly string[], mapping: ImportMapping): boolean {
  const { [headersKey(headers)]: _, ...others } = readAll(storage);
  const newest = Object.entries(others).slice(-(MOST_KEPT - 1));
  const mappings = Object.fromEntries([...newest, [headersKey(headers), [...mapping]]]);
  try {
    storage.setItem(KEY, JSON.stringify({ version: 1, mappings }));
    return true;
  } catch {
    return false;
  }
}

function readAll(storage: PersonalStorage): Record<string, ImportMapping> {
  try {
    return kept.parse(JSON.parse(storage.getItem(KEY) ?? '{}')).mappings;
  } catch {
    return {};
  }
}
