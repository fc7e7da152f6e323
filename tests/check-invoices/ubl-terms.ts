import { valuesAt, withXml } from './xml.ts';

/**
 * Where the business terms of EN 16931 stand in either syntax (EN 16931-3-2 for UBL, 16931-3-3 for CII). What one document says the other must
 * say: so the rules that were found kept in the one hold in the other.
 */
const AGREEMENT = '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement';
const SETTLEMENT = '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement';
const DELIVERY = '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery';
const LINE = '/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem';
const SUMS = `${SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`;
const SELLER = '/*/cac:AccountingSupplierParty/cac:Party';
const BUYER = '/*/cac:AccountingCustomerParty/cac:Party';
const UBL_LINE = '/*/*[self::cac:InvoiceLine or self::cac:CreditNoteLine]';
const isCharge = (value: string) => `ram:ChargeIndicator/udt:Indicator="${value}"`;
const isUblCharge = (value: string) => `cbc:ChargeIndicator="${value}"`;

interface Term {
  name: string;
  ubl: string;
  cii: string;
  kind?: 'day';
  /** A credit note in UBL has no place for it. */
  notOnCredit?: true;
}

function adjustment(name: string, value: 'true' | 'false'): Term[] {
  const cii = `${SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge[${isCharge(value)}]`;
  const ubl = `/*/cac:AllowanceCharge[${isUblCharge(value)}]`;
  return [
    { name: `${name} amount`, ubl: `${ubl}/cbc:Amount`, cii: `${cii}/ram:ActualAmount` },
    { name: `${name} reason`, ubl: `${ubl}/cbc:AllowanceChargeReason`, cii: `${cii}/ram:Reason` },
    { name: `${name} VAT`, ubl: `${ubl}/cac:TaxCategory/cbc:ID`, cii: `${cii}/ram:CategoryTradeTax/ram:CategoryCode` },
    {
      name: `${name} rate`,
      ubl: `${ubl}/cac:TaxCategory/cbc:Percent`,
      cii: `${cii}/ram:CategoryTradeTax/ram:RateApplicablePercent`,
    },
  ];
}

function party(name: string, ubl: string, cii: string): Term[] {
  return [
    { name: `${name} name`, ubl: `${ubl}/cac:PartyLegalEntity/cbc:RegistrationName`, cii: `${cii}/ram:Name` },
    {
      name: `${name} registration`,
      ubl: `${ubl}/cac:PartyLegalEntity/cbc:CompanyID`,
      cii: `${cii}/ram:SpecifiedLegalOrganization/ram:ID`,
    },
    {
      name: `${name} VAT number`,
      ubl: `${ubl}/cac:PartyTaxScheme[cac:TaxScheme/cbc:ID="VAT"]/cbc:CompanyID`,
      cii: `${cii}/ram:SpecifiedTaxRegistration/ram:ID[@schemeID="VA"]`,
    },
    { name: `${name} identifier`, ubl: `${ubl}/cac:PartyIdentification/cbc:ID`, cii: `${cii}/ram:GlobalID` },
    {
      name: `${name} street`,
      ubl: `${ubl}/cac:PostalAddress/cbc:StreetName`,
      cii: `${cii}/ram:PostalTradeAddress/ram:LineOne`,
    },
    {
      name: `${name} second line`,
      ubl: `${ubl}/cac:PostalAddress/cbc:AdditionalStreetName`,
      cii: `${cii}/ram:PostalTradeAddress/ram:LineTwo`,
    },
    {
      name: `${name} e-mail`,
      ubl: `${ubl}/cac:Contact/cbc:ElectronicMail`,
      cii: `${cii}/ram:DefinedTradeContact/ram:EmailURIUniversalCommunication/ram:URIID`,
    },
    {
      name: `${name} city`,
      ubl: `${ubl}/cac:PostalAddress/cbc:CityName`,
      cii: `${cii}/ram:PostalTradeAddress/ram:CityName`,
    },
    {
      name: `${name} post code`,
      ubl: `${ubl}/cac:PostalAddress/cbc:PostalZone`,
      cii: `${cii}/ram:PostalTradeAddress/ram:PostcodeCode`,
    },
    {
      name: `${name} country`,
      ubl: `${ubl}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`,
      cii: `${cii}/ram:PostalTradeAddress/ram:CountryID`,
    },
    { name: `${name} address`, ubl: `${ubl}/cbc:EndpointID`, cii: `${cii}/ram:URIUniversalCommunication/ram:URIID` },
  ];
}

