/** Which rows of a sorted list are asked for. */
export interface Window {
  offset: number;
  limit: number;
}

export type Direction = 'ascending' | 'descending';

/** How a window is read: from the end of the list that is nearer, since skipping rows costs time. */
export interface WindowPlan extends Window {
  direction: Direction;
  /** The rows come in reverse, and must be turned round. */
  isReversed: boolean;
}

export function planWindow(window: Window, total: number, direction: Direction): WindowPlan {
  const { offset } = window;
  const limit = Math.max(0, Math.min(window.limit, total - offset));
  if (offset <= total / 2) return { offset, limit, direction, isReversed: false };
  return { offset: Math.max(0, total - offset - limit), limit, direction: opposite(direction), isReversed: true };
}

/**
 * ORDER BY for some columns, all in one direction, so that an index serves both. `row_key` comes last: equal rows keep their
 * places from page to page. Absent values (NULL) are first when ascending, last when descending.
 */
export function orderBy(alias: string, columns: readonly string[], direction: Direction): string {
  const suffix = direction === 'ascending' ? 'ASC' : 'DESC';
  return `ORDER BY ${[...columns, 'row_key'].map((column) => `${alias}.${column} ${suffix}`).join(', ')}`;
}

function opposite(direction: Direction): Direction {
  return direction === 'ascending' ? 'descending' : 'ascending';
}
