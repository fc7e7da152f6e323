import { describe, expect, it } from 'vitest';
import { type Fix, FUTURE_TOLERANCE_MS, refusalOf } from '../../../shared/domain/fix.ts';

const NOW = 1_700_000_000_000;
const good: Fix = { vehicle: 'BUS-1', longitude: 2.35, latitude: 48.85, observedAtMs: NOW - 1000 };

describe('refusalOf', () => {
  it('lets a fix with and without its optional parts pass', () => {
    expect(refusalOf(good, NOW)).toBeUndefined();
    expect(refusalOf({ ...good, headingDegrees: 0, speedMetresPerSecond: 0 }, NOW)).toBeUndefined();
    expect(refusalOf({ ...good, observedAtMs: NOW + FUTURE_TOLERANCE_MS }, NOW)).toBeUndefined();
    expect(refusalOf({ ...good, longitude: -180, latitude: 90 }, NOW)).toBeUndefined();
  });

  it.each<[Partial<Fix>, string]>([
    [{ vehicle: '' }, 'malformed'],
    [{ longitude: Number.NaN }, 'malformed'],
    [{ latitude: Number.POSITIVE_INFINITY }, 'malformed'],
    [{ headingDegrees: Number.NaN }, 'malformed'],
    [{ speedMetresPerSecond: -1 }, 'malformed'],
    [{ speedMetresPerSecond: Number.NaN }, 'malformed'],
    [{ longitude: 180.01 }, 'outside-world'],
    [{ latitude: -90.5 }, 'outside-world'],
    [{ longitude: 0, latitude: 0 }, 'outside-world'],
    [{ observedAtMs: Number.NaN }, 'no-time'],
    [{ observedAtMs: 0 }, 'no-time'],
    [{ observedAtMs: NOW + FUTURE_TOLERANCE_MS + 1 }, 'in-the-future'],
  ])('refuses %o as %s', (part, reason) => {
    expect(refusalOf({ ...good, ...part }, NOW)).toBe(reason);
  });
});
