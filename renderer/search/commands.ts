import { fuzzyRank } from './fuzzy.ts';

/** Something that can be done from the search: it is found by the letters of its title and of `also`. */
export interface Command {
  /** The same from one start to the next: recent ones are remembered by it. */
  readonly id: string;
  readonly title: string;
  /** What else people may call it, such as in the other language. */
  readonly also?: string;
  /** The key that does it too. */
  readonly shortcut?: string | undefined;
  readonly run: () => void;
}

/** Commands that a text may mean, the likeliest first: those whose words begin so, then those that have its letters in their order. */
export function matchingCommands(commands: readonly Command[], text: string): Command[] {
  if (!/[\p{L}\p{N}]/u.test(text)) return [...commands];
  return commands
    .flatMap((command) => {
      const { title, also } = command;
      const names = also === undefined ? [title] : [title, also, `${title} ${also}`];
      // What it is called comes before what it may be called, and that before some words of each.
      const ranks = names.flatMap((name, place) => {
        const rank = fuzzyRank(name, text);
        return rank === undefined ? [] : [rank + place / 4];
      });
      return ranks.length === 0 ? [] : [{ command, rank: Math.min(...ranks) }];
    })
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ command }) => command);
}

/** Without case and accents. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
}
