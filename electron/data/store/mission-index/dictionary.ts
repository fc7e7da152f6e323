import { sortKey } from '../folding.ts';

/** Texts that many rows have, each known by a number; 0 is "none". */
export interface Dictionary {
  codeOf(text: string | null): number;
  /** The number of a text that is here already; undefined where no row has it. */
  find(text: string | null): number | undefined;
  textOf(code: number): string | null;
  size(): number;
}

export function createDictionary(): Dictionary {
  const texts: (string | null)[] = [null];
  const codes = new Map<string, number>();
  return {
    codeOf(text) {
      if (text === null) return 0;
      const known = codes.get(text);
      if (known !== undefined) return known;
      const code = texts.push(text) - 1;
      codes.set(text, code);
      return code;
    },
    find: (text) => (text === null ? 0 : codes.get(text)),
    textOf: (code) => texts[code] ?? null,
    size: () => texts.length,
  };
}

/** What a text sorts by, and what decides between equals. */
export type NameOf = (text: string) => { key: string | null; tie: string };

/** As texts are written: sorted without case and accents. Two spellings that sort alike are equal. */
export const bySpelling: NameOf = (text) => ({ key: sortKey(text), tie: '' });

/** The place of each number of a dictionary among all: equals have one place, "none" is 0. */
export function ranksOf(dictionary: Dictionary, nameOf: NameOf): Uint32Array {
  const names = Array.from({ length: dictionary.size() - 1 }, (_, index) => {
    const code = index + 1;
    return { code, ...nameOf(dictionary.textOf(code) ?? '') };
  });
  names.sort((one, other) => compareKeys(one.key, other.key) || compareTexts(one.tie, other.tie));
  const ranks = new Uint32Array(dictionary.size());
  let rank = 0;
  let before: (typeof names)[number] | undefined;
  for (const name of names) {
    if (before === undefined || before.key !== name.key || before.tie !== name.tie) rank += 1;
    // A name that is not known is no name, where nothing else tells rows apart.
    ranks[name.code] = name.key === null && name.tie === '' ? 0 : rank;
    before = name;
  }
  return ranks;
}

/** Absent ones first, as SQLite sorts them. */
function compareKeys(one: string | null, other: string | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? -1 : 1;
  return compareTexts(one, other);
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
