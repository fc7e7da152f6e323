import type { Invoice } from '@e-invoice-eu/core';
import { documentTotals, type InvoiceDocument, type InvoiceLine } from '../../../shared/domain/billing/index.ts';
import { centsText, milliText, unitPriceText } from './decimal-text.ts';
import { oneLine, SERVICES, SPECIFICATION, TRANSFER, TYPE_CODES } from './identifiers.ts';
import { ublBuyer, ublSeller } from './parties.ts';
import { groupCategory, lineCategory } from './vat-terms.ts';

type UblInvoice = Invoice['ubl:Invoice'];

/**
 * An invoice or credit note by the business terms of EN 16931-1, as the library takes it.
 * @throws AmountError where an amount is too large to be exact
 */
export function en16931Invoice(document: InvoiceDocument): Invoice {
  const { currency, seller, buyer } = document;
  const namesVat = !document.lines.some(({ vat }) => vat.category === 'O');
  const amount = amountIn(currency);
  const invoice = {
    'cbc:CustomizationID': SPECIFICATION,
    'cbc:ProfileID': SERVICES,
    'cbc:ID': document.number,
    'cbc:IssueDate': document.issuedOn,
    'cbc:DueDate': document.dueOn,
    'cbc:InvoiceTypeCode': TYPE_CODES[document.kind],
    ...(document.legalNotes.length === 0 ? {} : { 'cbc:Note': document.legalNotes.map(oneLine) }),
    'cbc:DocumentCurrencyCode': currency,
    ...(document.buyerReference === undefined ? {} : { 'cbc:BuyerReference': oneLine(document.buyerReference) }),
    'cac:InvoicePeriod': { 'cbc:StartDate': document.periodStart, 'cbc:EndDate': document.periodEnd },
    ...(document.orderReference === undefined
      ? {}
      : { 'cac:OrderReference': { 'cbc:ID': oneLine(document.orderReference) } }),
    ...(document.corrects === undefined ? {} : { 'cac:BillingReference': [reference(document.corrects)] }),
    'cac:AccountingSupplierParty': { 'cac:Party': ublSeller(seller, namesVat) },
    'cac:AccountingCustomerParty': { 'cac:Party': ublBuyer(buyer, namesVat) },
    'cac:Delivery': delivery(document),
    ...paymentMeans(document),
    'cac:PaymentTerms': { 'cbc:Note': oneLine(document.payment.terms) },
    ...adjustments(document),
    ...totals(document),
    'cac:InvoiceLine': document.lines.map((line, index) => invoiceLine(line, index + 1, amount)),
  };
  return { 'ubl:Invoice': invoice as unknown as UblInvoice };
}

/** An amount with the currency that it is in. */
type Amount = (name: string, cents: number) => Record<string, string>;

function amountIn(currency: string): Amount {
  return (name, cents) => ({ [name]: centsText(cents), [`${name}@currencyID`]: currency });
}

function reference({ number, issuedOn }: { number: string; issuedOn: string }) {
  return { 'cac:InvoiceDocumentReference': { 'cbc:ID': number, 'cbc:IssueDate': issuedOn } };
}

/** The last day of what is billed is the day of supply (BT-72); a supply within the Union names the country that it went to (BR-IC-12). */
function delivery({ periodEnd, buyer, lines }: InvoiceDocument) {
  const isWithinUnion = lines.some(({ vat }) => vat.category === 'K');
  return {
    'cbc:ActualDeliveryDate': periodEnd,
    ...(isWithinUnion
      ? {
          'cac:DeliveryLocation': {
            'cac:Address': { 'cac:Country': { 'cbc:IdentificationCode': buyer.country } },
          },
        }
      : {}),
  };
}

function paymentMeans({ payment: { iban, bic }, number }: InvoiceDocument) {
  if (iban === undefined) return {};
  const branch = bic === undefined ? {} : { 'cac:FinancialInstitutionBranch': { 'cbc:ID': bic } };
  return {
    'cac:PaymentMeans': [
      {
        'cbc:PaymentMeansCode': TRANSFER,
        'cbc:PaymentID': number,
        'cac:PayeeFinancialAccount': { 'cbc:ID': iban, ...branch },
      },
    ],
  };
}

function adjustments({ allowances, charges, currency }: InvoiceDocument) {
  const amount = amountIn(currency);
  const one = (isCharge: boolean) => (adjustment: InvoiceDocument['charges'][number]) => ({
    'cbc:ChargeIndicator': String(isCharge),
    'cbc:AllowanceChargeReason': oneLine(adjustment.reason),
    ...amount('cbc:Amount', adjustment.netCents),
    'cac:TaxCategory': lineCategory(adjustment.vat),
  });
  const all = [...allowances.map(one(false)), ...charges.map(one(true))];
  return all.length === 0 ? {} : { 'cac:AllowanceCharge': all };
}

function totals(document: InvoiceDocument) {
  const amount = amountIn(document.currency);
  const sums = documentTotals(document);
  return {
    'cac:TaxTotal': [
      {
        ...amount('cbc:TaxAmount', sums.taxCents),
        'cac:TaxSubtotal': sums.vat.map((group) => ({
          ...amount('cbc:TaxableAmount', group.taxableCents),
          ...amount('cbc:TaxAmount', group.taxCents),
          'cac:TaxCategory': groupCategory(group),
        })),
      },
    ],
    'cac:LegalMonetaryTotal': {
      ...amount('cbc:LineExtensionAmount', sums.linesCents),
      ...amount('cbc:TaxExclusiveAmount', sums.taxExclusiveCents),
      ...amount('cbc:TaxInclusiveAmount', sums.taxInclusiveCents),
      ...(document.allowances.length === 0 ? {} : amount('cbc:AllowanceTotalAmount', sums.allowancesCents)),
      ...(document.charges.length === 0 ? {} : amount('cbc:ChargeTotalAmount', sums.chargesCents)),
      ...(document.prepaidCents === 0 ? {} : amount('cbc:PrepaidAmount', document.prepaidCents)),
      ...amount('cbc:PayableAmount', sums.payableCents),
    },
  };
}

function invoiceLine(line: InvoiceLine, id: number, amount: Amount) {
  const name = oneLine(line.description);
  const currency = amount('currency', 0)['currency@currencyID'] ?? '';
  return {
    'cbc:ID': String(id),
    ...(line.note === undefined ? {} : { 'cbc:Note': oneLine(line.note) }),
    'cbc:InvoicedQuantity': milliText(line.quantityMilli),
    'cbc:InvoicedQuantity@unitCode': line.unit,
    ...amount('cbc:LineExtensionAmount', line.netCents),
    'cac:Item': { 'cbc:Name': name, 'cac:ClassifiedTaxCategory': lineCategory(line.vat) },
    'cac:Price': { 'cbc:PriceAmount': unitPriceText(line.unitPrice), 'cbc:PriceAmount@currencyID': currency },
  };
}
