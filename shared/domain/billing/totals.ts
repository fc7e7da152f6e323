import { shareOf, splitCents, sumCents } from './amounts.ts';
import type { VatCategory, VatTreatment } from './vat.ts';

/** An amount before tax with what is charged on it. */
export interface TaxedAmount {
  /** Integer cents before tax; below 0 for what is given back. */
  netCents: number;
  vat: VatTreatment;
}

/** What the totals of a document are made of. Allowances and charges are those of the whole document, as positive amounts. */
export interface DocumentParts {
  lines: readonly TaxedAmount[];
  allowances?: readonly TaxedAmount[];
  charges?: readonly TaxedAmount[];
  /** Paid already (BT-113). */
  prepaidCents?: number;
}

/** VAT of one category and rate (BG-23). */
export interface VatSubtotal {
  category: VatCategory;
  basisPoints: number;
  exemption?: string;
  /** BT-116. */
  taxableCents: number;
  /** BT-117: taxable amount times rate, rounded once for the whole group, never a sum of rounded lines (BR-CO-17). */
  taxCents: number;
}

/** Totals of a document, by the business terms of EN 16931. */
export interface DocumentTotals {
  /** BT-106: sum of the lines (BR-CO-10). */
  linesCents: number;
  /** BT-107 and BT-108. */
  allowancesCents: number;
  chargesCents: number;
  /** BT-109: lines, less allowances, plus charges (BR-CO-13). */
  taxExclusiveCents: number;
  /** BT-110: sum of the groups (BR-CO-14). */
  taxCents: number;
  /** BT-112 (BR-CO-15). */
  taxInclusiveCents: number;
  /** BT-115 (BR-CO-16). */
  payableCents: number;
  /** By category, then by rate from the highest. */
  vat: VatSubtotal[];
  /** The tax of each line, in their order. With the shares of allowances and charges they sum to the groups' tax exactly. */
  lineTaxCents: number[];
}

/**
 * The totals of an invoice or credit note by the calculation of EN 16931-1 (6.5 and the rules BR-CO-10 to BR-CO-17).
 * @throws AmountError where an amount is too large to be exact
 */
export function documentTotals({
  lines,
  allowances = [],
  charges = [],
  prepaidCents = 0,
}: DocumentParts): DocumentTotals {
  const parts = [
    ...lines.map((line) => ({ ...line, sign: 1 })),
    ...allowances.map((allowance) => ({ ...allowance, sign: -1 })),
    ...charges.map((charge) => ({ ...charge, sign: 1 })),
  ].map(({ netCents, vat, sign }) => ({ signedCents: sign * netCents, vat }));
  const groups = new Map<string, number[]>();
  for (const [index, { vat }] of parts.entries()) {
    const key = `${vat.category}/${vat.basisPoints}`;
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [index]);
    else members.push(index);
  }
  const partTax = parts.map(() => 0);
  const vat: VatSubtotal[] = [];
  for (const indexes of groups.values()) {
    const members = indexes.flatMap((index) => parts[index] ?? []);
    const [first] = members;
    if (first === undefined) continue;
    const taxableCents = sumCents(members.map(({ signedCents }) => signedCents));
    const taxCents = shareOf(taxableCents, first.vat.basisPoints);
    const shares = taxShares(
      members.map(({ signedCents }) => signedCents),
      first.vat.basisPoints,
      taxCents,
    );
    for (const [position, index] of indexes.entries()) partTax[index] = shares[position] ?? 0;
    const { category, basisPoints } = first.vat;
    // A category has one group, so one text holds all its reasons (BR-E-01 and its kin).
    const reasons = [...new Set(members.flatMap((member) => member.vat.exemption ?? []))].join(' ; ');
    vat.push({ category, basisPoints, ...(reasons === '' ? {} : { exemption: reasons }), taxableCents, taxCents });
  }
  vat.sort((a, b) => compareTexts(a.category, b.category) || b.basisPoints - a.basisPoints);
  const linesCents = sumCents(lines.map(({ netCents }) => netCents));
  const allowancesCents = sumCents(allowances.map(({ netCents }) => netCents));
  const chargesCents = sumCents(charges.map(({ netCents }) => netCents));
  const taxExclusiveCents = sumCents([linesCents, -allowancesCents, chargesCents]);
  const taxCents = sumCents(vat.map((group) => group.taxCents));
  const taxInclusiveCents = sumCents([taxExclusiveCents, taxCents]);
  return {
    ...{ linesCents, allowancesCents, chargesCents, taxExclusiveCents, taxCents, taxInclusiveCents },
    payableCents: sumCents([taxInclusiveCents, -prepaidCents]),
    vat,
    lineTaxCents: partTax.slice(0, lines.length),
  };
}

/**
 * Tax of each member of a group so that they sum to the group's: each gets its own, rounded; the cents by which that differs are spread
 * by the size of the members, so that no line is off by more than the rounding needs.
 */
function taxShares(nets: readonly number[], basisPoints: number, taxCents: number): number[] {
  const own = nets.map((net) => shareOf(net, basisPoints));
  const difference = taxCents - sumCents(own);
  if (difference === 0) return own;
  const corrections = splitCents(
    difference,
    nets.map((net) => Math.abs(net)),
  );
  return own.map((tax, index) => tax + (corrections[index] ?? 0));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
