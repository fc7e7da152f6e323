import { describe, expect, it } from 'vitest';
import { addDays, formatDate, parseDate } from '../../../../renderer/i18n/calendar-date.ts';
import { fc } from '../../../support/property.ts';

describe('a day that a person types', () => {
  it.each([
    ['31/03/2026', '2026-03-31'],
    ['1.3.26', '2026-03-01'],
    ['1-3-2026', '2026-03-01'],
    ['01 03 2026', '2026-03-01'],
    ['01032026', '2026-03-01'],
    ['010326', '2026-03-01'],
    ['2026-03-01', '2026-03-01'],
    [' 29/02/2028 ', '2028-02-29'],
  ])('is taken: %s', (text, iso) => {
    expect(parseDate(text)).toBe(iso);
  });

  it.each(['', '31/02/2026', '29/02/2027', '00/01/2026', '12/13/2026', '1/3', '1/3/126', '2026/03/01', 'today'])(
    'is refused: %s',
    (text) => {
      expect(parseDate(text)).toBeUndefined();
    },
  );

  it('comes back as it was written', () => {
    const day = fc.integer({ min: 0, max: 200_000 }).map((days) => addDays('1900-01-01', days));
    fc.assert(fc.property(day, (iso) => parseDate(formatDate(iso)) === iso));
  });

  it('goes a day on over the end of a year', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });
});
