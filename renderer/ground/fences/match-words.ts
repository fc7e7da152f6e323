/** Whether each word of a search begins a word of the name; accents and case do not count. */
export function matchesWords(name: string, search: string): boolean {
  const words = wordsOf(name);
  return wordsOf(search).every((wanted) => words.some((word) => word.startsWith(wanted)));
}

function wordsOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
