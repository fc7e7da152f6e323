/**
 * The tallest element that is made. Browsers stop at about 33 million pixels (Chromium's LayoutUnit holds 2^25), which is
 * half as many at a device pixel ratio of 2. A longer list is scrolled on a smaller scale.
 */
export const MAX_CONTENT_HEIGHT = 10_000_000;

export interface ListGeometry {
  /** Rows of the whole list, each `rowHeight` pixels high. */
  readonly total: number;
  readonly rowHeight: number;
  /** Height in pixels of the part of the list that is seen. */
  readonly viewportHeight: number;
}

export interface RowLayout {
  /** Height in pixels to give to the scrolled element. */
  readonly contentHeight: number;
  /** First and last row to draw, both included; last is -1 when there is none. */
  readonly first: number;
  readonly last: number;
  /** Where the first of them stands, in pixels from the top of the scrolled element. */
  readonly top: number;
}

/** Rows beyond the edges that are drawn already, so that a short scroll shows no gap. */
const OVERSCAN = 4;

/** Which rows a scroll position shows, and where they stand. Costs the same for any length. */
export function layoutRows(geometry: ListGeometry, scrollTop: number): RowLayout {
  const { total, rowHeight, viewportHeight } = geometry;
  const contentHeight = contentHeightOf(geometry);
  const virtualTop = scrollTop * scaleOf(geometry);
  const first = Math.max(0, Math.min(total - 1, Math.floor(virtualTop / rowHeight)) - OVERSCAN);
  const last = Math.min(total - 1, Math.ceil((virtualTop + viewportHeight) / rowHeight) - 1 + OVERSCAN);
  return { contentHeight, first, last, top: scrollTop + first * rowHeight - virtualTop };
}

/** The scroll position that brings a row into view with the least movement. */
export function scrollTopFor(geometry: ListGeometry, scrollTop: number, index: number): number {
  const { rowHeight, viewportHeight } = geometry;
  const scale = scaleOf(geometry);
  const virtualTop = scrollTop * scale;
  const rowTop = index * rowHeight;
  if (rowTop < virtualTop) return rowTop / scale;
  const lowest = rowTop + rowHeight - viewportHeight;
  return lowest > virtualTop ? lowest / scale : scrollTop;
}

/** Whole rows that fit: how far the page keys go. At least one. */
export function rowsPerPage({ rowHeight, viewportHeight }: Omit<ListGeometry, 'total'>): number {
  return Math.max(1, Math.floor(viewportHeight / rowHeight));
}

function contentHeightOf({ total, rowHeight }: ListGeometry): number {
  return Math.min(MAX_CONTENT_HEIGHT, total * rowHeight);
}

/** Pixels of the list in one pixel of scrolling: 1 unless the list is taller than an element may be. */
function scaleOf(geometry: ListGeometry): number {
  const scrollable = contentHeightOf(geometry) - geometry.viewportHeight;
  return scrollable <= 0 ? 1 : (geometry.total * geometry.rowHeight - geometry.viewportHeight) / scrollable;
}
