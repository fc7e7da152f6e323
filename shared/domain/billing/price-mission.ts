import { roundedQuotient, sumCents } from './amounts.ts';
import type { TimeZone } from './local-time.ts';
import type { RateCardTerms } from './rate-card.ts';
import { surchargeMinutes } from './surcharge-minutes.ts';

/** What a mission is priced by. */
export interface PricedTrip {
  /** UTC ms: as it was driven; as it was planned where nobody knows. */
  startMs: number;
  endMs: number;
  /** Null: not known; then no distance is charged, and the line says so. */
  distanceMetres: number | null;
}

/** One line of the explanation of a price. Amounts before tax; the lines sum to the price. */
export type PriceLine =
  | { kind: 'base'; amountCents: number }
  /** `metres` beyond those included, at ten-thousandths of the currency's unit a kilometre. */
  | { kind: 'distance'; metres: number; includedMetres: number; perKilometre: number; amountCents: number }
  | { kind: 'distance-unknown'; amountCents: 0 }
  | { kind: 'time'; minutes: number; includedMinutes: number; perHour: number; amountCents: number }
  /** A surcharge on the part of `ofCents` that `minutes` of `totalMinutes` are. */
  | {
      kind: 'night' | 'sunday';
      minutes: number;
      totalMinutes: number;
      ofCents: number;
      basisPoints: number;
      amountCents: number;
    }
  /** What was missing to the least price. */
  | { kind: 'minimum'; minimumCents: number; amountCents: number };
export type PriceLineKind = PriceLine['kind'];

export interface Price {
  amountCents: number;
  lines: PriceLine[];
}

const MINUTE_MS = 60_000;

/**
 * The price of a mission by a rate card's terms, line by line: base, distance, time, the surcharges of night and Sunday in proportion to
 * the minutes that fall into them, and what is missing to the minimum. Each line is rounded to the cent by itself, so that what is
 * explained is what is charged.
 * @param zone whose night and Sunday it is
 * @throws AmountError where the price is too large to be exact
 */
export function priceMission(trip: PricedTrip, terms: RateCardTerms, zone: TimeZone): Price {
  const totalMinutes = Math.max(0, Math.round((trip.endMs - trip.startMs) / MINUTE_MS));
  const lines: PriceLine[] = [];
  if (terms.baseCents > 0) lines.push({ kind: 'base', amountCents: terms.baseCents });
  lines.push(...distanceLines(trip.distanceMetres, terms), ...timeLines(totalMinutes, terms));
  const ofCents = sumCents(lines.map(({ amountCents }) => amountCents));
  const { night, sunday } = surchargeMinutes(trip, terms, zone);
  const surcharge = (kind: 'night' | 'sunday', minutes: number, basisPoints: number) => {
    if (minutes <= 0 || basisPoints === 0 || ofCents === 0) return;
    const amountCents = roundedQuotient(
      BigInt(ofCents) * BigInt(minutes) * BigInt(basisPoints),
      BigInt(totalMinutes) * 10_000n,
    );
    if (amountCents !== 0) lines.push({ kind, minutes, totalMinutes, ofCents, basisPoints, amountCents });
  };
  surcharge('night', night, terms.night.basisPoints);
  surcharge('sunday', sunday, terms.sunday.basisPoints);
  const soFar = sumCents(lines.map(({ amountCents }) => amountCents));
  const { minimumCents } = terms;
  if (soFar < minimumCents) lines.push({ kind: 'minimum', minimumCents, amountCents: minimumCents - soFar });
  return { amountCents: sumCents(lines.map(({ amountCents }) => amountCents)), lines };
}

function distanceLines(metres: number | null, { includedMetres, perKilometre }: RateCardTerms): PriceLine[] {
  if (perKilometre === 0) return [];
  if (metres === null) return [{ kind: 'distance-unknown', amountCents: 0 }];
  const beyond = Math.max(0, metres - includedMetres);
  // metres / 1000 x ten-thousandths / 100 = cents
  const amountCents = roundedQuotient(BigInt(beyond) * BigInt(perKilometre), 100_000n);
  return [{ kind: 'distance', metres: beyond, includedMetres, perKilometre, amountCents }];
}

function timeLines(totalMinutes: number, { includedMinutes, perHour }: RateCardTerms): PriceLine[] {
  if (perHour === 0) return [];
  const minutes = Math.max(0, totalMinutes - includedMinutes);
  const amountCents = roundedQuotient(BigInt(minutes) * BigInt(perHour), 6_000n);
  return [{ kind: 'time', minutes, includedMinutes, perHour, amountCents }];
}
