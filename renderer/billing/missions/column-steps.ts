import { LEAST_COLUMN_REM, MOST_COLUMN_REM, type ShownColumn } from '../../../shared/contract/index.ts';

/** How much a column grows with a key, rem. */
const STEP_REM = 1;

/** With one column wider or narrower by some steps. */
export function resized(columns: readonly ShownColumn[], index: number, steps: number): readonly ShownColumn[] {
  const width = (columns[index]?.width ?? 0) + steps * STEP_REM;
  return withWidth(columns, index, width);
}

export function withWidth(columns: readonly ShownColumn[], index: number, widthRem: number): readonly ShownColumn[] {
  const width = Math.max(LEAST_COLUMN_REM, Math.min(MOST_COLUMN_REM, widthRem));
  return columns.map((column, place) => (place === index ? { ...column, width } : column));
}

/** With one column in another's place. */
export function movedColumn(columns: readonly ShownColumn[], from: number, to: number): readonly ShownColumn[] {
  const column = columns[from];
  if (column === undefined || to < 0 || to >= columns.length) return columns;
  return columns.toSpliced(from, 1).toSpliced(to, 0, column);
}
