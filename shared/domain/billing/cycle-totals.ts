import { sumCents } from './amounts.ts';
import { documentTotals, type VatSubtotal } from './totals.ts';
import type { VatTreatment } from './vat.ts';

/** What the missions of one third party come to under one treatment of VAT. */
export interface PartySum {
  /** Null: nobody knows whom they are billed to. */
  thirdPartyId: string | null;
  vat: VatTreatment;
  /** Integer cents before tax, of those whose price is known. */
  cents: number;
  missions: number;
  unpriced: number;
}

/** What one third party is to pay. */
export interface PartyTotals {
  thirdPartyId: string | null;
  missions: number;
  taxExclusiveCents: number;
  taxCents: number;
  taxInclusiveCents: number;
}

export interface CycleTotals {
  missions: number;
  unpriced: number;
  taxExclusiveCents: number;
  taxCents: number;
  taxInclusiveCents: number;
  vat: VatSubtotal[];
  /** The largest first. */
  parties: PartyTotals[];
}

/**
 * What a cycle comes to. Tax is rounded for each invoice and rate: the cycle's is the sum of its invoices', not one calculation over all of it.
 * @throws AmountError where a sum is too large to be exact
 */
export function cycleTotals(sums: readonly PartySum[]): CycleTotals {
  const byParty = new Map<string | null, PartySum[]>();
  for (const sum of sums) {
    const known = byParty.get(sum.thirdPartyId);
    if (known === undefined) byParty.set(sum.thirdPartyId, [sum]);
    else known.push(sum);
  }
  const vat = new Map<string, VatSubtotal>();
  const parties = [...byParty].map(([thirdPartyId, own]): PartyTotals => {
    const totals = documentTotals({
      lines: own.map(({ cents, vat: treatment }) => ({ netCents: cents, vat: treatment })),
    });
    for (const group of totals.vat) add(vat, group);
    const { taxExclusiveCents, taxCents, taxInclusiveCents } = totals;
    return {
      thirdPartyId,
      missions: count(own.map(({ missions }) => missions)),
      taxExclusiveCents,
      taxCents,
      taxInclusiveCents,
    };
  });
  return {
    missions: count(sums.map(({ missions }) => missions)),
    unpriced: count(sums.map(({ unpriced }) => unpriced)),
    taxExclusiveCents: sumCents(parties.map((party) => party.taxExclusiveCents)),
    taxCents: sumCents(parties.map((party) => party.taxCents)),
    taxInclusiveCents: sumCents(parties.map((party) => party.taxInclusiveCents)),
    vat: [...vat.values()],
    parties: parties.toSorted((a, b) => b.taxExclusiveCents - a.taxExclusiveCents),
  };
}

function add(groups: Map<string, VatSubtotal>, group: VatSubtotal): void {
  const key = `${group.category}/${group.basisPoints}`;
  const known = groups.get(key);
  groups.set(key, {
    ...group,
    taxableCents: sumCents([group.taxableCents, known?.taxableCents ?? 0]),
    taxCents: sumCents([group.taxCents, known?.taxCents ?? 0]),
  });
}

function count(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
