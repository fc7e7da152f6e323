import { z } from 'zod';

/** A window asks for the rows that it shows, by position in the sorted and filtered list. */
export const MAX_WINDOW_ROWS = 500;

export const windowOf = {
  offset: z.number().int().nonnegative(),
  limit: z.number().int().min(1).max(MAX_WINDOW_ROWS),
};
export const direction = z.enum(['ascending', 'descending']);

export function rowsOf<T extends z.ZodType>(row: T) {
  return z.object({
    rows: z.array(row),
    /** Rows that match the filter, on all pages. */
    total: z.number().int(),
    /** Grows with each change of the cache; the same as in `data.changed`. */
    revision: z.number().int(),
  });
}
/** Words, each of which must start a word of the row; accents and case do not count. */
export const searchText = z.string().max(200);
