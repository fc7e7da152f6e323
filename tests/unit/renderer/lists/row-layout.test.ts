import { describe, expect, it } from 'vitest';
import { layoutRows, MAX_CONTENT_HEIGHT, rowsPerPage, scrollTopFor } from '../../../../renderer/lists/row-layout.ts';
import { fc } from '../../../support/property.ts';

const geometry = (total: number, rowHeight = 28, viewportHeight = 500) => ({ total, rowHeight, viewportHeight });

describe('where rows stand', () => {
  it('draws nothing for an empty list', () => {
    expect(layoutRows(geometry(0), 0)).toMatchObject({ contentHeight: 0, first: 0, last: -1 });
  });

  it('draws the rows in view and a few more', () => {
    expect(layoutRows(geometry(1_000), 2_800)).toMatchObject({ first: 96, last: 121, top: 96 * 28 });
  });

  it('gives a long list an element that a browser can make', () => {
    const layout = layoutRows(geometry(1_000_000, 42), 0);
    expect(layout.contentHeight).toBe(MAX_CONTENT_HEIGHT);
  });

  const anyGeometry = fc.record({
    total: fc.integer({ min: 1, max: 3_000_000 }),
    rowHeight: fc.integer({ min: 20, max: 60 }),
    viewportHeight: fc.integer({ min: 100, max: 2_000 }),
  });

  it('shows the last row at the end of the scroll, whatever the length', () => {
    fc.assert(
      fc.property(anyGeometry, (list) => {
        const { contentHeight } = layoutRows(list, 0);
        const end = Math.max(0, contentHeight - list.viewportHeight);
        const { first, last, top } = layoutRows(list, end);
        expect(last).toBe(list.total - 1);
        const bottom = top + (last - first + 1) * list.rowHeight;
        expect(bottom - end).toBeLessThanOrEqual(Math.max(list.viewportHeight, list.total * list.rowHeight) + 1e-6);
        if (list.total * list.rowHeight >= list.viewportHeight) expect(bottom).toBeCloseTo(contentHeight, 3);
      }),
    );
  });

  it('covers the whole view at every scroll position', () => {
    fc.assert(
      fc.property(anyGeometry, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
        const { contentHeight } = layoutRows(list, 0);
        const scrollTop = share * Math.max(0, contentHeight - list.viewportHeight);
        const { first, last, top } = layoutRows(list, scrollTop);
        expect(top).toBeLessThanOrEqual(scrollTop + 1e-6);
        const bottom = top + (last - first + 1) * list.rowHeight;
        const wanted = Math.min(scrollTop + list.viewportHeight, top + (list.total - first) * list.rowHeight);
        expect(bottom).toBeGreaterThanOrEqual(wanted - 1e-6);
      }),
    );
  });

  it('brings any row into view, and does not move for one that is', () => {
    fc.assert(
      fc.property(
        anyGeometry,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (list, share, which) => {
          const index = Math.floor(which * list.total);
          const { contentHeight } = layoutRows(list, 0);
          const before = share * Math.max(0, contentHeight - list.viewportHeight);
          const after = scrollTopFor(list, before, index);
          const { first, top } = layoutRows(list, after);
          const rowTop = top + (index - first) * list.rowHeight - after;
          expect(rowTop).toBeGreaterThanOrEqual(-1e-3);
          expect(rowTop + list.rowHeight).toBeLessThanOrEqual(list.viewportHeight + 1e-3);
          expect(scrollTopFor(list, after, index)).toBeCloseTo(after, 6);
        },
      ),
    );
  });

  it('goes a page of whole rows, and at least one', () => {
    expect(rowsPerPage({ rowHeight: 28, viewportHeight: 500 })).toBe(17);
    expect(rowsPerPage({ rowHeight: 28, viewportHeight: 0 })).toBe(1);
  });
});
