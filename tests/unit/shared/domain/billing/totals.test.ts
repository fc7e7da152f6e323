import { describe, expect, test } from 'vitest';
import {
  documentTotals,
  rateOnDay,
  FRENCH_VAT_RATES,
  shareOf,
  vatTreatment,
} from '../../../../../shared/domain/billing/index.ts';
import { fc } from '../../../../support/property.ts';

const standard = (basisPoints: number) => ({ category: 'S' as const, basisPoints });
const treatment = fc.oneof(
  fc.constantFrom(2000, 1000, 550, 210, 850).map(standard),
  fc.constantFrom(
    { category: 'Z' as const, basisPoints: 0 },
    { category: 'E' as const, basisPoints: 0, exemption: 'CGI 261' },
  ),
);
const amount = fc.record({ netCents: fc.integer({ min: -5_000_000, max: 5_000_000 }), vat: treatment });
const adjustment = fc.record({ netCents: fc.integer({ min: 0, max: 5_000_000 }), vat: treatment });

describe('totals of a document', () => {
  test('tax is rounded once for each rate, not for each line', () => {
    // Three lines of 0.33 at 20 %: 0.066 each. Rounded by line: 0.21; by rate: 0.198, which is 0.20.
    const lines = [33, 33, 33].map((netCents) => ({ netCents, vat: standard(2000) }));
    const totals = documentTotals({ lines });
    expect(totals).toMatchObject({ linesCents: 99, taxCents: 20, taxInclusiveCents: 119, payableCents: 119 });
    expect(totals.lineTaxCents.toSorted((a, b) => a - b)).toEqual([6, 7, 7]);
  });

  test('several rates, an allowance, a charge and what is paid already', () => {
    const totals = documentTotals({
      lines: [
        { netCents: 100_00, vat: standard(2000) },
        { netCents: 50_05, vat: standard(1000) },
        { netCents: 10_00, vat: { category: 'E', basisPoints: 0, exemption: 'CGI, article 262 II 8°' } },
      ],
      allowances: [{ netCents: 10_00, vat: standard(2000) }],
      charges: [{ netCents: 2_50, vat: standard(1000) }],
      prepaidCents: 20_00,
    });
    expect(totals.vat).toEqual([
      { category: 'E', basisPoints: 0, exemption: 'CGI, article 262 II 8°', taxableCents: 10_00, taxCents: 0 },
      { category: 'S', basisPoints: 2000, taxableCents: 90_00, taxCents: 18_00 },
      { category: 'S', basisPoints: 1000, taxableCents: 52_55, taxCents: 5_26 },
    ]);
    expect(totals).toMatchObject({
      linesCents: 160_05,
      allowancesCents: 10_00,
      chargesCents: 2_50,
      taxExclusiveCents: 152_55,
    });
    expect(totals).toMatchObject({ taxCents: 23_26, taxInclusiveCents: 175_81, payableCents: 155_81 });
  });

  test('totals never drift from their parts, and a document turned round is its opposite', () => {
    const parts = fc.record({
      lines: fc.array(amount, { minLength: 1, maxLength: 40 }),
      allowances: fc.array(adjustment, { maxLength: 3 }),
      charges: fc.array(adjustment, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(parts, ({ lines, allowances, charges }) => {
        const totals = documentTotals({ lines, allowances, charges });
        const sum = (amounts: readonly number[]) => amounts.reduce((all, one) => all + one, 0);
        expect(totals.linesCents).toBe(sum(lines.map(({ netCents }) => netCents)));
        expect(totals.taxExclusiveCents).toBe(sum(totals.vat.map(({ taxableCents }) => taxableCents)));
        expect(totals.taxCents).toBe(sum(totals.vat.map(({ taxCents }) => taxCents)));
        for (const { taxableCents, basisPoints, taxCents } of totals.vat)
          expect(taxCents).toBe(shareOf(taxableCents, basisPoints));
        if (allowances.length + charges.length === 0) {
          expect(sum(totals.lineTaxCents)).toBe(totals.taxCents);
          const opposite = documentTotals({ lines: lines.map((line) => ({ ...line, netCents: -line.netCents })) });
          expect(opposite.taxInclusiveCents + totals.taxInclusiveCents).toBe(0);
        }
        // A line's tax is never further from its own than the lines of its rate are many half cents.
        for (const [index, { netCents, vat }] of lines.entries())
          expect(Math.abs((totals.lineTaxCents[index] ?? 0) - shareOf(netCents, vat.basisPoints))).toBeLessThanOrEqual(
            lines.length + allowances.length + charges.length,
          );
      }),
    );
  });
});

describe('rates', () => {
  test.each([
    [2000, '2026-11-29', { state: 'valid' }],
    [1960, '2013-12-31', { state: 'valid' }],
    [1960, '2014-01-01', { state: 'ended', day: '2013-12-31' }],
    [700, '2026-01-01', { state: 'ended', day: '2013-12-31' }],
    [2000, '2013-12-31', { state: 'not-yet', day: '2014-01-01' }],
    [1234, '2026-01-01', { state: 'unknown' }],
    [1000, '2024-02-29', { state: 'valid' }],
  ] as const)('%d hundredths of a percent on %s', (rate, day, standing) => {
    expect(rateOnDay(FRENCH_VAT_RATES, rate, day)).toEqual(standing);
  });

  test('a category and its rate belong together, and an exemption says why', () => {
    const paths = (value: unknown) => vatTreatment.safeParse(value).error?.issues.map(({ path }) => path.join('.'));
    expect(paths({ category: 'S', basisPoints: 2000 })).toBeUndefined();
    expect(paths({ category: 'S', basisPoints: 0 })).toEqual(['basisPoints']);
    expect(paths({ category: 'AE', basisPoints: 2000, exemption: 'Autoliquidation' })).toEqual(['basisPoints']);
    expect(paths({ category: 'E', basisPoints: 0 })).toEqual(['exemption']);
    expect(paths({ category: 'Z', basisPoints: 0, exemption: 'none' })).toEqual(['exemption']);
  });
});
