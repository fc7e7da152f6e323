import { VEHICLE_STATES, type VehicleState } from '../../shared/domain/index.ts';
import type { CustomerKind } from './network.ts';
import { hopBearing, hopMetres, type Path, type Point } from './path.ts';
import { type Manner, speedsAlong } from './speeds.ts';

/** One paid journey within a circuit. Seconds count from the start of the circuit, in quiet traffic. */
export interface Trip {
  startSeconds: number;
  endSeconds: number;
  /** Addresses, as people write them. */
  from: string;
  to: string;
  town: string;
  customers: CustomerKind;
  distanceMetres: number;
}

/** What a vehicle does next within its circuit. */
export type Step =
  | { wait: number; at: Point; state: VehicleState }
  | { drive: Path; manner: Manner; trip?: Pick<Trip, 'from' | 'to' | 'town' | 'customers'> };

/**
 * A round that ends where it began, again and again. Columns of one row a knot: where and how fast a vehicle is at a
 * second of the round. Between two knots the acceleration is constant and the way straight.
 */
export interface Circuit {
  periodSeconds: number;
  seconds: Float64Array;
  longitude: Float64Array;
  latitude: Float64Array;
  /** Metres per second. */
  speed: Float32Array;
  /** Degrees clockwise from north, towards the next knot. */
  heading: Float32Array;
  /** Index into VEHICLE_STATES. */
  state: Uint8Array;
  /** Index into `trips`, or -1. */
  trip: Int16Array;
  trips: readonly Trip[];
}

interface Knot {
  seconds: number;
  point: Point;
  speed: number;
  heading: number;
  state: number;
  trip: number;
}

/** Turns steps into a circuit. Each must begin where the one before ended, and the last where the first began. */
export function buildCircuit(steps: readonly Step[]): Circuit {
  const knots: Knot[] = [];
  const trips: Trip[] = [];
  let now = 0;
  for (const step of steps) {
    if ('wait' in step) {
      const heading = knots.at(-1)?.heading ?? 0;
      knots.push({ seconds: now, point: step.at, speed: 0, heading, state: stateIndex(step.state), trip: -1 });
      now += step.wait;
      continue;
    }
    const began = now;
    const state = stateIndex(step.trip === undefined ? 'idle' : 'on-mission');
    const trip = step.trip === undefined ? -1 : trips.length;
    const { seconds, distance } = drive(step.drive, step.manner, now, { state, trip }, knots);
    now = seconds;
    if (step.trip === undefined) continue;
    trips.push({ ...step.trip, startSeconds: began, endSeconds: now, distanceMetres: Math.round(distance) });
  }
  const last = knots.at(-1);
  if (last === undefined) throw new Error('a circuit needs at least one step');
  // Closes the last stretch, so that every second of the round lies between two knots.
  knots.push({ ...last, seconds: now, speed: 0, point: steps[0] === undefined ? last.point : startOf(steps[0]) });
  return columns(knots, now, trips);
}

function drive(path: Path, manner: Manner, start: number, marks: { state: number; trip: number }, knots: Knot[]) {
  let seconds = start;
  let distance = 0;
  const profile = speedsAlong(path, manner);
  for (let i = 0; i + 1 < path.length; i += 1) {
    const [here, next] = [path[i], path[i + 1]];
    const [speed, nextSpeed] = [profile.speed[i], profile.speed[i + 1]];
    if (here === undefined || next === undefined || speed === undefined || nextSpeed === undefined) break;
    const heading = hopBearing(here, next);
    if (profile.stops.has(i)) {
      knots.push({ seconds, point: here, speed: 0, heading, ...marks });
      seconds += manner.dwellSeconds;
    }
    knots.push({ seconds, point: here, speed, heading, ...marks });
    const length = hopMetres(here, next);
    distance += length;
    seconds += length / Math.max(0.5, (speed + nextSpeed) / 2);
  }
  return { seconds, distance };
}

/** Filled in a loop: `from` with a function takes longer than all the rest of the building. */
function columns(knots: readonly Knot[], periodSeconds: number, trips: readonly Trip[]): Circuit {
  const circuit: Circuit = {
    periodSeconds,
    seconds: new Float64Array(knots.length),
    longitude: new Float64Array(knots.length),
    latitude: new Float64Array(knots.length),
    speed: new Float32Array(knots.length),
    heading: new Float32Array(knots.length),
    state: new Uint8Array(knots.length),
    trip: new Int16Array(knots.length),
    trips,
  };
  for (const [i, knot] of knots.entries()) {
    circuit.seconds[i] = knot.seconds;
    circuit.longitude[i] = knot.point[0];
    circuit.latitude[i] = knot.point[1];
    circuit.speed[i] = knot.speed;
    circuit.heading[i] = knot.heading;
    circuit.state[i] = knot.state;
    circuit.trip[i] = knot.trip;
  }
  return circuit;
}

function startOf(step: Step): Point {
  const point = 'wait' in step ? step.at : step.drive[0];
  if (point === undefined) throw new Error('a way needs at least two points');
  return point;
}

function stateIndex(state: VehicleState): number {
  return VEHICLE_STATES.indexOf(state);
}
