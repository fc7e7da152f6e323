import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { beginForm, enter, enterText, type FormState } from '../../../../renderer/billing/editing/form-state.ts';
import { faultsOf } from '../../../../renderer/billing/editing/form-faults.ts';
import { type FieldSpec, readForm } from '../../../../renderer/billing/rates/spec-form.ts';
import { createI18n } from '../../../../renderer/i18n/create-i18n.ts';
import { type Language, LANGUAGES, parseDate, parseDecimal, refusalSentence } from '../../../../renderer/i18n/index.ts';
import { enteredRateCard, type FieldValue, type Refusal } from '../../../../shared/domain/index.ts';
import { CARD_TERMS, RATE_CARD } from '../../../support/billing-fixtures.ts';

/** What is said at a field, in both languages: a sentence of that field, which is not the one for any value at all. */
function said(refusal: Refusal | undefined): Record<Language, string> {
  if (refusal === undefined) throw new Error('nothing is said');
  const sentences = LANGUAGES.map((language) => {
    const { t } = createI18n(language);
    const sentence = refusalSentence(t, refusal);
    expect(sentence).not.toBe(t('refusal.invalid-value'));
    expect(sentence.length).toBeGreaterThan(10);
    return [language, sentence];
  });
  return Object.fromEntries(sentences) as Record<Language, string>;
}

const faults = (state: FormState) => faultsOf(state, { row: {}, cycleStates: [] }).fields;
const mission = beginForm('mission', '1', { amountCents: 100, distanceMetres: 1 });
const cycle = beginForm('billing-cycle', null, { currency: 'EUR', priceBy: 'amount' });

describe('what a form of a mission or a cycle says to a value that it cannot take', () => {
  it.each<[string, FormState, string, Record<Language, RegExp>]>([
    [
      'an amount of 15 digits',
      enter(mission, 'amountCents', 123_456_789_012_345),
      'amountCents',
      { en: /below ten thousand million/, fr: /dix milliards/ },
    ],
    [
      'a distance below 0',
      enter(mission, 'distanceMetres', -1),
      'distanceMetres',
      { en: /from 0 to 99,999.999/, fr: /de 0 à 99/ },
    ],
    [
      '29 February of no leap year',
      enterText(cycle, 'periodStart', '29/02/2023'),
      'periodStart',
      { en: /a day/, fr: /un jour/ },
    ],
    [
      'a period that ends before it begins',
      enter(enter(cycle, 'periodStart', '2024-02-29'), 'periodEnd', '2024-02-28'),
      'periodEnd',
      { en: /before the first/, fr: /avant le premier|précède/ },
    ],
    ['a label of 201 letters', enter(cycle, 'label', 'x'.repeat(201)), 'label', { en: /at most 200/, fr: /200/ }],
    [
      'a currency that is none',
      enter(cycle, 'currency', 'EURO'),
      'currency',
      { en: /three letters/, fr: /trois lettres/ },
    ],
  ])('%s', (_, state, field, expected) => {
    const sentences = said(faults(state)[field]);
    for (const language of LANGUAGES) expect(sentences[language]).toMatch(expected[language]);
    // What was typed is still there.
    expect([...Object.keys(state.mine), ...Object.keys(state.texts)]).toContain(field);
  });

  it('takes names with quotes, markup, emoji and from right to left as they are, and pasted line breaks as blanks', () => {
    const name = '«“L’Été” <b>&amp;</b>» שלום 🚌';
    const whole = enter(
      enter(enter(cycle, 'label', `${name}\r\n\tMars`), 'periodStart', '2024-02-29'),
      'periodEnd',
      '2024-02-29',
    );
    expect(faults(whole)).toEqual({});
  });

  it('reads days and amounts that people type, and 15 digits exactly', () => {
    expect([parseDate('29/02/2024'), parseDate('29/02/2023'), parseDate('29/02/1900')]).toEqual([
      '2024-02-29',
      undefined,
      undefined,
    ]);
    expect(parseDecimal('1 234 567 890 123,45', 'fr', 2)).toBe(123_456_789_012_345);
    expect(parseDecimal('1,234,567,890,123.45', 'en', 2)).toBe(123_456_789_012_345);
  });
});

