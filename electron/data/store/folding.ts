/** Text without case and accents: what `é`, `É` and `e` have in common. */
export function fold(text: string): string {
  // Most text is plain: it is spared the slow way.
  if (isPlain(text)) return text.toLowerCase();
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
}

/** Sorts as people expect: without case and accents, and `BUS-9` before `BUS-10`. Digits are padded to 12 places. */
export function sortKey(text: string): string {
  return fold(text).replaceAll(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'));
}

/** The words of a text: runs of letters, marks and digits. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** Folded words, each after a space, so that ` wor` is found in it exactly where a word starts with `wor`. */
export function searchableWords(...texts: (string | null | undefined)[]): string {
  const words = texts.flatMap((text) => (text == null ? [] : wordsOf(text)));
  return words.map((word) => ` ${fold(word)}`).join('');
}

/** More words than anyone types; each costs a look-up. */
const MAX_WORDS = 8;

/** The words that a person searches for. */
export function searchedWords(text: string | undefined): string[] {
  return text === undefined ? [] : wordsOf(text).slice(0, MAX_WORDS);
}

function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}
