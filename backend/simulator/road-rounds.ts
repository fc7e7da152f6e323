import type { Step } from './circuit.ts';
import type { Network, Road } from './network.ts';
import { metresBetween, type PathStyle, type Point, windingPath } from './path.ts';
import type { Manner } from './speeds.ts';
import { depotAddress } from './town-rounds.ts';
import type { TownMap } from './town-map.ts';

const COACH: Manner = { cruise: 23, acceleration: 0.6, stopEvery: 32_000, dwellSeconds: 50 };
const TRUCK: Manner = { cruise: 19.5, acceleration: 0.35, stopEvery: 0, dwellSeconds: 0 };
const HIGHWAY: PathStyle = { spacing: 250, wiggle: 420, wavelength: 7_000 };

/** An interurban line from one centre to the other and back. */
export function coachRound(
  network: Network,
  road: Road,
  from: TownMap,
  to: TownMap,
  salt: number,
  seed: number,
): Step[] {
  const way = windingPath([from.centre, ...vias(network, road), to.centre], HIGHWAY, seed, 4_000_000 + salt);
  const names = [`Gare routière, ${from.town.name}`, `Gare routière, ${to.town.name}`] as const;
  const trip = { town: from.town.name, customers: 'interurban' as const };
  return [
    { wait: 300, at: from.centre, state: 'idle' },
    { drive: way, manner: COACH, trip: { ...trip, from: names[0], to: names[1] } },
    { wait: 300, at: to.centre, state: 'idle' },
    { drive: way.toReversed(), manner: COACH, trip: { ...trip, from: names[1], to: names[0] } },
  ];
}

/** Freight from the depot of a town to a customer in another, and freight back. */
export function truckRound(
  network: Network,
  road: Road,
  from: TownMap,
  to: TownMap,
  salt: number,
  seed: number,
): Step[] {
  const there = road.to === to.town.name ? vias(network, road) : vias(network, road).reverse();
  const customer = to.place(30_000 + salt, 0.6, 1.1);
  const way = windingPath([from.depot, ...there, customer], HIGHWAY, seed, 5_000_000 + salt);
  const [home, away] = [depotAddress(from), to.address(30_000 + salt)];
  const trip = { town: from.town.name, customers: 'freight' as const };
  return [
    { wait: 600, at: from.depot, state: 'out-of-service' },
    { drive: way, manner: TRUCK, trip: { ...trip, from: home, to: away } },
    { wait: 700, at: customer, state: 'idle' },
    { drive: way.toReversed(), manner: TRUCK, trip: { ...trip, from: away, to: home } },
  ];
}

/** Kilometres of a road from centre to centre, in straight stretches between its places. */
export function roadKilometres(network: Network, road: Road, from: Point, to: Point): number {
  const points = [from, ...vias(network, road), to];
  return points.slice(1).reduce((sum, point, i) => sum + metresBetween(points[i] ?? point, point) / 1000, 0);
}

function vias(network: Network, road: Road): Point[] {
  return road.via.map((name) => {
    const place = network.places[name];
    if (place === undefined) throw new Error(`the road ${road.name} passes ${name}, which has no coordinates`);
    return place;
  });
}
