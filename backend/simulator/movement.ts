import type { Fleet } from './fleet.ts';
import { aheadSeconds, paceAt } from './traffic.ts';

/** Where a vehicle is at one moment. One object is filled again and again, so that a tick allocates nothing. */
export interface Whereabouts {
  longitude: number;
  latitude: number;
  headingDegrees: number;
  speedMetresPerSecond: number;
  /** Index into VEHICLE_STATES. */
  state: number;
  /** How many rounds it has done since the Unix epoch. */
  round: number;
  /** Index into the trips of its circuit, or -1. */
  trip: number;
}

export function nowhere(): Whereabouts {
  return { longitude: 0, latitude: 0, headingDegrees: 0, speedMetresPerSecond: 0, state: 0, round: 0, trip: -1 };
}

/** Finds vehicles at times. Remembers the last knot of each, since the next moment is mostly close by. */
export interface Movement {
  /** Fills `found` with the whereabouts of a vehicle at a time, seconds since the Unix epoch. A pure function of both. */
  locate(vehicle: number, time: number, found: Whereabouts): void;
}

export function createMovement(fleet: Fleet): Movement {
  const knots = new Uint32Array(fleet.count);

  return {
    locate(vehicle, time, found) {
      const circuit = fleet.circuits[vehicle];
      if (circuit === undefined) throw new Error(`the fleet has no vehicle ${vehicle}`);
      const rounds =
        (time + (fleet.phaseSeconds[vehicle] ?? 0) + aheadSeconds(fleet.traffic, vehicle, time)) /
        circuit.periodSeconds;
      const round = Math.floor(rounds);
      const second = (rounds - round) * circuit.periodSeconds;
      const knot = knotAt(circuit.seconds, second, knots[vehicle] ?? 0);
      knots[vehicle] = knot;

      const { seconds, longitude, latitude, speed } = circuit;
      const length = (seconds[knot + 1] ?? 0) - (seconds[knot] ?? 0);
      const elapsed = second - (seconds[knot] ?? 0);
      const [from, to] = [speed[knot] ?? 0, speed[knot + 1] ?? 0];
      const share = shareOfWay(elapsed, length, from, to);
      found.longitude = (longitude[knot] ?? 0) * (1 - share) + (longitude[knot + 1] ?? 0) * share;
      found.latitude = (latitude[knot] ?? 0) * (1 - share) + (latitude[knot + 1] ?? 0) * share;
      found.headingDegrees = circuit.heading[knot] ?? 0;
      found.speedMetresPerSecond =
        (length > 0 ? from + ((to - from) * elapsed) / length : from) * paceAt(fleet.traffic, vehicle, time);
      found.state = circuit.state[knot] ?? 0;
      found.round = round;
      found.trip = circuit.trip[knot] ?? -1;
    },
  };
}

/** How much of the way between two knots is done, at constant acceleration. */
function shareOfWay(elapsed: number, length: number, from: number, to: number): number {
  if (length <= 0) return 0;
  const part = elapsed / length;
  return from + to > 0 ? (part * (2 * from + (to - from) * part)) / (from + to) : part;
}

/** The last knot at or before a second; `guess` is tried first, with the one after it. */
function knotAt(seconds: Float64Array, second: number, guess: number): number {
  for (let knot = guess; knot < guess + 3; knot += 1) {
    if ((seconds[knot] ?? Infinity) <= second && second < (seconds[knot + 1] ?? Infinity)) {
      return Math.min(knot, seconds.length - 2);
    }
  }
  let [low, high] = [0, seconds.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((seconds[middle] ?? 0) <= second) low = middle;
    else high = middle;
  }
  return low;
}
