import { documentTotals, type InvoiceDocument, type InvoiceLine } from '../../../shared/domain/billing/index.ts';
import { ciiParty } from './cii-parties.ts';
import { centsText, milliText, percentText, unitPriceText } from './decimal-text.ts';
import { oneLine, SERVICES, SPECIFICATION, TRANSFER, TYPE_CODES } from './identifiers.ts';
import { exemptionCode } from './vat-terms.ts';
import { type Content, element, xmlText } from './xml.ts';

const NAMESPACES = {
  'xmlns:rsm': 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  'xmlns:qdt': 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
  'xmlns:ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  'xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
};

/**
 * UN/CEFACT Cross Industry Invoice (D16B; EN 16931-3-3), as Factur-X carries it in its profile EN 16931. Elements are in the order of the schema.
 * @throws AmountError where an amount is too large to be exact
 */
export function writeCii(document: InvoiceDocument): string {
  const namesVat = !document.lines.some(({ vat }) => vat.category === 'O');
  const root = element(
    'rsm:CrossIndustryInvoice',
    [
      element('rsm:ExchangedDocumentContext', [
        element('ram:BusinessProcessSpecifiedDocumentContextParameter', [element('ram:ID', SERVICES)]),
        element('ram:GuidelineSpecifiedDocumentContextParameter', [element('ram:ID', SPECIFICATION)]),
      ]),
      element('rsm:ExchangedDocument', [
        element('ram:ID', document.number),
        element('ram:TypeCode', TYPE_CODES[document.kind]),
        element('ram:IssueDateTime', [day('udt:DateTimeString', document.issuedOn)]),
        document.legalNotes.map((note) => element('ram:IncludedNote', [element('ram:Content', oneLine(note))])),
      ]),
      element('rsm:SupplyChainTradeTransaction', [
        document.lines.map((line, index) => lineItem(line, index + 1)),
        agreement(document, namesVat),
        delivery(document),
        settlement(document),
      ]),
    ],
    NAMESPACES,
  );
  if (root === undefined) throw new TypeError('an invoice is never empty');
  return xmlText(root);
}

/** Format 102 of UNTDID 2379: `YYYYMMDD`. */
function day(name: string, date: string): Content {
  return element(name, date.replaceAll('-', ''), { format: '102' });
}

function lineItem(line: InvoiceLine, id: number): Content {
  const note = line.note === undefined ? undefined : oneLine(line.note);
  return element('ram:IncludedSupplyChainTradeLineItem', [
    element('ram:AssociatedDocumentLineDocument', [
      element('ram:LineID', String(id)),
      element('ram:IncludedNote', [element('ram:Content', note)]),
    ]),
    element('ram:SpecifiedTradeProduct', [element('ram:Name', oneLine(line.description))]),
    element('ram:SpecifiedLineTradeAgreement', [
      element('ram:NetPriceProductTradePrice', [element('ram:ChargeAmount', unitPriceText(line.unitPrice))]),
    ]),
    element('ram:SpecifiedLineTradeDelivery', [
      element('ram:BilledQuantity', milliText(line.quantityMilli), { unitCode: line.unit }),
    ]),
    element('ram:SpecifiedLineTradeSettlement', [
      element('ram:ApplicableTradeTax', [element('ram:TypeCode', 'VAT'), ...category(line.vat)]),
      element('ram:SpecifiedTradeSettlementLineMonetarySummation', [
        element('ram:LineTotalAmount', centsText(line.netCents)),
      ]),
    ]),
  ]);
}

/** What is outside the scope of VAT has no rate (BR-O-05). */
function category({ category: code, basisPoints }: InvoiceLine['vat']): Content[] {
  return [
    element('ram:CategoryCode', code),
    code === 'O' ? undefined : element('ram:RateApplicablePercent', percentText(basisPoints)),
  ];
}

function agreement({ seller, buyer, buyerReference, orderReference }: InvoiceDocument, namesVat: boolean): Content {
  return element('ram:ApplicableHeaderTradeAgreement', [
    element('ram:BuyerReference', buyerReference && oneLine(buyerReference)),
    ciiParty('ram:SellerTradeParty', seller, namesVat, true),
    ciiParty('ram:BuyerTradeParty', buyer, namesVat, false),
    element('ram:BuyerOrderReferencedDocument', [
      element('ram:IssuerAssignedID', orderReference && oneLine(orderReference)),
    ]),
  ]);
}

