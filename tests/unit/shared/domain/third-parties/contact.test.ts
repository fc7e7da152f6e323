import { describe, expect, it } from 'vitest';
import {
  contactFaults,
  contactMemberFault,
  fieldOf,
  type FieldValue,
  listText,
  newThirdParty,
  refuseCreation,
  refusePatch,
  thirdParty,
  tidyContact,
  tidyField,
  type ContactMember,
  withFields,
} from '../../../../../shared/domain/index.ts';

const field = (member: ContactMember) => `contactInfo.${member}`;

describe('what is entered of a third party', () => {
  it.each<[ContactMember, FieldValue, FieldValue]>([
    ['siren', '732 829 320', '732829320'],
    ['siret', '732 829 320 00074', '73282932000074'],
    ['siret', '356 000 000 00048', '35600000000048'],
    // Of La Poste: no Luhn, digits that sum to a multiple of five.
    ['siret', '356 000 000 49837', '35600000049837'],
    ['vatNumber', 'fr 40 303 265 045', 'FR40303265045'],
    ['vatNumber', 'DE 136 695 976', 'DE136695976'],
    ['vatNumber', 'BE 1000000021', 'BE1000000021'],
    ['vatNumber', 'EL 094259216', 'EL094259216'],
    ['vatNumber', 'NL 000099998B57', 'NL000099998B57'],
    ['iban', 'FR76 3000 6000 0112 3456 7890 189', 'FR7630006000011234567890189'],
    ['iban', 'de89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
    ['bic', 'bnpafrpp', 'BNPAFRPP'],
    ['country', 'Belgique', 'BE'],
    ['country', 'united kingdom', 'GB'],
    ['country', 'côte d’ivoire', 'CI'],
    ['address', ' 12, rue de la Paix\r\n\r\n Bâtiment B ', '12, rue de la Paix\nBâtiment B'],
    ['city', 'Châlons-\nen-Champagne', 'Châlons- en-Champagne'],
    ['phone', '+33 (0)1 99 00 12 34', '+33 (0)1 99 00 12 34'],
    ['paymentDays', 45, 45],
    ['language', 'fr', 'fr'],
    ['email', '\u202dnom@exemple.fr\u202c', 'nom@exemple.fr'],
  ])('as %s takes %j, kept as %j', (member, typed, kept) => {
    const tidied = tidyField('third-party', field(member), tidyCountry(member, typed));
    expect(tidied).toEqual(kept);
    expect(contactMemberFault(member, tidied)).toBeUndefined();
    expect(refuseCreation('third-party', { name: 'A', type: 'customer', [field(member)]: tidied })).toBeUndefined();
  });

  it.each<[ContactMember, FieldValue, string]>([
    ['siren', '732829321', 'siren-check'],
    ['siren', '73282932', 'siren-form'],
    ['siret', '73282932000075', 'siret-check'],
    ['siret', '35600000049838', 'siret-check'],
    ['vatNumber', 'FR41303265045', 'vat-check'],
    ['vatNumber', 'FR4030326504', 'vat-form'],
    ['vatNumber', 'QQ123', 'vat-country'],
    ['vatNumber', 'DE136695977', 'vat-check'],
    ['vatNumber', 'BE1000000022', 'vat-check'],
    ['iban', 'FR7630006000011234567890188', 'iban-check'],
    ['iban', 'FR763000600001123456789018', 'iban-form'],
    ['iban', 'US7630006000011234567890189', 'iban-country'],
    ['bic', 'BNPA', 'bic-form'],
    ['email', 'nom@', 'email-form'],
    ['phone', 'appelez-moi', 'phone-form'],
    ['country', 'Atlantis', 'country-unknown'],
    ['postalCode', '<b>69001</b>', 'postal-code-form'],
    ['address', 'a\nb\nc\nd\ne', 'too-many-lines'],
    ['city', 'x'.repeat(101), 'too-long'],
    ['city', 'Ly\u0000on', 'invisible'],
    ['city', 'Ly\u202eon', 'invisible'],
    ['paymentDays', 61, 'days-range'],
    ['paymentDays', -1, 'days-range'],
    ['paymentDays', 1.5, 'days-range'],
    ['paymentDays', 'thirty', 'days-range'],
    ['language', 'de', 'language-unknown'],
    ['persons', 'nobody', 'list-form'],
    ['persons', listText([{ name: '' }]), 'person-name'],
    ['persons', listText([{ name: 'A', email: 'x' }]), 'person-email'],
    ['persons', listText(Array.from({ length: 21 }, () => ({ name: 'A' }))), 'too-many'],
    ['addresses', listText([{ label: 'Dépôt', country: 'XX' }]), 'address-country'],
  ])('as %s refuses %j: %s', (member, value, fault) => {
    expect(refuseCreation('third-party', { name: 'A', type: 'customer', [field(member)]: value })).toMatchObject({
      code: 'invalid-value',
      field: field(member),
      fault,
    });
  });

  it.each(['O’Brien & Fils "S.A."', '<script>alert(1)</script>', 'שלום תחבורה בע״מ', '🚌 Bus & Co', "D'Artagnan"])(
    'takes the name %s as it is',
    (name) => {
      expect(tidyField('third-party', 'name', name)).toBe(name);
      expect(refuseCreation('third-party', { name, type: 'customer' })).toBeUndefined();
    },
  );

  it('takes a pasted name on one line, without what nobody sees', () => {
    expect(tidyField('third-party', 'name', 'Autocars\r\nDupont\u200b\t SA\ud800')).toBe('Autocars Dupont SA\ufffd');
    expect(refuseCreation('third-party', { name: 'A\u0007', type: 'customer' })).toMatchObject({ fault: 'invisible' });
  });
});

describe('numbers of one third party', () => {
  const row = {
    ...newThirdParty(
      '0198a0b0-0000-7000-8000-000000000001',
      { name: 'A', type: 'customer' },
      '2026-03-01T00:00:00.000Z',
    ),
    // As an earlier program left it.
    contactInfo: { siren: '732829320', siret: '35600000000048', phone: '1', fax: '0199001234' },
  };
  it('must agree where one of them is changed, and are left alone where none is', () => {
    expect(refusePatch('third-party', row, { 'contactInfo.city': 'Lyon' }, [])).toBeUndefined();
    expect(refusePatch('third-party', row, { 'contactInfo.siret': '35600000049837' }, [])).toMatchObject({
      field: 'contactInfo.siret',
      fault: 'siret-other-siren',
    });
    expect(refusePatch('third-party', row, { 'contactInfo.siret': '73282932000074' }, [])).toBeUndefined();
    expect(refusePatch('third-party', row, { 'contactInfo.vatNumber': 'FR40303265045' }, [])).toMatchObject({
      fault: 'vat-other-siren',
    });
    expect(
      refuseCreation('third-party', {
        name: 'A',
        type: 'customer',
        'contactInfo.country': 'FR',
        'contactInfo.postalCode': '6900',
      }),
    ).toMatchObject({ field: 'contactInfo.postalCode', fault: 'french-postal-code' });
  });

  it('are told with what is wrong, whoever wrote them, and nothing of them is lost', () => {
    expect(contactFaults(row.contactInfo)).toEqual([
      { member: 'phone', fault: 'phone-form' },
      { member: 'siret', fault: 'siret-other-siren' },
    ]);
    expect(
      contactFaults({ siren: 732_829_320, persons: 'Mme Roux', iban: { no: 1 }, email: 'x', country: 'France' }),
    ).toEqual([
      { member: 'email', fault: 'email-form' },
      { member: 'siren', fault: 'not-text' },
      { member: 'iban', fault: 'not-text' },
      { member: 'persons', fault: 'list-form' },
    ]);
    const parsed = thirdParty.parse({ ...row, contactInfo: { ...row.contactInfo, siren: 1, persons: 'x' } });
    expect(parsed.contactInfo).toMatchObject({ siren: 1, persons: 'x', fax: '0199001234' });
    expect(withFields(parsed, { 'contactInfo.city': 'Lyon' }).contactInfo).toMatchObject({
      fax: '0199001234',
      persons: 'x',
    });
  });
});

describe('lists of a third party', () => {
  const persons = [{ phone: '01 99 00 12 34', name: 'Zoé', extension: 12 }];
  it('are their text in an edit and a list in a row, the same both ways', () => {
    const text = listText(persons);
    expect(text).toBe('[{"extension":12,"name":"Zoé","phone":"01 99 00 12 34"}]');
    const row = withFields({ contactInfo: {} }, { 'contactInfo.persons': text });
    expect(row).toEqual({ contactInfo: { persons: [{ extension: 12, name: 'Zoé', phone: '01 99 00 12 34' }] } });
    expect(fieldOf(row, 'contactInfo.persons')).toBe(text);
    expect(fieldOf({ contactInfo: { persons } }, 'contactInfo.persons')).toBe(text);
  });

  it('lose what is empty in them', () => {
    expect(tidyContact('persons', listText([{ name: ' Zoé ', role: '' }, { name: '' }]))).toBe('[{"name":"Zoé"}]');
    expect(tidyContact('persons', listText([{ name: '' }]))).toBeNull();
  });
});

/** A country is entered by its name: what is entered of it is looked up first. */
function tidyCountry(_member: ContactMember, typed: FieldValue): FieldValue {
  return typed;
}
