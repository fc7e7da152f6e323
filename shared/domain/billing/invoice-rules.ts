import type { Refusal } from '../refusal.ts';
import type { InvoiceDocument, InvoiceLine } from './invoice-document.ts';

/**
 * What EN 16931 asks of the parties of an invoice for the VAT categories on it, and of the categories together: looked at before a number
 * is given, since an invoice is never changed. Rules BR-S-02, BR-AE-02, BR-IC-02, BR-O-11 and their kin.
 * @returns the first that is not kept
 */
export function refuseCategories({
  seller,
  buyer,
  lines,
}: Pick<InvoiceDocument, 'seller' | 'buyer'> & {
  lines: readonly Pick<InvoiceLine, 'vat'>[];
}): Refusal | undefined {
  const categories = new Set(lines.map(({ vat }) => vat.category));
  const refuse = (field: string, detail: string): Refusal => ({
    code: 'incomplete',
    field,
    detail: `${field}: ${detail}`,
  });
  if (categories.has('O') && categories.size > 1)
    return refuse(
      'vat',
      `what is outside the scope of VAT is not billed with other lines (third party "${buyer.name}")`,
    );
  const isTaxed = [...categories].some((category) => category !== 'O');
  if (isTaxed && seller.vatNumber === undefined && seller.siren === undefined)
    return refuse('billingSettings.seller.vatNumber', 'is missing, and an invoice with VAT names it');
  const lacksNumber = buyer.vatNumber === undefined;
  if (categories.has('K') && lacksNumber)
    return refuse(
      'contactInfo.vatNumber',
      `is missing, and a supply within the Union names it (third party "${buyer.name}")`,
    );
  if (categories.has('AE') && lacksNumber && buyer.siren === undefined)
    return refuse(
      'contactInfo.vatNumber',
      `VAT number and SIREN are missing, and reverse charge names one of them (third party "${buyer.name}")`,
    );
  return undefined;
}
