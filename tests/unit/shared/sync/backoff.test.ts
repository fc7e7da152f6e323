import { describe, expect, it } from 'vitest';
import { backoffMs, parseRetryAfterMs, STORAGE_BACKOFF, SYNC_BACKOFF } from '../../../../shared/sync/index.ts';
import { fc } from '../../../support/property.ts';

describe('backoff', () => {
  it('doubles the bound of the pause with each failure, up to the longest', () => {
    const longest = () => 0.999_999;
    const bounds = [1, 2, 3, 4, 7, 60].map((failures) => backoffMs(failures, SYNC_BACKOFF, longest));
    expect(bounds).toEqual([1_000, 2_000, 4_000, 8_000, 60_000, 60_000]);
  });

  it('is anywhere between the shortest pause and the bound', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, chance) => {
          for (const policy of [SYNC_BACKOFF, STORAGE_BACKOFF]) {
            const pause = backoffMs(failures, policy, () => chance);
            expect(pause).toBeGreaterThanOrEqual(policy.minimumMs);
            expect(pause).toBeLessThanOrEqual(policy.maximumMs);
          }
        },
      ),
    );
  });

  it('waits as long as the server asks and a little more, but not for hours', () => {
    expect(backoffMs(1, SYNC_BACKOFF, () => 0, 20_000)).toBe(20_000);
    expect(backoffMs(1, SYNC_BACKOFF, () => 0.5, 20_000)).toBe(20_500);
    expect(backoffMs(1, SYNC_BACKOFF, () => 0, 86_400_000)).toBe(600_000);
  });
});

describe('Retry-After', () => {
  const nowMs = Date.UTC(2026, 2, 1, 12);

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['2026', 2_026_000],
    [undefined, undefined],
  ])('%s is %s ms', (header, expected) => {
    expect(parseRetryAfterMs(header, nowMs)).toBe(expected);
  });
});
