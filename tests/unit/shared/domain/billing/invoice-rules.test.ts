import { describe, expect, it } from 'vitest';
import { type InvoiceParty, refuseCategories, type VatTreatment } from '../../../../../shared/domain/billing/index.ts';

const unregistered: InvoiceParty = { name: 'S', addressLines: [], country: 'FR' };
const registered: InvoiceParty = { ...unregistered, vatNumber: 'FR44732829320' };
const buyer: InvoiceParty = { name: 'B', addressLines: [], country: 'DE' };
const VAT: Record<string, VatTreatment> = {
  S: { category: 'S', basisPoints: 2000 },
  Z: { category: 'Z', basisPoints: 0 },
  AE: { category: 'AE', basisPoints: 0, exemption: 'Autoliquidation' },
  K: { category: 'K', basisPoints: 0, exemption: 'CGI, article 262 ter' },
  O: { category: 'O', basisPoints: 0, exemption: 'Hors champ' },
};

function fault(
  categories: string,
  { seller = registered, ...parties }: { seller?: InvoiceParty; buyer?: Partial<InvoiceParty> } = {},
) {
  const lines = categories.split(' ').map((category) => ({
    ...{ description: 'x', quantityMilli: 1000, unit: 'C62' as const, unitPrice: 100, netCents: 1 },
    vat: VAT[category] ?? { category: 'S' as const, basisPoints: 1 },
  }));
  return refuseCategories({ seller, buyer: { ...buyer, ...parties.buyer }, lines })?.field;
}

describe('the VAT categories of an invoice', () => {
  it('ask for the numbers that EN 16931 names with them', () => {
    expect(fault('S Z')).toBeUndefined();
    expect(fault('S', { seller: unregistered })).toBe('billingSettings.seller.vatNumber');
    expect(fault('S', { seller: { ...unregistered, siren: '732829320' } })).toBeUndefined();
    expect(fault('O', { seller: unregistered })).toBeUndefined();
    expect(fault('K')).toBe('contactInfo.vatNumber');
    expect(fault('K', { buyer: { siren: '732829320' } })).toBe('contactInfo.vatNumber');
    expect(fault('K', { buyer: { vatNumber: 'DE136695976' } })).toBeUndefined();
    expect(fault('AE S')).toBe('contactInfo.vatNumber');
    expect(fault('AE S', { buyer: { siren: '732829320' } })).toBeUndefined();
  });

  it('are not mixed with what is outside the scope of VAT', () => {
    expect(fault('O O')).toBeUndefined();
    expect(fault('O S')).toBe('vat');
  });
});