/** The last day of what is billed is the day of supply (BT-72); a supply within the Union names the country that it went to (BR-IC-12). */
function delivery({ lines, buyer, periodEnd }: InvoiceDocument): Content {
  const isWithinUnion = lines.some(({ vat }) => vat.category === 'K');
  return element('ram:ApplicableHeaderTradeDelivery', [
    isWithinUnion
      ? element('ram:ShipToTradeParty', [element('ram:PostalTradeAddress', [element('ram:CountryID', buyer.country)])])
      : undefined,
    element('ram:ActualDeliverySupplyChainEvent', [
      element('ram:OccurrenceDateTime', [day('udt:DateTimeString', periodEnd)]),
    ]),
  ]);
}

function settlement(document: InvoiceDocument): Content {
  const { number, currency, payment, corrects } = document;
  const totals = documentTotals(document);
  return element('ram:ApplicableHeaderTradeSettlement', [
    payment.iban === undefined ? undefined : element('ram:PaymentReference', number),
    element('ram:InvoiceCurrencyCode', currency),
    payment.iban === undefined
      ? undefined
      : element('ram:SpecifiedTradeSettlementPaymentMeans', [
          element('ram:TypeCode', TRANSFER),
          element('ram:PayeePartyCreditorFinancialAccount', [element('ram:IBANID', payment.iban)]),
          element('ram:PayeeSpecifiedCreditorFinancialInstitution', [element('ram:BICID', payment.bic)]),
        ]),
    totals.vat.map(({ exemption, taxableCents, taxCents, ...vat }) =>
      element('ram:ApplicableTradeTax', [
        element('ram:CalculatedAmount', centsText(taxCents)),
        element('ram:TypeCode', 'VAT'),
        element('ram:ExemptionReason', exemption),
        element('ram:BasisAmount', centsText(taxableCents)),
        element('ram:CategoryCode', vat.category),
        element('ram:ExemptionReasonCode', exemptionCode(vat.category, exemption)),
        vat.category === 'O' ? undefined : element('ram:RateApplicablePercent', percentText(vat.basisPoints)),
      ]),
    ),
    element('ram:BillingSpecifiedPeriod', [
      element('ram:StartDateTime', [day('udt:DateTimeString', document.periodStart)]),
      element('ram:EndDateTime', [day('udt:DateTimeString', document.periodEnd)]),
    ]),
    document.allowances.map((allowance) => adjustment(allowance, 'false')),
    document.charges.map((charge) => adjustment(charge, 'true')),
    element('ram:SpecifiedTradePaymentTerms', [
      element('ram:Description', oneLine(payment.terms)),
      element('ram:DueDateDateTime', [day('udt:DateTimeString', document.dueOn)]),
    ]),
    element('ram:SpecifiedTradeSettlementHeaderMonetarySummation', [
      element('ram:LineTotalAmount', centsText(totals.linesCents)),
      document.charges.length === 0 ? undefined : element('ram:ChargeTotalAmount', centsText(totals.chargesCents)),
      document.allowances.length === 0
        ? undefined
        : element('ram:AllowanceTotalAmount', centsText(totals.allowancesCents)),
      element('ram:TaxBasisTotalAmount', centsText(totals.taxExclusiveCents)),
      element('ram:TaxTotalAmount', centsText(totals.taxCents), { currencyID: currency }),
      element('ram:GrandTotalAmount', centsText(totals.taxInclusiveCents)),
      document.prepaidCents === 0 ? undefined : element('ram:TotalPrepaidAmount', centsText(document.prepaidCents)),
      element('ram:DuePayableAmount', centsText(totals.payableCents)),
    ]),
    corrects === undefined
      ? undefined
      : element('ram:InvoiceReferencedDocument', [
          element('ram:IssuerAssignedID', corrects.number),
          element('ram:FormattedIssueDateTime', [day('qdt:DateTimeString', corrects.issuedOn)]),
        ]),
  ]);
}

function adjustment(
  { reason, netCents, vat }: InvoiceDocument['charges'][number],
  isCharge: 'true' | 'false',
): Content {
  return element('ram:SpecifiedTradeAllowanceCharge', [
    element('ram:ChargeIndicator', [element('udt:Indicator', isCharge)]),
    element('ram:ActualAmount', centsText(netCents)),
    element('ram:Reason', oneLine(reason)),
    element('ram:CategoryTradeTax', [element('ram:TypeCode', 'VAT'), ...category(vat)]),
  ]);
}
