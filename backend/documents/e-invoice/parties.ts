import type { Invoice } from '@e-invoice-eu/core';
import type { InvoiceParty, InvoiceSeller } from '../../../shared/domain/billing/index.ts';
import { electronicAddress, oneLine, SIREN_SCHEME, SIRET_SCHEME } from './identifiers.ts';

type UblInvoice = Invoice['ubl:Invoice'];
export type UblSeller = UblInvoice['cac:AccountingSupplierParty']['cac:Party'];
export type UblBuyer = UblInvoice['cac:AccountingCustomerParty']['cac:Party'];

/**
 * The seller (BG-4): legal registration by SIREN (BT-30), establishment by SIRET (BT-29), VAT number (BT-31), legal form and register (BT-33).
 * @param namesVat whether VAT numbers are named: not on what is outside the scope of VAT (BR-O-02)
 */
export function ublSeller(seller: InvoiceSeller, namesVat: boolean): UblSeller {
  const about = [seller.legalForm, seller.register].filter((text) => text !== undefined).join(', ');
  const [first, ...more] = taxSchemes(seller, namesVat);
  return {
    ...endpoint(seller),
    ...identification(seller),
    'cac:PostalAddress': address(seller),
    ...(first === undefined ? {} : { 'cac:PartyTaxScheme': more[0] === undefined ? [first] : [first, more[0]] }),
    'cac:PartyLegalEntity': { ...legalEntity(seller), ...(about === '' ? {} : { 'cbc:CompanyLegalForm': about }) },
    ...contact(seller),
  } as UblSeller;
}

/** The buyer (BG-7). */
export function ublBuyer(buyer: InvoiceParty, namesVat: boolean): UblBuyer {
  const [identifier] = identification(buyer)['cac:PartyIdentification'] ?? [];
  return {
    ...endpoint(buyer),
    ...(identifier === undefined ? {} : { 'cac:PartyIdentification': identifier }),
    'cac:PostalAddress': address(buyer),
    ...(buyer.vatNumber === undefined || !namesVat ? {} : { 'cac:PartyTaxScheme': vatScheme(buyer.vatNumber) }),
    'cac:PartyLegalEntity': legalEntity(buyer),
    ...contact(buyer),
  } as UblBuyer;
}

function endpoint(party: InvoiceParty) {
  const address = electronicAddress(party);
  return address === undefined ? {} : { 'cbc:EndpointID': address.id, 'cbc:EndpointID@schemeID': address.scheme };
}

function identification({ siret }: InvoiceParty) {
  return siret === undefined
    ? {}
    : { 'cac:PartyIdentification': [{ 'cbc:ID': siret, 'cbc:ID@schemeID': SIRET_SCHEME }] };
}

function vatScheme(vatNumber: string) {
  return { 'cbc:CompanyID': vatNumber, 'cac:TaxScheme': { 'cbc:ID': 'VAT' } };
}

/** BT-31; where there is none, as under the exemption for small companies, the SIREN is the registration with the tax office (BT-32). */
function taxSchemes({ vatNumber, siren }: InvoiceParty, namesVat: boolean) {
  if (vatNumber !== undefined && namesVat) return [vatScheme(vatNumber)];
  if (vatNumber === undefined && siren !== undefined && namesVat)
    return [{ 'cbc:CompanyID': siren, 'cac:TaxScheme': { 'cbc:ID': 'FC' } }];
  return [];
}

function legalEntity({ name, siren }: InvoiceParty) {
  return {
    'cbc:RegistrationName': oneLine(name),
    ...(siren === undefined ? {} : { 'cbc:CompanyID': siren, 'cbc:CompanyID@schemeID': SIREN_SCHEME }),
  };
}

function address({ addressLines: [first, second, third], postalCode, city, country }: InvoiceParty) {
  return {
    ...(first === undefined ? {} : { 'cbc:StreetName': oneLine(first) }),
    ...(second === undefined ? {} : { 'cbc:AdditionalStreetName': oneLine(second) }),
    ...(city === undefined ? {} : { 'cbc:CityName': oneLine(city) }),
    ...(postalCode === undefined ? {} : { 'cbc:PostalZone': postalCode }),
    ...(third === undefined ? {} : { 'cac:AddressLine': { 'cbc:Line': oneLine(third) } }),
    'cac:Country': { 'cbc:IdentificationCode': country },
  };
}

function contact({ phone, email }: InvoiceParty) {
  if (phone === undefined && email === undefined) return {};
  return {
    'cac:Contact': {
      ...(phone === undefined ? {} : { 'cbc:Telephone': oneLine(phone) }),
      ...(email === undefined ? {} : { 'cbc:ElectronicMail': email }),
    },
  };
}
