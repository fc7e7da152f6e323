import type { AgeThresholds } from './age-class.ts';
import { type FleetSieve, passesSieve } from './fleet-sieve.ts';
import { RECORD_BYTES } from './position-record.ts';

/** Which vehicles a filter lets through: by their records, and by a byte each for all else. */
export interface ShownVehicles {
  readonly sieve: FleetSieve;
  /** Bit 0 of byte i: the vehicle in slot i matches; slots beyond its end do not. Null: all do. */
  readonly mask: Uint8Array<ArrayBuffer> | null;
}

/** Bits of a byte of the mask. Others are for later reasons to look at a vehicle. */
export const MASK_MATCHES = 1;

/** The moment that a fleet is looked at. */
export interface FleetMoment {
  readonly records: DataView;
  /** The server's time, seconds after the epoch of the records. */
  readonly nowSeconds: number;
  readonly timeScale: number;
  readonly thresholds: AgeThresholds;
}

/** Whether the vehicle in a slot is shown. The slot must be one of the records'. */
export function isShown(shown: ShownVehicles | null, slot: number, at: FleetMoment): boolean {
  if (shown === null) return true;
  if (shown.mask !== null && ((shown.mask[slot] ?? 0) & MASK_MATCHES) === 0) return false;
  return passesSieve(shown.sieve, at.records, slot * RECORD_BYTES, at.nowSeconds, at.timeScale, at.thresholds);
}
