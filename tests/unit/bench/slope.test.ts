import { describe, expect, it } from 'vitest';
import { slopeOf } from '../../bench/support/slope.ts';

const samplesOf = (values: readonly number[]) => values.map((value, index) => ({ atMs: index * 1000, value }));

describe('the slope of a process’s memory', () => {
  it('is that of a straight line', () => {
    expect(slopeOf(samplesOf([1, 3, 5, 7, 9]))).toBeCloseTo(0.002, 12);
  });

  it('is not moved by garbage that comes and goes', () => {
    const flat = Array.from({ length: 900 }, (_, index) => 100 + (index % 50 === 0 ? 80 : 0) + (index % 7) / 10);
    expect(Math.abs(slopeOf(samplesOf(flat))) * 3_600_000).toBeLessThan(1);
    const leaking = flat.map((value, index) => value + index / 60);
    expect(slopeOf(samplesOf(leaking)) * 3_600_000).toBeCloseTo(60, 0);
  });

  it('is no number where there is nothing to compare', () => {
    expect(slopeOf(samplesOf([5]))).toBeNaN();
  });
});
