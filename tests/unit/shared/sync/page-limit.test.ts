import { describe, expect, it } from 'vitest';
import { nextPageLimit, PAGE_LIMITS, smallerPageLimit } from '../../../../shared/sync/index.ts';

describe('the limit of the next page', () => {
  it('grows while pages are quick, and stays below the largest', () => {
    expect(nextPageLimit(500, 100)).toBe(1_000);
    expect(nextPageLimit(PAGE_LIMITS.largest, 1)).toBe(PAGE_LIMITS.largest);
    expect(nextPageLimit(4_000, 1)).toBe(PAGE_LIMITS.largest);
  });

  it('stays where a page takes about a second', () => {
    expect(nextPageLimit(2_000, 1_500)).toBe(2_000);
  });

  it('shrinks where a page takes long, and never to nothing', () => {
    expect(nextPageLimit(2_000, 10_000)).toBe(1_000);
    expect(smallerPageLimit(500)).toBe(250);
    expect(smallerPageLimit(PAGE_LIMITS.smallest)).toBe(PAGE_LIMITS.smallest);
  });
});
