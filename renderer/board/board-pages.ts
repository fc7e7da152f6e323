import type { BoardCounts } from '../../shared/contract/index.ts';
import { BOARD_GROUPS, type BoardGroup } from '../../shared/domain/index.ts';

/** Rows of one group that stand together on a page, under a line that names the group. */
export interface BoardSection {
  readonly group: BoardGroup;
  /** The group began on an earlier page. */
  readonly isContinued: boolean;
  /** Place of its first row on the board, and how many rows there are. */
  readonly first: number;
  readonly count: number;
}

/** More pages would show what is at their end once in several minutes: the board says how many missions it leaves out instead. */
export const MOST_PAGES = 6;

/**
 * Lays the board out on pages of so many lines. Each section takes a line for its name; no page ends with a name alone.
 * @returns the pages (at least one), and how many rows are on none of them
 */
export function layOutPages(counts: BoardCounts, lines: number): { pages: BoardSection[][]; left: number } {
  const usable = Math.max(2, lines);
  const pages: BoardSection[][] = [[]];
  let room = usable;
  let first = 0;
  const sizes: Readonly<Record<BoardGroup, number>> = {
    late: counts.late,
    unassigned: counts.unassigned,
    'under-way': counts.underWay,
  };
  const total = counts.late + counts.unassigned + counts.underWay;
  for (const group of BOARD_GROUPS) {
    let rest = sizes[group];
    while (rest > 0) {
      if (room < 2) {
        if (pages.length === MOST_PAGES) return { pages, left: total - first };
        pages.push([]);
        room = usable;
      }
      const count = Math.min(rest, room - 1);
      pages.at(-1)?.push({ group, isContinued: rest < sizes[group], first, count });
      first += count;
      rest -= count;
      room -= count + 1;
    }
  }
  return { pages, left: 0 };
}

/** How long a page stands, in milliseconds: long enough to read twenty lines. */
export const PAGE_MS = 15_000;

/** The page that is shown at a moment: the same on all screens, since it follows the clock and nothing else. */
export function pageAt(nowMs: number, pages: number): number {
  return Math.floor(nowMs / PAGE_MS) % Math.max(1, pages);
}
