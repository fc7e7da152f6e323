import type { InvoiceParty, InvoiceSeller } from '../../../shared/domain/billing/index.ts';
import { electronicAddress, oneLine, SIREN_SCHEME, SIRET_SCHEME } from './identifiers.ts';
import { type Content, element } from './xml.ts';

/** BG-4 and BG-7, in the order of the schema. @param namesVat not on what is outside the scope of VAT (BR-O-02) */
export function ciiParty(
  name: string,
  party: InvoiceParty & Partial<InvoiceSeller>,
  namesVat: boolean,
  isSeller: boolean,
): Content {
  const { siren, siret, vatNumber, phone, email } = party;
  const about = [party.legalForm, party.register].filter((text) => text !== undefined).join(', ');
  const address = electronicAddress(party);
  const taxOffice = isSeller && vatNumber === undefined ? siren : undefined;
  return element(name, [
    element('ram:GlobalID', siret, { schemeID: SIRET_SCHEME }),
    element('ram:Name', oneLine(party.name)),
    about === '' ? undefined : element('ram:Description', oneLine(about)),
    element('ram:SpecifiedLegalOrganization', [element('ram:ID', siren, { schemeID: SIREN_SCHEME })]),
    element('ram:DefinedTradeContact', [
      element('ram:TelephoneUniversalCommunication', [element('ram:CompleteNumber', phone && oneLine(phone))]),
      element('ram:EmailURIUniversalCommunication', [element('ram:URIID', email)]),
    ]),
    postalAddress(party),
    element('ram:URIUniversalCommunication', [element('ram:URIID', address?.id, { schemeID: address?.scheme ?? '' })]),
    namesVat
      ? [
          element('ram:SpecifiedTaxRegistration', [element('ram:ID', vatNumber, { schemeID: 'VA' })]),
          element('ram:SpecifiedTaxRegistration', [element('ram:ID', taxOffice, { schemeID: 'FC' })]),
        ]
      : undefined,
  ]);
}

function postalAddress({ addressLines: [first, second, third], postalCode, city, country }: InvoiceParty): Content {
  return element('ram:PostalTradeAddress', [
    element('ram:PostcodeCode', postalCode),
    element('ram:LineOne', first && oneLine(first)),
    element('ram:LineTwo', second && oneLine(second)),
    element('ram:LineThree', third && oneLine(third)),
    element('ram:CityName', city && oneLine(city)),
    element('ram:CountryID', country),
  ]);
}
