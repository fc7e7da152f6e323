import { AGE_CLASSES, type AgeClass, type AgeThresholds } from './age-class.ts';
import { VEHICLE_STATES, type VehicleState } from './fix.ts';
import { isMoving } from './motion.ts';
import { POSITION_FLAGS } from './position-record.ts';
import { VEHICLE_KINDS, type VehicleKind } from './vehicle.ts';

/**
 * Which vehicles pass by what their records say, as bit masks: what a GPU takes as uniforms. A vehicle passes that passes
 * each of them. The vertex shader of the fleet layer is its twin (renderer/supervision/layers/fleet-vertex.ts).
 */
export interface FleetSieve {
  /** Bit i: vehicles in state `VEHICLE_STATES[i]`. */
  readonly states: number;
  /** Bit i: vehicles of `VEHICLE_KINDS[i]`. */
  readonly kinds: number;
  /** Bit i: vehicles of `AGE_CLASSES[i]`. */
  readonly ages: number;
  /** Bit 0: vehicles that move; bit 1: those that stand. */
  readonly motion: number;
  /** Bit 0: vehicles whose newest fix is believed; bit 1: suspect ones. */
  readonly trust: number;
}

const ALL = (names: readonly unknown[]) => 2 ** names.length - 1;
export const PASS_ALL: FleetSieve = {
  states: ALL(VEHICLE_STATES),
  kinds: ALL(VEHICLE_KINDS),
  ages: ALL(AGE_CLASSES),
  motion: 3,
  trust: 3,
};

/** What a person asks of vehicles' records. An empty list: all of them. */
export interface LiveFilter {
  readonly states: readonly VehicleState[];
  readonly kinds: readonly VehicleKind[];
  readonly ages: readonly AgeClass[];
  readonly motion: 'any' | 'moving' | 'standing';
  readonly suspectOnly: boolean;
}

export function sieveOf(filter: LiveFilter): FleetSieve {
  return {
    states: bitsOf(VEHICLE_STATES, filter.states),
    kinds: bitsOf(VEHICLE_KINDS, filter.kinds),
    ages: bitsOf(AGE_CLASSES, filter.ages),
    motion: { any: 3, moving: 1, standing: 2 }[filter.motion],
    trust: filter.suspectOnly ? 2 : 3,
  };
}

export function passesAll(sieve: FleetSieve): boolean {
  const { states, kinds, ages, motion, trust } = PASS_ALL;
  return (
    sieve.states === states &&
    sieve.kinds === kinds &&
    sieve.ages === ages &&
    sieve.motion === motion &&
    sieve.trust === trust
  );
}

/**
 * Whether the vehicle of the record at a byte offset passes. Allocates nothing: it is asked for each vehicle.
 * @param nowSeconds the server's time, in seconds after the epoch of the records
 */
export function passesSieve(
  sieve: FleetSieve,
  records: DataView,
  offset: number,
  nowSeconds: number,
  timeScale: number,
  thresholds: AgeThresholds,
): boolean {
  if (((sieve.states >>> records.getUint8(offset + 21)) & 1) === 0) return false;
  if (((sieve.kinds >>> records.getUint8(offset + 23)) & 1) === 0) return false;
  const isSuspect = (records.getUint8(offset + 22) & POSITION_FLAGS.suspect) !== 0;
  if ((sieve.trust & (isSuspect ? 2 : 1)) === 0) return false;
  const ageSeconds = nowSeconds - records.getFloat32(offset + 16, true);
  const age = ageSeconds * 1000 >= thresholds.silentMs ? 4 : ageSeconds * 1000 >= thresholds.lateMs ? 2 : 1;
  if ((sieve.ages & age) === 0) return false;
  if (sieve.motion === 3) return true;
  const moves = isMoving(
    records.getFloat32(offset + 8, true),
    records.getFloat32(offset + 12, true),
    ageSeconds * timeScale,
  );
  return (sieve.motion & (moves ? 1 : 2)) !== 0;
}

function bitsOf<T>(names: readonly T[], wanted: readonly T[]): number {
  if (wanted.length === 0) return ALL(names);
  return wanted.reduce((bits, name) => bits | (1 << names.indexOf(name)), 0);
}
