import { describe, expect, it } from 'vitest';
import { amountCents } from '../../../../backend/feeds/tariff.ts';
import { VEHICLE_KINDS } from '../../../../shared/domain/index.ts';

describe('the tariff', () => {
  it('adds the kilometres to a fixed part', () => {
    expect(amountCents('taxi', 10_000)).toBe(300 + 1_600);
    expect(amountCents('truck', 100_000)).toBe(8_000 + 14_500);
  });

  it('never asks less than a minimum', () => {
    expect(amountCents('taxi', 0)).toBe(800);
    expect(amountCents('taxi', 3_124)).toBe(800);
    expect(amountCents('taxi', 3_200)).toBe(812);
  });

  it('is in whole cents for any distance, and unknown for kinds without a tariff', () => {
    for (const kind of VEHICLE_KINDS) {
      const amount = amountCents(kind, 12_345.678);
      if (kind === 'train' || kind === 'other') expect(amount).toBeNull();
      else expect(Number.isInteger(amount)).toBe(true);
    }
  });
});
