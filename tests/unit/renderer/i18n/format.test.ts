import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../../renderer/i18n/format.ts';

const french = createFormat('fr', 'Europe/Paris');
const english = createFormat('en', 'Europe/Paris');
const at = (iso: string) => Date.parse(iso);
const NARROW = '\u202f';
const WIDE = '\u00a0';

describe('numbers and money', () => {
  it('groups thousands with a narrow no-break space in French and a comma in English', () => {
    expect(french.integer(1_234_567)).toBe(`1${NARROW}234${NARROW}567`);
    expect(english.integer(1_234_567)).toBe('1,234,567');
  });

  it('writes money from integer cents', () => {
    expect(french.money(123_456_789, 'EUR')).toBe(`1${NARROW}234${NARROW}567,89${WIDE}€`);
    expect(english.money(123_456_789, 'EUR')).toBe('€1,234,567.89');
    expect(french.money(-5, 'EUR')).toBe(`-0,05${WIDE}€`);
    expect(english.money(0, 'GBP')).toBe('£0.00');
  });

  it('knows currencies without cents, and with thousandths', () => {
    expect(english.money(500, 'JPY')).toBe('JP¥500');
    expect(english.money(1_234, 'KWD')).toBe(`KWD${WIDE}1.234`);
  });

  it('shows a code that is no currency rather than failing', () => {
    expect(english.money(12_345, '???')).toBe(`123.45${WIDE}???`);
  });

  it('stays exact up to the largest integers that are', () => {
    expect(english.money(9_007_199_254_740_991, 'EUR')).toBe('€90,071,992,547,409.91');
  });
});

describe('distances and speeds', () => {
  it('uses metres under a kilometre, one decimal under a hundred, none above', () => {
    expect(french.distance(0)).toBe(`0${NARROW}m`);
    expect(french.distance(999)).toBe(`999${NARROW}m`);
    expect(french.distance(1_000)).toBe(`1,0${NARROW}km`);
    expect(english.distance(12_345)).toBe(`12.3${NARROW}km`);
    expect(french.distance(1_234_567)).toBe(`1${NARROW}235${NARROW}km`);
  });

  it('writes speeds in whole kilometres per hour', () => {
    expect(french.speed(13.9)).toBe(`50${NARROW}km/h`);
    expect(english.speed(0.1)).toBe(`0${NARROW}km/h`);
  });
});

describe('ages', () => {
  const now = at('2026-03-10T13:00:00Z');
  const age = (iso: string) => [french.age(at(iso), now), english.age(at(iso), now)];

  it('uses one unit, rounded down', () => {
    expect(age('2026-03-10T12:59:57Z')).toEqual([`3${NARROW}s`, `3${NARROW}s`]);
    expect(age('2026-03-10T12:59:01Z')).toEqual([`59${NARROW}s`, `59${NARROW}s`]);
    expect(age('2026-03-10T12:57:01Z')).toEqual([`2${NARROW}min`, `2${NARROW}min`]);
    expect(age('2026-03-10T07:30:00Z')).toEqual([`5${NARROW}h`, `5${NARROW}h`]);
    expect(age('2026-03-09T12:00:00Z')).toEqual(['hier', 'yesterday']);
    expect(age('2026-03-07T12:00:00Z')).toEqual([`3${NARROW}j`, `3${NARROW}d`]);
  });

  it('never says less than 0 s, though a clock runs ahead', () => {
    expect(age('2026-03-10T13:00:09Z')).toEqual([`0${NARROW}s`, `0${NARROW}s`]);
  });

  it('counts days of the calendar through the night that loses an hour and the one that gains one', () => {
    // In Paris, 29 March 2026 has 23 hours and 25 October 2026 has 25.
    expect(french.age(at('2026-03-28T11:00:00Z'), at('2026-03-29T12:00:00Z'))).toBe('hier');
    expect(french.age(at('2026-03-27T12:00:00Z'), at('2026-03-29T11:00:00Z'))).toBe(`2${NARROW}j`);
    expect(french.age(at('2026-10-24T11:00:00Z'), at('2026-10-25T12:00:00Z'))).toBe('hier');
    expect(french.age(at('2026-10-23T22:30:00Z'), at('2026-10-25T23:30:00Z'))).toBe(`2${NARROW}j`);
  });
});

describe('times', () => {
  const now = at('2026-03-29T12:00:00Z');

  it('leaves the day out today, gives it otherwise, and the year when it is another', () => {
    expect(french.time(at('2026-03-29T06:05:00Z'), now)).toBe('08:05');
    expect(english.time(at('2026-03-28T06:05:00Z'), now)).toBe('28 Mar, 07:05');
    expect(french.time(at('2025-02-22T12:00:00Z'), now)).toBe('22 févr. 2025, 13:00');
  });

  it('takes the day from the time zone, not from UTC', () => {
    // 22:30 UTC on the 28th is 23:30 in Paris, still the 28th; 23:30 UTC is already the 29th.
    expect(english.time(at('2026-03-28T22:30:00Z'), now)).toBe('28 Mar, 23:30');
    expect(english.time(at('2026-03-28T23:30:00Z'), now)).toBe('00:30');
  });

  it('jumps over the hour that does not exist and names the zone of the moment', () => {
    expect(french.clock(at('2026-03-29T00:59:59Z'))).toBe('01:59:59');
    expect(french.clock(at('2026-03-29T01:00:00Z'))).toBe('03:00:00');
    expect(english.zone(at('2026-03-29T00:59:59Z'))).toBe('CET');
    expect(english.zone(at('2026-03-29T01:00:00Z'))).toBe('CEST');
    expect(french.zone(at('2026-03-29T01:00:00Z'))).toBe('UTC+2');
  });

  it('writes midnight as 00', () => {
    expect(english.clock(at('2026-03-10T23:00:00Z'))).toBe('00:00:00');
  });

  it('gives seconds where they count', () => {
    expect(french.preciseTime(at('2026-03-29T12:02:07Z'), now)).toBe('14:02:07');
  });
});

describe('days of the calendar', () => {
  it('are the same in every time zone', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Paris']) {
      expect(createFormat('en', zone).date('2026-03-01')).toBe('1 Mar 2026');
    }
  });

  it('make a period that says its month and year once', () => {
    expect(french.period('2026-03-01', '2026-03-31')).toBe('1–31 mars 2026');
    expect(english.period('2025-12-15', '2026-01-14').replaceAll(/\s/gu, ' ')).toBe('15 Dec 2025 – 14 Jan 2026');
  });
});

it('writes factors with a multiplication sign', () => {
  expect(french.factor(1.5)).toBe('1,5×');
  expect(english.factor(60)).toBe('60×');
});
