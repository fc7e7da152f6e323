import { describe, expect, it } from 'vitest';
import { orderBy, planWindow } from '../../../../electron/data/store/paging.ts';
import { fc } from '../../../support/property.ts';

describe('the plan of a window', () => {
  it('gives the rows of the window, from whichever end it is read', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('ascending' as const, 'descending' as const),
        (total, offset, limit, direction) => {
          const ascending = Array.from({ length: total }, (_, index) => index);
          const list = direction === 'ascending' ? ascending : ascending.toReversed();
          const plan = planWindow({ offset, limit }, total, direction);
          const read = plan.direction === 'ascending' ? ascending : ascending.toReversed();
          const rows = read.slice(plan.offset, plan.offset + plan.limit);
          expect(plan.isReversed ? rows.toReversed() : rows).toEqual(list.slice(offset, offset + limit));
        },
      ),
    );
  });

  it('never skips more than half of the list', () => {
    expect(planWindow({ offset: 999_900, limit: 100 }, 1_000_000, 'ascending')).toMatchObject({
      offset: 0,
      isReversed: true,
    });
    expect(planWindow({ offset: 500_100, limit: 100 }, 1_000_000, 'ascending').offset).toBeLessThanOrEqual(500_000);
  });
});

describe('the order', () => {
  it('is in one direction for all columns, so that an index serves it, and ends with the row itself', () => {
    expect(orderBy('m', ['status', 'planned_start_at_ms'], 'descending')).toBe(
      'ORDER BY m.status DESC, m.planned_start_at_ms DESC, m.row_key DESC',
    );
  });
});
