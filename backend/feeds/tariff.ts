import type { VehicleKind } from '../../shared/domain/index.ts';

interface Tariff {
  /** Integer cents. */
  baseCents: number;
  centsPerKilometre: number;
  leastCents: number;
}

/**
 * What a mission costs before tax: a fixed part, so much a kilometre, and no less than a minimum. Plain figures for
 * demonstration, of the order of what French operators charge; a real back office writes its own amounts.
 */
const TARIFFS: Partial<Record<VehicleKind, Tariff>> = {
  bus: { baseCents: 0, centsPerKilometre: 520, leastCents: 1_500 },
  tram: { baseCents: 0, centsPerKilometre: 980, leastCents: 2_500 },
  coach: { baseCents: 6_000, centsPerKilometre: 190, leastCents: 9_000 },
  taxi: { baseCents: 300, centsPerKilometre: 160, leastCents: 800 },
  van: { baseCents: 900, centsPerKilometre: 95, leastCents: 1_200 },
  truck: { baseCents: 8_000, centsPerKilometre: 145, leastCents: 12_000 },
};

/** The amount in integer cents for a distance in metres, or null for a kind of vehicle without a tariff. */
export function amountCents(kind: VehicleKind, distanceMetres: number): number | null {
  const tariff = TARIFFS[kind];
  if (tariff === undefined) return null;
  const { baseCents, centsPerKilometre, leastCents } = tariff;
  return Math.max(leastCents, baseCents + Math.round((centsPerKilometre * distanceMetres) / 1000));
}
