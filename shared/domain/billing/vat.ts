import { z } from 'zod';

/**
 * VAT categories as EN 16931 has them (BT-151; UNTDID 5305):
 *
 *   S   standard: any rate above 0            AE  reverse charge
 *   Z   zero rated                            K   supply within the European Union
 *   E   exempt                                G   export outside of it
 *   O   outside the scope of VAT
 */
export const VAT_CATEGORIES = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'] as const;
export const vatCategory = z.enum(VAT_CATEGORIES);
export type VatCategory = z.infer<typeof vatCategory>;

/** What is charged on a line. */
export const vatTreatment = z
  .strictObject({
    category: vatCategory,
    /** Hundredths of a percent: 2000 is 20 %, 550 is 5.5 %. Above 0 in category S, 0 in all others. */
    basisPoints: z.number().int().min(0).max(10_000),
    /** Why no tax is charged, as the law has it, for the invoice: required in E, AE, K, G and O (BR-E-10 and its kin). */
    exemption: z.string().trim().min(1).max(300).optional(),
  })
  .superRefine(({ category, basisPoints, exemption }, context) => {
    if ((category === 'S') !== basisPoints > 0)
      context.addIssue({
        code: 'custom',
        path: ['basisPoints'],
        message: category === 'S' ? 'must be above 0' : 'must be 0',
      });
    if (needsReason(category) && exemption === undefined)
      context.addIssue({ code: 'custom', path: ['exemption'], message: 'is missing' });
    if (!needsReason(category) && exemption !== undefined)
      context.addIssue({ code: 'custom', path: ['exemption'], message: 'belongs to an exemption alone' });
  });
export type VatTreatment = z.infer<typeof vatTreatment>;

export function needsReason(category: VatCategory): boolean {
  return category !== 'S' && category !== 'Z';
}

/** A rate that the law knows, from one day to another (both included). */
export interface LegalVatRate {
  basisPoints: number;
  validFrom: string;
  /** Undefined: still in force. */
  validTo?: string;
  /** The law that says so. */
  source: string;
}

/**
 * The rates of France: mainland, and the overseas departments with VAT. Others, such as those of Corsica, are entered by the operator.
 * Carriage of passengers is at the intermediate rate (CGI, article 279, b quater).
 */
export const FRENCH_VAT_RATES: readonly LegalVatRate[] = [
  { basisPoints: 2000, validFrom: '2014-01-01', source: 'CGI, article 278' },
  { basisPoints: 1960, validFrom: '2000-04-01', validTo: '2013-12-31', source: 'CGI, article 278 (until 2013)' },
  { basisPoints: 1000, validFrom: '2014-01-01', source: 'CGI, article 279' },
  { basisPoints: 700, validFrom: '2012-01-01', validTo: '2013-12-31', source: 'CGI, article 279 (until 2013)' },
  { basisPoints: 550, validFrom: '1982-07-01', source: 'CGI, article 278-0 bis' },
  { basisPoints: 210, validFrom: '1989-09-01', source: 'CGI, articles 281 quater and following' },
  { basisPoints: 850, validFrom: '1995-01-01', source: 'CGI, article 296 (overseas departments)' },
];

export type RateStanding = { state: 'valid' } | { state: 'unknown' } | { state: 'ended' | 'not-yet'; day: string };

/**
 * How a rate stands on the day of the tax point (`YYYY-MM-DD`). Several periods of one rate are looked at together.
 * @returns 'ended' and 'not-yet' name the day; 'unknown': no such rate was ever in the list
 */
export function rateOnDay(rates: readonly LegalVatRate[], basisPoints: number, day: string): RateStanding {
  const periods = rates.filter((rate) => rate.basisPoints === basisPoints);
  if (periods.some(({ validFrom, validTo }) => validFrom <= day && (validTo === undefined || day <= validTo)))
    return { state: 'valid' };
  const ended = periods.flatMap(({ validTo }) => (validTo !== undefined && validTo < day ? [validTo] : [])).sort();
  const lastEnd = ended.at(-1);
  if (lastEnd !== undefined) return { state: 'ended', day: lastEnd };
  const [begins] = periods.map(({ validFrom }) => validFrom).sort();
  return begins === undefined ? { state: 'unknown' } : { state: 'not-yet', day: begins };
}

/** Until further notice: a rate that has an end does not hold for so long. */
const FOR_EVER = '9999-12-31';

/**
 * Why a rate cannot be charged from one day to another: it holds not yet on the first, or not any more on the last. One that the list does not
 * know is the operator's to answer for.
 * @param to null: until further notice
 */
export function rateFault(
  { category, basisPoints }: Pick<VatTreatment, 'category' | 'basisPoints'>,
  from: string,
  to: string | null,
): Extract<RateStanding, { day: string }> | undefined {
  if (category !== 'S') return undefined;
  for (const day of [from, to ?? FOR_EVER]) {
    const standing = rateOnDay(FRENCH_VAT_RATES, basisPoints, day);
    if (standing.state === 'ended' || standing.state === 'not-yet') return standing;
  }
  return undefined;
}
