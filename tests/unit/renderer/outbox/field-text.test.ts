import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../../renderer/i18n/format.ts';
import { createI18n } from '../../../../renderer/i18n/create-i18n.ts';
import { NAMED_FIELDS } from '../../../../renderer/outbox/field-kinds.ts';
import { fieldName, fieldText } from '../../../../renderer/outbox/field-text.ts';
import { EDITABLE_FIELDS, GUARDED_FIELDS } from '../../../../shared/domain/index.ts';
import { fc } from '../../../support/property.ts';

const writing = (language: 'fr' | 'en', currency: string | null = 'EUR') => ({
  t: createI18n(language).t,
  format: createFormat(language, 'Europe/Paris'),
  currency,
});
const text = (language: 'fr' | 'en', name: string, value: string | number | null, names = {}) =>
  fieldText(writing(language), 'mission', { field: name, names }, value);

describe('a value of a field', () => {
  it('is written as the language writes it', () => {
    expect(text('fr', 'amountCents', 123_456)).toBe('1\u202f234,56\u00a0€');
    expect(text('en', 'amountCents', -5)).toBe('-€0.05');
    expect(text('fr', 'distanceMetres', 12_345)).toBe('12,345\u202fkm');
    expect(text('en', 'periodEnd', '2026-01-31')).toBe('31 Jan 2026');
    expect(text('fr', 'type', 'supplier')).toBe('Fournisseur');
    expect(text('fr', 'state', 'closed')).toBe('Clos');
  });

  it('has no currency where nobody knows it', () => {
    expect(fieldText(writing('fr', null), 'mission', { field: 'amountCents', names: {} }, 123_456)).toBe(
      '1\u202f234,56',
    );
  });

  it('is the name of the row that it names, or else its id', () => {
    expect(text('en', 'thirdPartyId', 'a', { a: 'Clinique' })).toBe('Clinique');
    expect(text('en', 'thirdPartyId', 'b', { a: 'Clinique' })).toBe('b');
  });

  it('says that there is none', () => {
    expect(text('en', 'customerName', null)).toBe('none');
    expect(text('fr', 'customerName', '')).toBe('aucun');
  });

  it('is shown as it is where it does not fit its field', () => {
    expect(text('en', 'amountCents', 'much')).toBe('much');
    expect(text('en', 'periodEnd', '2026-02-99')).toBe('2026-02-99');
    expect(text('en', 'type', 'friend')).toBe('friend');
    expect(text('en', 'no-such-field', 'x')).toBe('x');
  });

  it('never looks the same as another distance or amount: who compares two must see that they differ', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 1, max: 99 }), (value, by) => {
        for (const name of ['distanceMetres', 'amountCents'])
          expect(text('fr', name, value)).not.toBe(text('fr', name, value + by));
      }),
    );
  });
});

describe('the fields', () => {
  it.each(['fr', 'en'] as const)('that may be edited or guarded all have a name in %s', (language) => {
    const { t } = createI18n(language);
    for (const entity of ['third-party', 'billing-cycle', 'mission', 'alarm-rule'] as const) {
      for (const name of [...Object.keys(EDITABLE_FIELDS[entity]), ...GUARDED_FIELDS[entity]]) {
        expect(NAMED_FIELDS, name).toContain(name);
        expect(fieldName(t, name)).not.toBe(name);
      }
    }
    expect(fieldName(t, 'something.new')).toBe('something.new');
  });
});
