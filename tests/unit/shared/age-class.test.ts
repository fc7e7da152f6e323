import { describe, expect, it } from 'vitest';
import { ageClassOf, DEFAULT_AGE_THRESHOLDS, thresholdsFault } from '../../../shared/domain/index.ts';

describe('age classes', () => {
  it('begin at their thresholds', () => {
    const thresholds = { lateMs: 1000, silentMs: 5000 };
    expect([0, 999, 1000, 4999, 5000].map((age) => ageClassOf(age, thresholds))).toEqual([
      'heard',
      'heard',
      'late',
      'late',
      'silent',
    ]);
  });

  it('refuse thresholds that make no order, naming which', () => {
    expect(thresholdsFault(DEFAULT_AGE_THRESHOLDS)).toBeUndefined();
    expect(thresholdsFault({ lateMs: 0, silentMs: 5 })).toContain('lateMs 0');
    expect(thresholdsFault({ lateMs: Number.NaN, silentMs: 5 })).toContain('lateMs');
    expect(thresholdsFault({ lateMs: 10, silentMs: 10 })).toContain('silentMs 10 is not above lateMs 10');
  });
});
