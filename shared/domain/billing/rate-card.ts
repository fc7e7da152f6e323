import { z } from 'zod';
import { rateFault, vatTreatment } from './vat.ts';

/** Minutes of a day: 0 is midnight, 1440 the next one. */
const minuteOfDay = z.number().int().min(0).max(1440);
const cents = z.number().int().min(0).max(99_999_999);
/** Ten-thousandths of the currency's unit: EUR 1.2345 is 12345. For prices of a unit, which need more than cents. */
const unitPrice = z.number().int().min(0).max(9_999_999_999);

/** What the price of a mission is made of. All amounts are before tax. */
export const rateCardTerms = z.strictObject({
  /** Once a mission. */
  baseCents: cents,
  /** Each kilometre beyond `includedMetres`. */
  perKilometre: unitPrice,
  includedMetres: z.number().int().min(0).max(10_000_000),
  /** Each hour, by the minute, beyond `includedMinutes`. */
  perHour: unitPrice,
  includedMinutes: z.number().int().min(0).max(100_000),
  /**
   * Surcharge of the part of base, distance and time that falls into the night (by minutes of the mission), hundredths of a percent.
   * `from` after `to` goes over midnight; both the same: no night.
   */
  night: z.strictObject({
    fromMinute: minuteOfDay,
    toMinute: minuteOfDay,
    basisPoints: z.number().int().min(0).max(100_000),
  }),
  /** Surcharge of the part that falls on a Sunday. */
  sunday: z.strictObject({ basisPoints: z.number().int().min(0).max(100_000) }),
  /** The night of a Sunday: both surcharges, or the higher alone. */
  together: z.enum(['sum', 'highest']),
  /** A mission costs at least this. */
  minimumCents: cents,
});
export type RateCardTerms = z.infer<typeof rateCardTerms>;

/** Prices of missions for one third party, or for all that have none of their own, from one day to another. */
export const rateCard = z
  .strictObject({
    id: z.guid(),
    label: z.string().trim().min(1).max(200),
    /** Null: for every third party without a card of its own on that day. */
    thirdPartyId: z.guid().nullable(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    /** First and last day; null: until further notice. */
    validFrom: z.iso.date(),
    validTo: z.iso.date().nullable(),
    vat: vatTreatment,
    terms: rateCardTerms,
  })
  .refine(({ validFrom, validTo }) => validTo === null || validFrom <= validTo, {
    path: ['validTo'],
    message: 'is before validFrom',
  });
export type RateCard = z.infer<typeof rateCard>;

/**
 * A card as it is entered: its VAT rate holds as long as the card does. Those that are kept from before the law changed are read all the same.
 */
export const enteredRateCard = rateCard.superRefine(({ vat, validFrom, validTo }, context) => {
  const fault = rateFault(vat, validFrom, validTo);
  if (fault === undefined) return;
  const told = fault.state === 'ended' ? `ended on ${fault.day}` : `holds from ${fault.day} on`;
  context.addIssue({
    ...{ code: 'custom', path: ['vat', 'basisPoints'], params: { fault: fault.state, day: fault.day } },
    message: `the rate of ${vat.basisPoints / 100} % ${told}, and the card is valid beyond that`,
  });
});

/**
 * The card for a third party on a day (`YYYY-MM-DD`, the operator's calendar) in a currency: its own before the general one; of several,
 * the one that began last.
 */
export function rateCardFor<Card extends Pick<RateCard, 'id' | 'thirdPartyId' | 'currency' | 'validFrom' | 'validTo'>>(
  cards: readonly Card[],
  thirdPartyId: string | null,
  currency: string,
  day: string,
): Card | undefined {
  const valid = cards.filter(
    (card) => card.currency === currency && card.validFrom <= day && (card.validTo === null || day <= card.validTo),
  );
  const own = valid.filter((card) => card.thirdPartyId !== null && card.thirdPartyId === thirdPartyId);
  const candidates = own.length > 0 ? own : valid.filter((card) => card.thirdPartyId === null);
  return candidates.toSorted((a, b) => compareTexts(b.validFrom, a.validFrom) || compareTexts(a.id, b.id))[0];
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