const TERMS: readonly Term[] = [
  { name: 'BT-1', ubl: '/*/cbc:ID', cii: '/*/rsm:ExchangedDocument/ram:ID' },
  {
    name: 'BT-2',
    ubl: '/*/cbc:IssueDate',
    cii: '/*/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString',
    kind: 'day',
  },
  {
    name: 'BT-3',
    ubl: '/*/*[self::cbc:InvoiceTypeCode or self::cbc:CreditNoteTypeCode]',
    cii: '/*/rsm:ExchangedDocument/ram:TypeCode',
  },
  { name: 'BT-5', ubl: '/*/cbc:DocumentCurrencyCode', cii: `${SETTLEMENT}/ram:InvoiceCurrencyCode` },
  {
    name: 'BT-9',
    ubl: '/*/cbc:DueDate',
    cii: `${SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString`,
    kind: 'day',
    notOnCredit: true,
  },
  {
    name: 'BT-13',
    ubl: '/*/cac:OrderReference/cbc:ID',
    cii: `${AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID`,
  },
  {
    name: 'BT-20',
    ubl: '/*/cac:PaymentTerms/cbc:Note',
    cii: `${SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:Description`,
  },
  { name: 'BT-22', ubl: '/*/cbc:Note', cii: '/*/rsm:ExchangedDocument/ram:IncludedNote/ram:Content' },
  {
    name: 'BT-23',
    ubl: '/*/cbc:ProfileID',
    cii: '/*/rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID',
  },
  {
    name: 'BT-24',
    ubl: '/*/cbc:CustomizationID',
    cii: '/*/rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID',
  },
  {
    name: 'BT-25',
    ubl: '/*/cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID',
    cii: `${SETTLEMENT}/ram:InvoiceReferencedDocument/ram:IssuerAssignedID`,
  },
  {
    name: 'BT-26',
    ubl: '/*/cac:BillingReference/cac:InvoiceDocumentReference/cbc:IssueDate',
    cii: `${SETTLEMENT}/ram:InvoiceReferencedDocument/ram:FormattedIssueDateTime/*`,
    kind: 'day',
  },
  {
    name: 'BT-33',
    ubl: `${SELLER}/cac:PartyLegalEntity/cbc:CompanyLegalForm`,
    cii: `${AGREEMENT}/ram:SellerTradeParty/ram:Description`,
  },
  ...party('seller', SELLER, `${AGREEMENT}/ram:SellerTradeParty`),
  ...party('buyer', BUYER, `${AGREEMENT}/ram:BuyerTradeParty`),
  {
    name: 'BT-72',
    ubl: '/*/cac:Delivery/cbc:ActualDeliveryDate',
    cii: `${DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString`,
    kind: 'day',
  },
  {
    name: 'BT-73',
    ubl: '/*/cac:InvoicePeriod/cbc:StartDate',
    cii: `${SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString`,
    kind: 'day',
  },
  {
    name: 'BT-74',
    ubl: '/*/cac:InvoicePeriod/cbc:EndDate',
    cii: `${SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString`,
    kind: 'day',
  },
  {
    name: 'BT-84',
    ubl: '/*/cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID',
    cii: `${SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount/ram:IBANID`,
  },
  ...adjustment('allowance', 'false'),
  ...adjustment('charge', 'true'),
  { name: 'BT-106', ubl: '/*/cac:LegalMonetaryTotal/cbc:LineExtensionAmount', cii: `${SUMS}/ram:LineTotalAmount` },
  {
    name: 'BT-107',
    ubl: '/*/cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount',
    cii: `${SUMS}/ram:AllowanceTotalAmount`,
  },
  { name: 'BT-108', ubl: '/*/cac:LegalMonetaryTotal/cbc:ChargeTotalAmount', cii: `${SUMS}/ram:ChargeTotalAmount` },
  { name: 'BT-109', ubl: '/*/cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount', cii: `${SUMS}/ram:TaxBasisTotalAmount` },
  { name: 'BT-110', ubl: '/*/cac:TaxTotal/cbc:TaxAmount', cii: `${SUMS}/ram:TaxTotalAmount` },
  { name: 'BT-112', ubl: '/*/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount', cii: `${SUMS}/ram:GrandTotalAmount` },
  { name: 'BT-113', ubl: '/*/cac:LegalMonetaryTotal/cbc:PrepaidAmount', cii: `${SUMS}/ram:TotalPrepaidAmount` },
  { name: 'BT-115', ubl: '/*/cac:LegalMonetaryTotal/cbc:PayableAmount', cii: `${SUMS}/ram:DuePayableAmount` },
  {
    name: 'BT-116',
    ubl: '/*/cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount',
    cii: `${SETTLEMENT}/ram:ApplicableTradeTax/ram:BasisAmount`,
  },
  {
    name: 'BT-117',
    ubl: '/*/cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount',
    cii: `${SETTLEMENT}/ram:ApplicableTradeTax/ram:CalculatedAmount`,
  },
  {
    name: 'BT-118',
    ubl: '/*/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID',
    cii: `${SETTLEMENT}/ram:ApplicableTradeTax/ram:CategoryCode`,
  },
  {
    name: 'BT-119',
    ubl: '/*/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent',
    cii: `${SETTLEMENT}/ram:ApplicableTradeTax/ram:RateApplicablePercent`,
  },
  {
    name: 'BT-120',
    ubl: '/*/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReason',
    cii: `${SETTLEMENT}/ram:ApplicableTradeTax/ram:ExemptionReason`,
  },
  {
    name: 'BT-121',
    ubl: '/*/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReasonCode',
    cii: `${SETTLEMENT}/ram:ApplicableTradeTax/ram:ExemptionReasonCode`,
  },
  { name: 'BT-126', ubl: `${UBL_LINE}/cbc:ID`, cii: `${LINE}/ram:AssociatedDocumentLineDocument/ram:LineID` },
  {
    name: 'BT-127',
    ubl: `${UBL_LINE}/cbc:Note`,
    cii: `${LINE}/ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content`,
  },
  {
    name: 'BT-129',
    ubl: `${UBL_LINE}/*[self::cbc:InvoicedQuantity or self::cbc:CreditedQuantity]`,
    cii: `${LINE}/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity`,
  },
  {
    name: 'BT-130',
    ubl: `${UBL_LINE}/*[self::cbc:InvoicedQuantity or self::cbc:CreditedQuantity]/@unitCode`,
    cii: `${LINE}/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode`,
  },
  {
    name: 'BT-131',
    ubl: `${UBL_LINE}/cbc:LineExtensionAmount`,
    cii: `${LINE}/ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount`,
  },
  {
    name: 'BT-146',
    ubl: `${UBL_LINE}/cac:Price/cbc:PriceAmount`,
    cii: `${LINE}/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount`,
  },
  {
    name: 'BT-151',
    ubl: `${UBL_LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:ID`,
    cii: `${LINE}/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode`,
  },
  {
    name: 'BT-152',
    ubl: `${UBL_LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent`,
    cii: `${LINE}/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:RateApplicablePercent`,
  },
  { name: 'BT-153', ubl: `${UBL_LINE}/cac:Item/cbc:Name`, cii: `${LINE}/ram:SpecifiedTradeProduct/ram:Name` },
];