describe('what the form of a rate card says to a value that it cannot take', () => {
  const specs: readonly FieldSpec[] = [
    { path: 'validFrom', kind: 'day' },
    { path: 'validTo', kind: 'day' },
    { path: 'vat.basisPoints', kind: 'percent' },
    { path: 'terms.baseCents', kind: 'money' },
    { path: 'terms.includedMetres', kind: 'kilometres' },
    { path: 'terms.includedMinutes', kind: 'minutes' },
  ];
  const right: Record<string, string> = {
    ...{ validFrom: '01/01/2026', validTo: '', 'vat.basisPoints': '20', 'terms.baseCents': '5' },
    ...{ 'terms.includedMetres': '0', 'terms.includedMinutes': '0' },
  };
  const read = (typed: Record<string, string>) =>
    readForm(specs, { ...right, ...typed }, { ...RATE_CARD, terms: CARD_TERMS }, enteredRateCard, 'fr').faults;

  it.each<[string, Record<string, string>, string]>([
    ['an amount of 15 digits', { 'terms.baseCents': '1 234 567 890 123,45' }, 'terms.baseCents'],
    ['an amount below 0', { 'terms.baseCents': '-5' }, 'terms.baseCents'],
    ['kilometres below 0', { 'terms.includedMetres': '-1' }, 'terms.includedMetres'],
    ['minutes below 0', { 'terms.includedMinutes': '-1' }, 'terms.includedMinutes'],
    ['29 February of no leap year', { validFrom: '29/02/2023' }, 'validFrom'],
    ['a last day before the first', { validTo: '31/12/2025' }, 'validTo'],
  ])('%s: at the field', (_, typed, field) => {
    expect([...read(typed)]).toEqual([[field, { kind: 'form' }]]);
  });

  it('a VAT rate that ended, or holds not yet, while the card is valid: with the day', () => {
    const ended = { kind: 'rate', state: 'ended', day: '2013-12-31' };
    expect(read({ 'vat.basisPoints': '19,6' }).get('vat.basisPoints')).toEqual(ended);
    expect(
      read({ validFrom: '01/06/2013', validTo: '30/06/2014', 'vat.basisPoints': '19,6' }).get('vat.basisPoints'),
    ).toEqual(ended);
    expect(read({ validFrom: '01/06/2013', validTo: '31/12/2013', 'vat.basisPoints': '19,6' }).size).toBe(0);
    expect(read({ validFrom: '01/06/2013', 'vat.basisPoints': '20' }).get('vat.basisPoints')).toEqual({
      ...{ kind: 'rate', state: 'not-yet', day: '2014-01-01' },
    });
    // Corsica and others that the list does not know are the operator's to answer for.
    expect(read({ 'vat.basisPoints': '0,9' }).size).toBe(0);
    for (const language of LANGUAGES) {
      const { t } = createI18n(language);
      expect(t('rates.wrong.rate-ended', { date: '31/12/2013' })).toContain('31/12/2013');
    }
  });
});

/** Lists within a value are read and written by their places. */
it('reads and writes the parts of lists', () => {
  const specs: readonly FieldSpec[] = [
    { path: 'steps.0.label', kind: 'required' },
    { path: 'steps.1.hours', kind: 'whole' },
  ];
  const base = {
    steps: [
      { label: 'a', hours: 1 as FieldValue },
      { label: 'b', hours: 2 },
    ],
  };
  const schema = z.object({ steps: z.array(z.object({ label: z.string(), hours: z.number().int().max(9) })) });
  const typed = { 'steps.0.label': 'c', 'steps.1.hours': '7' };
  expect(readForm(specs, typed, base, schema, 'en').value).toEqual({
    steps: [
      { label: 'c', hours: 1 },
      { label: 'b', hours: 7 },
    ],
  });
  expect([...readForm(specs, { ...typed, 'steps.1.hours': '70' }, base, schema, 'en').faults.keys()]).toEqual([
    'steps.1.hours',
  ]);
});
