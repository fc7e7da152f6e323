import {
  type MatchKeys,
  matchKeys,
  type RowFields,
  withFields,
  type FieldValues,
} from '../../../../shared/domain/index.ts';
import type { CacheReads } from '../../store/cache.ts';

/** The third party that a row is the same as: by its numbers, or by its name. */
export interface Alike {
  id: string;
  /** Null: of a row of this table. */
  name: string | null;
  /** Of a row of this table: where it begins. */
  line: number | null;
}

/** Those of the cache, and those of the rows before. */
export interface KnownParties {
  find(fields: FieldValues, cache: CacheReads): Alike | undefined;
  /** This row makes one, or stands for it. */
  add(fields: FieldValues, id: string, line: number): void;
}

/** A mailbox alone proves nothing: offices share them. */
export function createKnownParties(): KnownParties {
  const rows = new Map<string, { id: string; line: number }>();
  return {
    find(fields, cache) {
      const keys = keysOf(fields);
      for (const key of provingKeys(keys)) {
        const row = rows.get(key);
        if (row !== undefined) return { ...row, name: null };
      }
      const [id] = cache.duplicates.same(keys);
      const known = id === undefined ? undefined : cache.thirdParties.get(id);
      return known && { id: known.id, name: known.name, line: null };
    },
    add(fields, id, line) {
      for (const key of provingKeys(keysOf(fields))) if (!rows.has(key)) rows.set(key, { id, line });
    },
  };
}

function keysOf(fields: FieldValues): MatchKeys {
  const { name, contactInfo } = withFields<RowFields>({}, fields);
  return matchKeys(typeof name === 'string' ? name : '', (contactInfo ?? {}) as RowFields);
}

function provingKeys({ siren, vatNumber, words }: MatchKeys): string[] {
  const keys = [siren && `siren ${siren}`, vatNumber && `vat ${vatNumber}`, words && `name ${words}`];
  return keys.filter((key): key is string => key !== null && key !== '');
}