const CREDIT_NOTE = '381';

/** Business terms that a UBL document tells otherwise than the Cross Industry Invoice, or not at all. */
export function ublFaults(ubl: string, cii: string): string[] {
  try {
    return withXml(ubl, (one) =>
      withXml(cii, (other) => {
        const isCredit = valuesAt(one, '/*/cbc:CreditNoteTypeCode')[0] === CREDIT_NOTE;
        const root = isCredit ? 'CreditNote-2' : 'Invoice-2';
        const isRooted = one.root.namespaceUri.endsWith(root);
        const faults = isRooted ? [] : [`UBL: the root is ${one.root.namespaceUri}, not of ${root}`];
        const missing = ['BT-1', 'BT-24', 'BT-131'].filter(
          (name) => valuesAt(one, TERMS.find((term) => term.name === name)?.ubl ?? '').length === 0,
        );
        faults.push(...missing.map((name) => `UBL: ${name} is missing`));
        for (const { name, ubl: ublPath, cii: ciiPath, kind, notOnCredit } of TERMS) {
          if (isCredit && notOnCredit === true) continue;
          const told = valuesAt(one, ublPath).map((text) => (kind === 'day' ? text.replaceAll('-', '') : text));
          const expected = valuesAt(other, ciiPath);
          if (JSON.stringify(told) !== JSON.stringify(expected))
            faults.push(
              `UBL: ${name} is ${JSON.stringify(told)}, in the CII ${JSON.stringify(expected)}`.slice(0, 400),
            );
        }
        return faults;
      }),
    );
  } catch (error) {
    return [`UBL: ${error instanceof Error ? error.message : String(error)}`];
  }
}
