import { describe, expect, it } from 'vitest';
import {
  EDITABLE_ENTITIES,
  EDITABLE_FIELDS,
  fieldOf,
  fieldsOf,
  GUARDED_FIELDS,
  policyOf,
  REFERENCES,
  withFields,
} from '../../../../shared/domain/index.ts';
import { fc } from '../../../support/property.ts';

const row = {
  id: '1',
  name: 'Ateliers',
  contactInfo: { email: 'a@example.com', siret: ['1', '2'] },
  amountCents: null,
};

describe('fields of a row', () => {
  it('are read by their path, and are null where there is none', () => {
    expect(fieldsOf(row, ['name', 'contactInfo.email', 'contactInfo.phone', 'amountCents', 'nothing.at.all'])).toEqual({
      name: 'Ateliers',
      'contactInfo.email': 'a@example.com',
      'contactInfo.phone': null,
      amountCents: null,
      'nothing.at.all': null,
    });
  });

  it('are changed without touching the row, and what other programs keep beside them stays', () => {
    const changed = withFields(row, { name: 'B', 'contactInfo.phone': '+33 1', 'contactInfo.email': null });
    expect(changed).toEqual({ ...row, name: 'B', contactInfo: { phone: '+33 1', siret: ['1', '2'] } });
    expect(row.contactInfo).toEqual({ email: 'a@example.com', siret: ['1', '2'] });
  });

  it('hold what they were given', () => {
    const values = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(
        fc.constantFrom('name', 'amountCents', 'contactInfo.email', 'contactInfo.city'),
        values,
        (field, value) => {
          const changed = withFields(row, { [field]: value });
          expect(fieldOf(changed, field)).toBe(value);
          for (const other of ['id', 'name', 'amountCents', 'contactInfo.email'].filter((name) => name !== field)) {
            expect(fieldOf(changed, other)).toBe(fieldOf(row, other));
          }
        },
      ),
    );
  });

  it('do not answer to names that every object has', () => {
    expect(policyOf('mission', 'constructor')).toBeUndefined();
    expect(policyOf('mission', 'amountCents')).toBe('guarded');
  });
});

describe('the policy', () => {
  it.each(EDITABLE_ENTITIES)('guards each guarded field of a %s', (entity) => {
    const guarded = Object.keys(EDITABLE_FIELDS[entity]).filter((field) => policyOf(entity, field) === 'guarded');
    expect(GUARDED_FIELDS[entity]).toEqual(expect.arrayContaining(guarded));
  });

  it.each(EDITABLE_ENTITIES)('lets only fields of a %s refer to others', (entity) => {
    for (const field of Object.keys(REFERENCES[entity])) expect(policyOf(entity, field)).toBeDefined();
  });

  it('guards amounts and states everywhere', () => {
    expect(GUARDED_FIELDS.mission).toContain('amountCents');
    expect(GUARDED_FIELDS.mission).toContain('status');
    expect(GUARDED_FIELDS['billing-cycle']).toContain('state');
  });
});
