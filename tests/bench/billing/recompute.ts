/**
 * The whole recomputation of a cycle of 50,000 missions: the price of each by a rate card, then the totals of the document. Prints one
 * JSON line.
 */
import { documentTotals, priceMission, TimeZone } from '../../../shared/domain/billing/index.ts';
import { round } from '../support/runs.ts';
import { missionOf, SIZES } from './missions.ts';
import { TERMS, VAT } from './tariff.ts';

const zone = new TimeZone('Europe/Paris');
const trips = Array.from({ length: SIZES.ofTheCycle }, (_, index) => {
  const { actualStartAt, actualEndAt, plannedStartAt, plannedEndAt, distanceMetres } = missionOf(index);
  const startMs = Date.parse(actualStartAt ?? plannedStartAt);
  return { startMs, endMs: Math.max(startMs, Date.parse(actualEndAt ?? plannedEndAt)), distanceMetres };
});
const beganAt = performance.now();
const prices = trips.map((trip) => priceMission(trip, TERMS, zone));
const pricedAt = performance.now();
const totals = documentTotals({ lines: prices.map(({ amountCents }) => ({ netCents: amountCents, vat: VAT })) });
const endedAt = performance.now();
const sum = prices.reduce((cents, { amountCents }) => cents + amountCents, 0);
if (totals.taxExclusiveCents !== sum) throw new Error('the totals are not the sum of the lines');
if (totals.lineTaxCents.reduce((cents, tax) => cents + tax, 0) !== totals.taxCents) throw new Error('taxes drift');
console.log(
  JSON.stringify({
    missions: trips.length,
    priceMs: round(pricedAt - beganAt, 1),
    totalsMs: round(endedAt - pricedAt, 1),
    wholeMs: round(endedAt - beganAt, 1),
  }),
);
