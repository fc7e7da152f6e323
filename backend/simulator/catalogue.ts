import type { VehicleKind } from '../../shared/domain/index.ts';
import { buildCircuit, type Circuit, type Step } from './circuit.ts';
import type { Network, Town, Vocabulary } from './network.ts';
import { coachRound, roadKilometres, truckRound } from './road-rounds.ts';
import { mapTown, type TownMap } from './town-map.ts';
import { deliveryRound, lineRound, reserveRound, taxiRound } from './town-rounds.ts';

/** Kinds of vehicles that the simulator runs, and their share of the fleet. */
export const KIND_SHARES = {
  bus: 0.35,
  tram: 0.06,
  coach: 0.17,
  taxi: 0.15,
  van: 0.14,
  truck: 0.13,
} as const satisfies Partial<Record<VehicleKind, number>>;
export type SimulatedKind = keyof typeof KIND_SHARES;

/** Work that vehicles of one kind may be given. The circuit is built when first asked for, then kept. */
export interface Duty {
  kind: SimulatedKind;
  home: Town;
  /** Name of the line, or null. */
  line: string | null;
  /** Demand, in no particular unit. */
  weight: number;
  circuit(): Circuit;
}

export interface Catalogue {
  duties: Record<SimulatedKind, readonly Duty[]>;
  /** Stays at the depot of the town. */
  reserve(town: Town): Circuit;
}

/** All the work of the network: urban lines, taxi ranks, delivery rounds, interurban lines and freight. */
export function buildCatalogue(network: Network, vocabulary: Vocabulary, seed: number): Catalogue {
  const maps = network.towns.map((town, index) => mapTown(town, index, vocabulary, seed));
  const byName = new Map(maps.map((map) => [map.town.name, map]));
  const mapOf = (name: string): TownMap => {
    const map = byName.get(name);
    if (map === undefined) throw new Error(`a road leads to ${name}, which is not a town of the network`);
    return map;
  };
  const roads = network.roads.flatMap((road, index) => {
    const [from, to] = [mapOf(road.from), mapOf(road.to)];
    const kilometres = roadKilometres(network, road, from.centre, to.centre);
    // Gravity between two towns: more people, more traffic; the further, the less.
    const weight = (from.town.population * to.town.population) ** 0.3 / Math.sqrt(kilometres);
    const line = `${road.name} ${road.from} – ${road.to}`;
    return [
      duty('coach', from, line, weight, () => coachRound(network, road, from, to, index, seed)),
      duty('truck', from, line, weight / 2, () => truckRound(network, road, from, to, 2 * index, seed)),
      duty('truck', to, line, weight / 2, () => truckRound(network, road, to, from, 2 * index + 1, seed)),
    ];
  });
  const all = [...maps.flatMap(townDuties), ...roads];
  const ofKind = (kind: SimulatedKind) => all.filter((each) => each.kind === kind);
  const reserves = new Map<string, Circuit>();
  return {
    duties: {
      bus: ofKind('bus'),
      tram: ofKind('tram'),
      coach: ofKind('coach'),
      taxi: ofKind('taxi'),
      van: ofKind('van'),
      truck: ofKind('truck'),
    },
    reserve: (town) => {
      const known = reserves.get(town.name) ?? buildCircuit(reserveRound(mapOf(town.name)));
      reserves.set(town.name, known);
      return known;
    },
  };
}

function townDuties(map: TownMap): Duty[] {
  const { town } = map;
  const people = town.population;
  const several = (
    kind: SimulatedKind,
    count: number,
    name: (i: number) => string | null,
    steps: (i: number) => Step[],
  ) => Array.from({ length: count }, (_, i) => duty(kind, map, name(i), people ** 0.75 / count, () => steps(i)));
  return [
    ...several(
      'bus',
      scaled(people, 45_000, 10),
      (i) => `${town.name} ${i + 1}`,
      (i) => lineRound(map, i, 'bus'),
    ),
    ...several(
      'tram',
      town.tramLines,
      (i) => `${town.name} T${i + 1}`,
      (i) => lineRound(map, i, 'tram'),
    ),
    ...several(
      'taxi',
      scaled(people, 60_000, 10),
      () => null,
      (i) => taxiRound(map, i),
    ),
    ...several(
      'van',
      scaled(people, 120_000, 6),
      (i) => `${town.name} tournée ${i + 1}`,
      (i) => deliveryRound(map, i),
    ),
  ];
}

function scaled(people: number, each: number, most: number): number {
  return Math.min(most, 2 + Math.round(people / each));
}

function duty(kind: SimulatedKind, map: TownMap, line: string | null, weight: number, steps: () => Step[]): Duty {
  let circuit: Circuit | undefined;
  return { kind, home: map.town, line, weight, circuit: () => (circuit ??= buildCircuit(steps())) };
}
