import { describe, expect, it } from 'vitest';
import { layOutPages, MOST_PAGES, PAGE_MS, pageAt } from '../../../../renderer/board/board-pages.ts';
import { BOARD_GROUPS } from '../../../../shared/domain/index.ts';
import { fc } from '../../../support/property.ts';

const counts = (late: number, unassigned: number, underWay: number) => ({
  ...{ late, unassigned, underWay },
  running: late + underWay,
  forgotten: 0,
});

describe('the pages of a board on a wall', () => {
  it('are one where everything fits, with the name of each part above its rows', () => {
    const { pages, left } = layOutPages(counts(2, 1, 3), 9);
    expect(left).toBe(0);
    expect(pages).toEqual([
      [
        { group: 'late', isContinued: false, first: 0, count: 2 },
        { group: 'unassigned', isContinued: false, first: 2, count: 1 },
        { group: 'under-way', isContinued: false, first: 3, count: 3 },
      ],
    ]);
  });

  it('go on where a part does not fit, and do not end with a name alone', () => {
    const { pages } = layOutPages(counts(4, 0, 3), 6);
    expect(pages).toEqual([
      [{ group: 'late', isContinued: false, first: 0, count: 4 }],
      [{ group: 'under-way', isContinued: false, first: 4, count: 3 }],
    ]);
    expect(layOutPages(counts(7, 0, 0), 5).pages[1]).toEqual([
      { group: 'late', isContinued: true, first: 4, count: 3 },
    ]);
  });

  it('hold every row once and in order, within the height and the number of pages, and say what is left', () => {
    const size = fc.nat(80);
    fc.assert(
      fc.property(size, size, size, fc.integer({ min: 1, max: 30 }), (late, unassigned, underWay, lines) => {
        const { pages, left } = layOutPages(counts(late, unassigned, underWay), lines);
        let next = 0;
        let group = 0;
        for (const sections of pages) {
          expect(sections.reduce((used, { count }) => used + count + 1, 0)).toBeLessThanOrEqual(Math.max(2, lines));
          for (const section of sections) {
            expect(section.first).toBe(next);
            expect(section.count).toBeGreaterThan(0);
            const place = BOARD_GROUPS.indexOf(section.group);
            expect(place).toBeGreaterThanOrEqual(group);
            group = place;
            next += section.count;
          }
        }
        expect(pages.length).toBeLessThanOrEqual(MOST_PAGES);
        expect(next + left).toBe(late + unassigned + underWay);
        if (left > 0) expect(pages.length).toBe(MOST_PAGES);
      }),
    );
  });

  it('turn with the clock, alike on all screens', () => {
    const begin = 3 * PAGE_MS * 1_000;
    const turns = [0, PAGE_MS - 1, PAGE_MS, 2 * PAGE_MS, 3 * PAGE_MS].map((afterMs) => pageAt(begin + afterMs, 3));
    expect(turns).toEqual([0, 0, 1, 2, 0]);
    expect(pageAt(begin, 0)).toBe(0);
  });
});
