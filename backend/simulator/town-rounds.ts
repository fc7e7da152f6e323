import type { Step } from './circuit.ts';
import type { CustomerKind } from './network.ts';
import type { Path, Point } from './path.ts';
import type { Manner } from './speeds.ts';
import { depotName, type TownMap } from './town-map.ts';

const BUS: Manner = { cruise: 11, acceleration: 0.9, stopEvery: 520, dwellSeconds: 10 };
const TRAM: Manner = { cruise: 12.5, acceleration: 1, stopEvery: 600, dwellSeconds: 14 };
const CAR: Manner = { cruise: 12.5, acceleration: 1.4, stopEvery: 0, dwellSeconds: 0 };
const VAN: Manner = { cruise: 12, acceleration: 1.1, stopEvery: 0, dwellSeconds: 0 };

const LAYOVER_SECONDS = 140;
/** A bus leaves its depot for at least this long. */
const TURN_SECONDS = 5_400;

/** Out of the depot, up and down a line, and back to the depot. */
export function lineRound(map: TownMap, number: number, kind: 'bus' | 'tram'): Step[] {
  const manner = kind === 'bus' ? BUS : TRAM;
  // Trams have lines of their own, with other numbers.
  const line = map.line(kind === 'bus' ? number : 100 + number);
  const [near, far] = [firstOf(line), lastOf(line)];
  const [nearName, farName] = [map.stop(2 * number), map.stop(2 * number + 1)];
  const there: Step = { drive: line, manner, trip: trip(map, nearName, farName, 'line') };
  const back: Step = { drive: line.toReversed(), manner, trip: trip(map, farName, nearName, 'line') };
  const rounds = Math.max(1, Math.round(TURN_SECONDS / (line.length * 50 * 2 * 0.13)));
  return [
    { wait: 480 + 60 * (number % 5), at: map.depot, state: 'out-of-service' },
    { drive: map.way(map.depot, near, 200 + number), manner },
    ...Array.from({ length: rounds }, (): Step[] => [
      there,
      { wait: LAYOVER_SECONDS, at: far, state: 'idle' },
      back,
      { wait: LAYOVER_SECONDS, at: near, state: 'idle' },
    ]).flat(),
    { drive: map.way(near, map.depot, 300 + number), manner },
  ];
}

/** From the rank: to each customer, then with the customer where they want to go; back to the rank at the end. */
export function taxiRound(map: TownMap, number: number): Step[] {
  const steps: Step[] = [{ wait: 180, at: map.centre, state: 'idle' }];
  const FARES = 6;
  let here = map.centre;
  for (let i = 0; i < FARES; i += 1) {
    const salt = 1_000 + number * 40 + i * 4;
    const [pickUp, drop] = [map.place(salt, 0.1, 1.1), map.place(salt + 1, 0.3, 1.6)];
    steps.push({ drive: map.way(here, pickUp, salt), manner: CAR }, { wait: 40, at: pickUp, state: 'idle' });
    const fare = trip(map, map.address(salt), map.address(salt + 1), 'taxi');
    steps.push(
      { drive: map.way(pickUp, drop, salt + 1), manner: CAR, trip: fare },
      { wait: 50, at: drop, state: 'idle' },
    );
    here = drop;
  }
  return [...steps, { drive: map.way(here, map.centre, 999 + number), manner: CAR }];
}

/** From the depot to a chain of customers in and around the town, and back. */
export function deliveryRound(map: TownMap, number: number): Step[] {
  const steps: Step[] = [{ wait: 420, at: map.depot, state: 'out-of-service' }];
  const STOPS = 7;
  let [here, address]: [Point, string] = [map.depot, depotAddress(map)];
  for (let i = 0; i < STOPS; i += 1) {
    const salt = 8_000 + number * 20 + i;
    const [place, next] = [map.place(salt, 0.2, 2), map.address(salt)];
    const delivery = trip(map, address, next, 'delivery');
    steps.push({ drive: map.way(here, place, salt), manner: VAN, trip: delivery });
    steps.push({ wait: 100 + 20 * (i % 3), at: place, state: 'idle' });
    [here, address] = [place, next];
  }
  return [...steps, { drive: map.way(here, map.depot, 9_000 + number), manner: VAN }];
}

/** Kept in reserve: never leaves the depot. */
export function reserveRound(map: TownMap): Step[] {
  return [{ wait: 3_600, at: map.depot, state: 'out-of-service' }];
}

export function depotAddress({ town }: TownMap): string {
  return `${depotName(town)}, ${town.postalCode} ${town.name}`;
}

function trip({ town }: TownMap, from: string, to: string, customers: CustomerKind) {
  return { from, to, town: town.name, customers };
}

function firstOf(path: Path): Point {
  const point = path[0];
  if (point === undefined) throw new Error('a line needs points');
  return point;
}

function lastOf(path: Path): Point {
  return firstOf(path.toReversed());
}
