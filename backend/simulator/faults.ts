import type { Fix } from '../../shared/domain/index.ts';
import { pointAt } from './path.ts';
import { fraction, hash, PURPOSE } from './random.ts';

/*
 * What goes wrong with real receivers, at small rates, so that an operator sees what the screen does with it. As all
 * else here it depends on seed, vehicle and time alone.
 */

/** A vehicle falls silent in one of so many quarters of an hour, for 2 to 9 minutes: about 1.5 % of the fleet at a time. */
const SILENT_QUARTERS = 24;
const QUARTER_MS = 15 * 60_000;
/** One vehicle in so many has a poor receiver. */
const POOR_RECEIVERS = 60;
/** A poor receiver sends one bad fix in so many: in all about one fix in 20,000. */
const BAD_FIXES = 330;

/** Since when nothing is heard of a vehicle, at a time: both UTC ms. Undefined while it is heard. */
export function silentSince(seed: number, vehicle: number, atMs: number): number | undefined {
  const quarter = Math.floor(atMs / QUARTER_MS);
  const chance = hash(seed, PURPOSE.silence, vehicle, quarter);
  if (chance % SILENT_QUARTERS !== 0) return undefined;
  const lastsMs = 120_000 + ((chance >>> 8) % 420_000);
  // It begins so that it ends within the quarter.
  const beginsMs = (chance >>> 4) % (QUARTER_MS - lastsMs);
  const sinceMs = quarter * QUARTER_MS + beginsMs;
  return atMs >= sinceMs && atMs < sinceMs + lastsMs ? sinceMs : undefined;
}

export function hasPoorReceiver(seed: number, vehicle: number): boolean {
  return hash(seed, PURPOSE.receiver, vehicle) % POOR_RECEIVERS === 0;
}

/** Now and then spoils the fix of a poor receiver. Most are jumps; the others must be refused where fixes come in. */
export function spoil(fix: Fix, seed: number, vehicle: number): void {
  const second = Math.floor(fix.observedAtMs / 1000);
  const chance = hash(seed, PURPOSE.fault, vehicle, second);
  if (chance % BAD_FIXES !== 0) return;
  const kind = (chance >>> 10) % 8;
  if (kind < 5) {
    const metres = 8_000 + 90_000 * fraction(seed, PURPOSE.fault, vehicle, second, 1);
    const bearing = 360 * fraction(seed, PURPOSE.fault, vehicle, second, 2);
    [fix.longitude, fix.latitude] = pointAt([fix.longitude, fix.latitude], bearing, metres);
  } else if (kind === 5) {
    fix.longitude = 0;
    fix.latitude = 0;
  } else if (kind === 6) {
    fix.latitude += 90;
  } else {
    fix.observedAtMs -= 3_600_000;
  }
}
