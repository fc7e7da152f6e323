import type { SEARCH_MATCHES } from '../../shared/contract/index.ts';
import { ENTRY_KINDS, type EntryKind, type RecentChoice } from './recent-choices.ts';

type Match = (typeof SEARCH_MATCHES)[number];

/** One line of what was found. */
export interface SearchEntry extends RecentChoice {
  readonly match: Match;
  readonly shortcut?: string | undefined;
}

export interface SearchGroup {
  /** The kind of its entries, or what was chosen lately. */
  readonly name: EntryKind | 'recent';
  readonly entries: readonly SearchEntry[];
}

const RANKS: Readonly<Record<Match, number>> = { exact: 0, start: 1, word: 2 };

/**
 * Groups by kind, those with the best match first; within one, better matches first, then what was chosen lately. The entries come in
 * the order of the data host, which decides between equals.
 */
export function groupEntries(entries: readonly SearchEntry[], recent: readonly RecentChoice[]): SearchGroup[] {
  const lately = (entry: RecentChoice) => {
    const index = recent.findIndex(({ kind, id }) => kind === entry.kind && id === entry.id);
    return index < 0 ? recent.length : index;
  };
  const groups = ENTRY_KINDS.map((name) => ({
    name,
    entries: entries
      .filter(({ kind }) => kind === name)
      .toSorted((one, other) => RANKS[one.match] - RANKS[other.match] || lately(one) - lately(other)),
  })).filter((group) => group.entries.length > 0);
  const bestOf = (group: SearchGroup) => Math.min(...group.entries.map(({ match }) => RANKS[match]));
  return groups.toSorted((one, other) => bestOf(one) - bestOf(other));
}

/** What is offered before anything is typed: what was chosen lately, then what can be done. A command that is no more is not offered. */
export function groupsAtFirst(recent: readonly RecentChoice[], commands: readonly SearchEntry[]): SearchGroup[] {
  const offered = recent.flatMap((choice): SearchEntry[] => {
    if (choice.kind !== 'command') return [{ ...choice, match: 'word' }];
    return commands.filter(({ id }) => id === choice.id);
  });
  const groups: SearchGroup[] = [
    { name: 'recent', entries: offered },
    {
      name: 'command',
      entries: commands.filter(({ id }) => !offered.some((entry) => entry.kind === 'command' && entry.id === id)),
    },
  ];
  return groups.filter((group) => group.entries.length > 0);
}
