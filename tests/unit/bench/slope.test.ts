import { describe, expect, it } from 'vitest';
import { bandOf, slopeOf } from '../../bench/support/slope.ts';

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

describe('the band in which a process’s memory goes up and down', () => {
  it('is that of a sawtooth, and rises as a whole with a leak beneath it', () => {
    const tooth = Array.from({ length: 600 }, (_, index) => 100 + (index % 97));
    const flat = bandOf(samplesOf(tooth), 6);
    expect(flat.floors).toHaveLength(6);
    expect(flat.floors.every(({ value }) => value < 110)).toBe(true);
    expect(flat.ceilings.every(({ value }) => value > 185)).toBe(true);
    expect(flat.floors[1]?.atMs).toBe(100_000);
    const leaking = bandOf(samplesOf(tooth.map((value, index) => value + index / 6)), 6);
    for (const edge of [leaking.floors, leaking.ceilings]) expect(slopeOf(edge) * 3_600_000).toBeGreaterThan(500);
  });

  it('has as many parts as there are samples, where these are few', () => {
    expect(bandOf(samplesOf([3, 2]), 6).floors.map(({ value }) => value)).toEqual([3, 2]);
  });
});
