import type { ReactNode } from 'react';

/** One column of a table. */
export interface Column<Row, By extends string> {
  readonly key: string;
  readonly header: string;
  /** Said instead of a header that is only a mark. */
  readonly name?: string;
  /** A track of CSS grid, such as `6rem` or `minmax(6rem, 1fr)`. */
  readonly width: string;
  readonly align?: 'end';
  /** What it sorts by, where it does. */
  readonly sort?: By;
  /** Width of the table in rem from which there is room for it; always when not said. */
  readonly from?: number;
  readonly render: (row: Row) => ReactNode;
}

/** The columns that a table of this width has room for. The detail of a row shows what is left out. */
export function columnsFor<Row, By extends string>(
  columns: readonly Column<Row, By>[],
  widthRem: number,
): readonly Column<Row, By>[] {
  return columns.filter(({ from }) => from === undefined || widthRem >= from);
}
