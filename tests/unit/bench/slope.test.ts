import { describe, expect, it } from 'vitest';
import { floorsOf, slopeOf } from '../../bench/support/slope.ts';

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

describe('the floors of a process’s memory', () => {
  it('are what is left of a sawtooth, and rise with a leak beneath it', () => {
    const tooth = Array.from({ length: 600 }, (_, index) => 100 + (index % 97));
    const flat = floorsOf(samplesOf(tooth), 6);
    expect(flat).toHaveLength(6);
    expect(flat.every(({ value }) => value < 110)).toBe(true);
    expect(flat[1]?.atMs).toBe(100_000);
    const leaking = floorsOf(samplesOf(tooth.map((value, index) => value + index / 6)), 6);
    expect((leaking.at(-1)?.value ?? 0) - (leaking[0]?.value ?? 0)).toBeGreaterThan(70);
  });

  it('are as many as there are samples, where these are few', () => {
    expect(floorsOf(samplesOf([3, 2]), 6).map(({ value }) => value)).toEqual([3, 2]);
  });
});
