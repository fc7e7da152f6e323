import { describe, expect, it } from 'vitest';
import {
  drivenSeconds,
  FULL_SPEED_SECONDS,
  isMoving,
  LONGEST_DRIVE_SECONDS,
  STOPPED_SECONDS,
} from '../../../shared/domain/index.ts';
import { fc } from '../../support/property.ts';

describe('dead reckoning', () => {
  it('drives at full speed at first', () => {
    expect(drivenSeconds(0)).toBe(0);
    expect(drivenSeconds(7.5)).toBe(7.5);
    expect(drivenSeconds(FULL_SPEED_SECONDS)).toBe(FULL_SPEED_SECONDS);
  });

  it('slows down evenly and stands still in the end', () => {
    expect(drivenSeconds(40)).toBeCloseTo(20 + 20 - 5, 10);
    expect(drivenSeconds(STOPPED_SECONDS)).toBe(LONGEST_DRIVE_SECONDS);
    expect(drivenSeconds(86_400)).toBe(LONGEST_DRIVE_SECONDS);
    expect(LONGEST_DRIVE_SECONDS).toBe(40);
  });

  it('does not drive backwards for a fix from a clock that is fast', () => {
    expect(drivenSeconds(-30)).toBe(0);
  });

  it('never jumps, never turns back, never goes faster than time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -10, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (at, step) => {
          const driven = drivenSeconds(at + step) - drivenSeconds(at);
          expect(driven).toBeGreaterThanOrEqual(-1e-9);
          expect(driven).toBeLessThanOrEqual(step + 1e-9);
        },
      ),
    );
  });

  it('takes the noise of a standing receiver for standing', () => {
    expect(isMoving(0.2, 0.2, 1)).toBe(false);
    expect(isMoving(0.3, 0.1, 1)).toBe(true);
    expect(isMoving(20, 0, STOPPED_SECONDS)).toBe(false);
  });
});
