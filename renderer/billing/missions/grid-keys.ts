/** Where the keyboard is in a grid. Row -1 is the head. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that are seen at a time. */
  readonly page: number;
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/**
 * Where a key leads, as in a spreadsheet and in the pattern of grids (WAI-ARIA Authoring Practices, "Grid"): Home and End within the row,
 * with Ctrl to the first and last row; Ctrl with an arrow to the edge. Undefined: the key leads nowhere.
 */
export function placeAfter(event: Key, { row, column }: GridPlace, size: GridSize): GridPlace | undefined {
  if (event.altKey) return undefined;
  const far = event.ctrlKey || event.metaKey;
  const [last, end] = [size.rows - 1, size.columns - 1];
  const within = (next: GridPlace): GridPlace => ({
    // Ranges do not begin in the head.
    row: Math.max(event.shiftKey ? 0 : -1, Math.min(last, next.row)),
    column: Math.max(0, Math.min(end, next.column)),
  });
  switch (event.key) {
    case 'ArrowDown':
      return within({ row: far ? last : row + 1, column });
    case 'ArrowUp':
      return within({ row: far ? 0 : row - 1, column });
    case 'ArrowLeft':
      return within({ row, column: far ? 0 : column - 1 });
    case 'ArrowRight':
      return within({ row, column: far ? end : column + 1 });
    case 'PageDown':
      return far ? undefined : within({ row: Math.max(0, row) + size.page, column });
    case 'PageUp':
      return far ? undefined : within({ row: Math.max(0, row - size.page), column });
    case 'Home':
      return within({ row: far ? 0 : row, column: 0 });
    case 'End':
      return within({ row: far ? last : row, column: end });
    default:
      return undefined;
  }
}
