import { describe, expect, it } from 'vitest';
import { currencyStyle, formatDecimal, parseDecimal } from '../../../../renderer/i18n/decimal.ts';
import type { Language } from '../../../../renderer/i18n/index.ts';
import { fc } from '../../../support/property.ts';

describe('a number that a person types', () => {
  it.each([
    ['1 234,56', 123_456],
    ['1\u202f234,56', 123_456],
    ['1234.5', 123_450],
    ['12,5 €', 1_250],
    ['-0,05', -5],
    ['−3', -300],
    [',5', 50],
    ['7,', 700],
    ['0', 0],
    ['-0', 0],
  ])('is taken as French has it: %s', (text, cents) => {
    expect(parseDecimal(text, 'fr', 2, ['€', 'EUR'])).toBe(cents);
  });

  it.each([
    ['1,234.56', 123_456],
    ['€1,234.56', 123_456],
    ['-€5', -500],
    ['1234', 123_400],
    ['12.5 EUR', 1_250],
  ])('is taken as English has it: %s', (text, cents) => {
    expect(parseDecimal(text, 'en', 2, ['€', 'EUR'])).toBe(cents);
  });

  it.each<[Language, string, string]>([
    ['fr', '12,345', 'more decimals than there are cents'],
    ['fr', '1 23,00', 'thousands of two digits'],
    ['fr', '1.234,56', 'two decimal points'],
    ['en', '12,50', 'a comma that parts no thousands'],
    ['en', '1,2345', 'thousands of four digits'],
    ['en', '1.2.3', 'two points'],
    ['fr', '12 USD', 'another currency'],
    ['fr', '--5', 'two signs'],
    ['fr', '-€-5', 'two signs around the unit'],
    ['fr', '1e3', 'an exponent'],
    ['fr', '12a', 'a letter'],
    ['fr', '', 'nothing'],
    ['fr', '-', 'a sign alone'],
    ['fr', '99999999999999999', 'more than is exact'],
  ])('is refused in %s: %s (%s)', (language, text) => {
    expect(parseDecimal(text, language, 2, ['€', 'EUR'])).toBeUndefined();
  });

  it('comes back to the cent as it was written, in each language, up to the largest that are exact', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.constantFrom('fr' as const, 'en' as const),
        fc.integer({ min: 0, max: 3 }),
        (scaled, language, digits) => {
          expect(parseDecimal(formatDecimal(scaled, language, digits), language, digits)).toBe(scaled);
        },
      ),
    );
  });
});

describe('a currency', () => {
  it('has its own number of decimals and its own sign', () => {
    expect(currencyStyle('fr', 'EUR')).toEqual({ digits: 2, units: ['€', 'EUR'] });
    expect(currencyStyle('en', 'JPY').digits).toBe(0);
    expect(currencyStyle('en', '???')).toEqual({ digits: 2, units: ['???'] });
  });
});
