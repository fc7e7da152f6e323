/**
 * How well what was typed fits a title, case and accents aside; undefined: it does not.
 *
 *   0  the title begins so
 *   1  each word that was typed begins a word of the title
 *   2  all that was typed is in it, one after the other
 *   3 and more: its letters are, in their order, the closer together the better
 */
export function fuzzyRank(title: string, typed: string): number | undefined {
  const [text, wanted] = [plain(title), plain(typed)];
  if (wanted === '') return 0;
  if (text.startsWith(wanted)) return 0;
  const words = text.split(' ');
  if (wanted.split(' ').every((start) => words.some((word) => word.startsWith(start)))) return 1;
  if (text.includes(wanted)) return 2;
  const spread = spreadOf(text, wanted.replaceAll(' ', ''));
  return spread === undefined ? undefined : 3 + spread;
}

/** Letters that stand between those that were typed, for each of them. A typed letter must begin a word or follow another closely. */
function spreadOf(text: string, letters: string): number | undefined {
  const MOST_APART = 12;
  // One or two letters are in nearly everything.
  if (letters.length < 3) return undefined;
  let place = -1;
  let skipped = 0;
  for (const letter of letters) {
    const next = text.indexOf(letter, place + 1);
    if (next < 0 || (place >= 0 && next - place > MOST_APART)) return undefined;
    if (place >= 0) skipped += next - place - 1;
    else if (next > 0 && text[next - 1] !== ' ') return undefined;
    place = next;
  }
  const spread = skipped / letters.length;
  return spread > 3 ? undefined : spread;
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
