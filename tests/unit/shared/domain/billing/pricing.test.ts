import { describe, expect, test } from 'vitest';
import {
  priceMission,
  type RateCardTerms,
  rateCard,
  rateCardFor,
  TimeZone,
} from '../../../../../shared/domain/billing/index.ts';
import { fc } from '../../../../support/property.ts';

const paris = new TimeZone('Europe/Paris');
const terms: RateCardTerms = {
  baseCents: 500,
  perKilometre: 12_345,
  includedMetres: 0,
  perHour: 300_000,
  includedMinutes: 0,
  night: { fromMinute: 21 * 60, toMinute: 6 * 60, basisPoints: 5000 },
  sunday: { basisPoints: 10_000 },
  together: 'sum',
  minimumCents: 0,
};
const trip = (start: string, end: string, distanceMetres: number | null) => ({
  startMs: Date.parse(start),
  endMs: Date.parse(end),
  distanceMetres,
});
const amounts = (price: ReturnType<typeof priceMission>) =>
  price.lines.map(({ kind, amountCents }) => [kind, amountCents] as const);

describe('the price of a mission', () => {
  test('by day: base, distance and time, each rounded by itself', () => {
    const price = priceMission(trip('2026-03-04T09:00:00Z', '2026-03-04T09:50:00Z', 10_001), terms, paris);
    expect(amounts(price)).toEqual([
      ['base', 500],
      ['distance', 1235],
      ['time', 2500],
    ]);
    expect(price.amountCents).toBe(4235);
  });

  test('what is included is not charged, and a distance that nobody knows is said', () => {
    const included = { ...terms, includedMetres: 10_000, includedMinutes: 60 };
    const price = priceMission(trip('2026-03-04T09:00:00Z', '2026-03-04T09:50:00Z', 10_001), included, paris);
    expect(amounts(price)).toEqual([
      ['base', 500],
      ['distance', 0],
      ['time', 0],
    ]);
    const unknown = priceMission(trip('2026-03-04T09:00:00Z', '2026-03-04T09:50:00Z', null), terms, paris);
    expect(unknown.lines[1]).toEqual({ kind: 'distance-unknown', amountCents: 0 });
  });

  test('a night by the clock of Paris, over midnight into a Sunday', () => {
    // Saturday 20:00 to Sunday 02:00, local: five hours of night, two of Sunday.
    const price = priceMission(
      trip('2026-03-07T19:00:00Z', '2026-03-08T01:00:00Z', 0),
      { ...terms, perKilometre: 0 },
      paris,
    );
    expect(price.lines.slice(2)).toEqual([
      { kind: 'night', minutes: 300, totalMinutes: 360, ofCents: 18_500, basisPoints: 5000, amountCents: 7708 },
      { kind: 'sunday', minutes: 120, totalMinutes: 360, ofCents: 18_500, basisPoints: 10_000, amountCents: 6167 },
    ]);
    const highest = priceMission(
      trip('2026-03-07T19:00:00Z', '2026-03-08T01:00:00Z', 0),
      { ...terms, perKilometre: 0, together: 'highest' },
      paris,
    );
    expect(highest.lines.slice(2).map((line) => [line.kind, 'minutes' in line && line.minutes])).toEqual([
      ['night', 180],
      ['sunday', 120],
    ]);
  });

  test('the night in which the clocks go forward has an hour less, the one in which they go back an hour more', () => {
    const all = {
      ...terms,
      baseCents: 0,
      perKilometre: 0,
      night: { fromMinute: 0, toMinute: 6 * 60, basisPoints: 5000 },
    };
    const nightOf = (start: string, end: string) =>
      priceMission(trip(start, end, null), all, paris).lines.find(({ kind }) => kind === 'night');
    // 29 March 2026, 00:00 to 06:00 local: five hours; 25 October: seven.
    expect(nightOf('2026-03-28T23:00:00Z', '2026-03-29T04:00:00Z')).toMatchObject({ minutes: 300, totalMinutes: 300 });
    expect(nightOf('2026-10-24T22:00:00Z', '2026-10-25T05:00:00Z')).toMatchObject({ minutes: 420, totalMinutes: 420 });
    expect(nightOf('2024-02-28T23:00:00Z', '2024-02-29T23:00:00Z')).toMatchObject({ minutes: 360, totalMinutes: 1440 });
  });

  test('a minimum adds what is missing', () => {
    const price = priceMission(
      trip('2026-03-04T09:00:00Z', '2026-03-04T09:01:00Z', 0),
      { ...terms, minimumCents: 2000 },
      paris,
    );
    expect(price.lines.at(-1)).toEqual({ kind: 'minimum', minimumCents: 2000, amountCents: 1450 });
    expect(price.amountCents).toBe(2000);
  });

  test('lines always sum to the price, surcharges never exceed their share, and a trip that ends before it began costs no time', () => {
    const minutes = fc.integer({ min: -100, max: 5000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1.7e12, max: 1.9e12 }),
        minutes,
        fc.integer({ min: 0, max: 2_000_000 }),
        (start, length, metres) => {
          const price = priceMission(
            { startMs: start, endMs: start + length * 60_000, distanceMetres: metres },
            terms,
            paris,
          );
          expect(price.lines.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(price.amountCents);
          for (const line of price.lines)
            if (line.kind === 'night' || line.kind === 'sunday') {
              expect(line.minutes).toBeLessThanOrEqual(line.totalMinutes);
              expect(line.amountCents).toBeLessThanOrEqual((line.ofCents * line.basisPoints) / 10_000 + 1);
            }
          if (length <= 0) expect(price.lines.map(({ kind }) => kind)).toEqual(['base', 'distance', 'time']);
        },
      ),
    );
  });
});

describe('which card', () => {
  const card = (id: string, thirdPartyId: string | null, validFrom: string, validTo: string | null) => ({
    ...{ id, thirdPartyId, validFrom, validTo, currency: 'EUR' },
  });
  const cards = [
    card('general', null, '2020-01-01', null),
    card('old', 'acme', '2020-01-01', '2024-02-29'),
    card('new', 'acme', '2024-03-01', null),
    card('special', 'acme', '2025-01-01', '2025-12-31'),
  ];

  test.each([
    ['acme', '2024-02-29', 'old'],
    ['acme', '2024-03-01', 'new'],
    ['acme', '2025-06-01', 'special'],
    ['acme', '2026-01-01', 'new'],
    ['other', '2026-01-01', 'general'],
    [null, '2026-01-01', 'general'],
    ['acme', '2019-12-31', undefined],
  ])('for %s on %s: %s', (thirdPartyId, day, id) => {
    expect(rateCardFor(cards, thirdPartyId, 'EUR', day)?.id).toBe(id);
  });

  test('no card in another currency', () => {
    expect(rateCardFor(cards, 'acme', 'CHF', '2026-01-01')).toBeUndefined();
  });

  test('a card that ends before it begins is refused at the field', () => {
    const whole = {
      ...{ id: '00000000-0000-4000-8000-000000000001', label: 'A', thirdPartyId: null, currency: 'EUR' },
      ...{ validFrom: '2026-01-01', validTo: '2025-12-31', vat: { category: 'S', basisPoints: 1000 }, terms },
    };
    expect(rateCard.safeParse(whole).error?.issues.map(({ path }) => path.join('.'))).toEqual(['validTo']);
    expect(rateCard.safeParse({ ...whole, validTo: '2026-02-29' }).error?.issues[0]?.path).toEqual(['validTo']);
  });
});
