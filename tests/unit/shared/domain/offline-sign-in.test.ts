import { describe, expect, it } from 'vitest';
import { elapsedSince, laterConfirmation, offlineLeftMs } from '../../../../shared/domain/index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = Date.UTC(2026, 0, 10);
const confirmed = { hereAtMs: at, issuerAtMs: at, elapsedMs: 0 };

describe('the time since an issuer vouched for somebody', () => {
  it('is what the clock says', () => {
    expect(elapsedSince(confirmed, at + 3 * DAY)).toBe(3 * DAY);
    expect(offlineLeftMs(confirmed, at + 3 * DAY, 14 * DAY)).toBe(11 * DAY);
    expect(offlineLeftMs(confirmed, at + 14 * DAY, 14 * DAY)).toBe(0);
    expect(offlineLeftMs(confirmed, at, 0)).toBe(0);
  });

  it('does not shrink when the clock is set back, and goes on with what this program measures', () => {
    const later = laterConfirmation(confirmed, at + 13 * DAY, 0);
    expect(elapsedSince(later, at - 300 * DAY)).toBe(13 * DAY);
    const yetLater = laterConfirmation(later, at - 300 * DAY, 2 * DAY);
    expect(offlineLeftMs(yetLater, at - 300 * DAY, 14 * DAY)).toBe(0);
  });

  it.each([
    ['years slow', -3 * 365 * DAY],
    ['years fast', 3 * 365 * DAY],
  ])('is right on a computer whose clock is %s, and was put right since', (_what, error) => {
    const wrong = { hereAtMs: at + error, issuerAtMs: at, elapsedMs: 0 };
    expect(elapsedSince(wrong, at + error + DAY)).toBe(DAY);
    expect(elapsedSince(wrong, at + DAY)).toBe(DAY);
  });
});
