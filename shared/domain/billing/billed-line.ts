import type { PriceSource } from '../billing-cycle.ts';
import type { MissionStatus } from '../mission.ts';
import type { BillingSettings } from './billing-settings.ts';
import type { TimeZone } from './local-time.ts';
import { type PricedTrip, type PriceLine, priceMission } from './price-mission.ts';
import { type RateCard, rateCardFor } from './rate-card.ts';
import type { VatTreatment } from './vat.ts';

/** What of a mission decides what it is billed at. */
export interface BilledTrip extends PricedTrip {
  thirdPartyId: string | null;
  reference: string;
  currency: string;
  status: MissionStatus | (string & {});
  /** Integer cents before tax, as somebody entered it; null: nobody did. */
  amountCents: number | null;
}

/** What of a cycle decides its prices. */
export interface BillingTerms {
  thirdPartyId: string | null;
  currency: string;
  priceBy: PriceSource;
}

/** By what is charged: the cards of the operator, its settings, and its clock. */
export interface Tariff {
  cards: readonly RateCard[];
  settings: Pick<BillingSettings, 'defaultVat'>;
  zone: TimeZone;
}

export interface BilledLine {
  thirdPartyId: string | null;
  rateCardId: string | null;
  /** Integer cents before tax; null: nobody knows. */
  amountCents: number | null;
  vat: VatTreatment;
  /** Empty where the mission's own amount is charged. */
  priceLines: PriceLine[];
  description: string;
  /** `YYYY-MM-DD`, by the operator's clock. */
  performedOn: string;
}

/**
 * What a mission is billed at in a cycle, and to whom. The server charges it, the desktop foretells it.
 * @throws AmountError where the price is too large to be exact
 */
export function billedLine(mission: BilledTrip, cycle: BillingTerms, { cards, settings, zone }: Tariff): BilledLine {
  const performedOn = zone.dayOf(mission.startMs);
  const thirdPartyId = mission.thirdPartyId ?? cycle.thirdPartyId;
  // What was not driven is charged at what somebody entered, if at all.
  const isDriven = mission.status !== 'cancelled';
  const card =
    isDriven && cycle.priceBy === 'card' ? rateCardFor(cards, thirdPartyId, cycle.currency, performedOn) : undefined;
  const common = { thirdPartyId, performedOn, description: mission.reference };
  if (card !== undefined) {
    const { amountCents, lines } = priceMission(mission, card.terms, zone);
    return { ...common, rateCardId: card.id, amountCents, vat: card.vat, priceLines: lines };
  }
  // An amount in another currency is not an amount of this cycle.
  const own = mission.currency.trim() === cycle.currency ? mission.amountCents : null;
  const amountCents = own ?? (isDriven ? null : 0);
  return { ...common, rateCardId: null, amountCents, vat: settings.defaultVat, priceLines: [] };
}
