import type { VatCategory } from '../../../shared/domain/billing/index.ts';
import { percentText } from './decimal-text.ts';

interface Taxed {
  category: VatCategory;
  basisPoints: number;
}

const VAT = { 'cac:TaxScheme': { 'cbc:ID': 'VAT' } } as const;

/** Category and rate of a line, allowance or charge (BG-30); what is outside the scope of VAT has no rate (BR-O-05). */
export function lineCategory({ category, basisPoints }: Taxed) {
  return {
    'cbc:ID': category,
    ...(category === 'O' ? {} : { 'cbc:Percent': percentText(basisPoints) }),
    ...VAT,
  };
}

/** The same of a group (BG-23), with why no tax is charged: in words (BT-120), and by its code where the law has one (BT-121). */
export function groupCategory({ category, basisPoints, exemption }: Taxed & { exemption?: string }) {
  const code = exemptionCode(category, exemption);
  const { 'cac:TaxScheme': scheme, ...line } = lineCategory({ category, basisPoints });
  return {
    ...line,
    ...(code === undefined ? {} : { 'cbc:TaxExemptionReasonCode': code }),
    ...(exemption === undefined ? {} : { 'cbc:TaxExemptionReason': exemption }),
    'cac:TaxScheme': scheme,
  };
}

/** Of the list VATEX of the CEF. Category E has many; only that of the exemption for small companies (CGI, article 293 B) is told by its words. */
export function exemptionCode(category: VatCategory, exemption = ''): string | undefined {
  switch (category) {
    case 'AE':
      return 'VATEX-EU-AE';
    case 'K':
      return 'VATEX-EU-IC';
    case 'G':
      return 'VATEX-EU-G';
    case 'O':
      return 'VATEX-EU-O';
    case 'E':
      return /\b293\s*B\b/.test(exemption) ? 'VATEX-FR-FRANCHISE' : undefined;
    case 'S':
    case 'Z':
      return undefined;
  }
}
