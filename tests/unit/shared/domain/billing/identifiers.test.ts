import { describe, expect, test } from 'vitest';
import {
  frenchVatNumberOf,
  invoiceNumber,
  isFrenchVatNumber,
  isSiren,
  isSiret,
  seriesPrefix,
  withoutSpaces,
} from '../../../../../shared/domain/billing/index.ts';

describe('numbers of French companies', () => {
  test.each([
    ['732829320', true],
    ['732829321', false],
    ['73282932', false],
    ['356000000', true],
    ['73282932A', false],
  ])('SIREN %s: %s', (siren, isValid) => expect(isSiren(siren)).toBe(isValid));

  test.each([
    ['73282932000074', true],
    ['73282932000075', false],
    // An establishment of La Poste: the digits sum to a multiple of five.
    ['35600000049837', true],
    ['35600000049838', false],
    ['73282932100074', false],
  ])('SIRET %s: %s', (siret, isValid) => expect(isSiret(siret)).toBe(isValid));

  test.each([
    ['FR44732829320', true],
    ['FR45732829320', false],
    ['FRK7732829320', true],
    ['FRI7732829320', false],
    ['FR44732829321', false],
    ['DE44732829320', false],
  ])('VAT number %s: %s', (number, isValid) => expect(isFrenchVatNumber(number)).toBe(isValid));

  test('a SIREN leads to its VAT number, and spaces of every kind are left out', () => {
    expect(frenchVatNumberOf('732829320')).toBe('FR44732829320');
    expect(withoutSpaces('732\u{a0}829\u{202f}320 000-74')).toBe('73282932000074');
  });
});

describe('numbers of invoices', () => {
  test('count on within a year, longer where they must be', () => {
    expect(invoiceNumber('FA', 2026, 123)).toBe('FA-2026-000123');
    expect(invoiceNumber('AV-LY', 2026, 1_234_567)).toBe('AV-LY-2026-1234567');
    for (const wrong of [0, -1, 1.5]) expect(() => invoiceNumber('FA', 2026, wrong)).toThrow(RangeError);
  });

  test.each([
    ['FA', true],
    ['A-B', true],
    ['-A', false],
    ['a', false],
    ['', false],
    ['ABCDEFGHIJKL', false],
  ])('prefix %s: %s', (prefix, isValid) => expect(seriesPrefix.safeParse(prefix).success).toBe(isValid));
});
