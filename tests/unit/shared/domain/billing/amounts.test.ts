import { describe, expect, test } from 'vitest';
import {
  AmountError,
  checkedCents,
  MAX_AMOUNT_CENTS,
  roundedQuotient,
  shareOf,
  splitCents,
  sumCents,
} from '../../../../../shared/domain/billing/index.ts';
import { fc } from '../../../../support/property.ts';

describe('rounding', () => {
  test.each([
    [5n, 10n, 1],
    [4n, 10n, 0],
    [15n, 10n, 2],
    [25n, 10n, 3],
    [-5n, 10n, -1],
    [-4n, 10n, 0],
    [-15n, 10n, -2],
  ])('%d / %d is %d: a half goes away from zero', (product, divisor, cents) => {
    expect(roundedQuotient(product, divisor)).toBe(cents);
  });

  test('what is given back is what was charged, to the cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 10_000 }), (cents, rate) => {
        expect(shareOf(-cents, rate) + shareOf(cents, rate)).toBe(0);
      }),
    );
  });

  test('amounts of 15 digits are exact, larger ones are refused', () => {
    expect(shareOf(MAX_AMOUNT_CENTS, 2000)).toBe(200_000_000_000_000);
    expect(sumCents([MAX_AMOUNT_CENTS, -1])).toBe(MAX_AMOUNT_CENTS - 1);
    expect(() => sumCents([MAX_AMOUNT_CENTS, 1])).toThrow(AmountError);
    for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => checkedCents(wrong)).toThrow(AmountError);
    expect(Object.is(checkedCents(-0), 0)).toBe(true);
  });
});

describe('splitting', () => {
  test('parts sum to the whole, and none is a cent or more from its share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 30 }),
        (cents, weights) => {
          const parts = splitCents(cents, weights);
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(cents);
          if (total > 0)
            for (const [index, part] of parts.entries())
              expect(Math.abs(part - (cents * (weights[index] ?? 0)) / total)).toBeLessThan(1.000001);
        },
      ),
    );
  });

  test('of equals, the first has the cent that is left', () => {
    expect(splitCents(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(splitCents(-100, [1, 1, 1])).toEqual([-33, -33, -34]);
    expect(splitCents(7, [0, 0])).toEqual([7, 0]);
    expect(() => splitCents(7, [])).toThrow(RangeError);
  });
});
