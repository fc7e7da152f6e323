/** Something that can be done from the search: it is found by the words of its title and of `also`. */
export interface Command {
  /** The same from one start to the next: recent ones are remembered by it. */
  readonly id: string;
  readonly title: string;
  /** What else people may call it. */
  readonly also?: string;
  /** The key that does it too. */
  readonly shortcut?: string | undefined;
  readonly run: () => void;
}

/** Commands in whose title or other names each word of the text begins a word; those whose title begins so come first. */
export function matchingCommands(commands: readonly Command[], text: string): Command[] {
  const wanted = wordsOf(text);
  if (wanted.length === 0) return [...commands];
  const found = commands.filter(({ title, also }) => {
    const words = wordsOf(`${title} ${also ?? ''}`);
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  });
  const beginsSo = ({ title }: Command) => (fold(title).startsWith(wanted[0] ?? '') ? 0 : 1);
  return found.toSorted((one, other) => beginsSo(one) - beginsSo(other));
}

/** Without case and accents. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
}

function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
