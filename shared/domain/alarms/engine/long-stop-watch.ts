import { distanceMetres } from '../../geodesy.ts';
import { METRES_PER_DEGREE } from '../../motion.ts';
import { VEHICLE_STATES } from '../../fix.ts';
import type { AlarmParametersOf } from '../alarm-rule.ts';
import type { FenceIndex } from './fence-index.ts';
import { fencePlaces } from './fence-places.ts';
import { grown } from './grown.ts';
import type { EngineFix, EngineRule } from './types.ts';
import { VehicleWatch } from './vehicle-watch.ts';
import type { WatchContext } from './watch.ts';

const ON_MISSION = VEHICLE_STATES.indexOf('on-mission');

/** Not further than the radius from where it came to stand. Each fix beyond is where it may have come to stand anew. */
export class LongStopWatch extends VehicleWatch {
  override readonly looksAtPlaces = true;
  readonly #parameters: AlarmParametersOf<'long-stop'>;
  readonly #afterMs: number;
  /** Further north or south than this, degrees, a place is beyond the radius whatever its longitude. */
  readonly #mostDegrees: number;
  #longitude = new Float64Array(0);
  #latitude = new Float64Array(0);
  /** NaN: it is not counted. */
  #stoodAt = new Float64Array(0);
  #exceptions = new Int32Array(0);

  constructor(rule: EngineRule, parameters: AlarmParametersOf<'long-stop'>, context: WatchContext) {
    super(rule, context);
    this.#parameters = parameters;
    this.#afterMs = parameters.afterSeconds * 1000;
    this.#mostDegrees = (parameters.radiusMetres / METRES_PER_DEGREE) * 1.000001;
  }

  protected override makeRoom(slots: number): void {
    super.makeRoom(slots);
    this.#longitude = grown(this.#longitude, slots);
    this.#latitude = grown(this.#latitude, slots);
    this.#stoodAt = grown(this.#stoodAt, slots, Number.NaN);
  }

  override fencesChanged(ids: readonly string[]): void {
    this.#exceptions = fencePlaces(ids, this.#parameters.exceptGeofenceIds);
  }

  protected override drop(slot: number): void {
    super.drop(slot);
    this.#stoodAt[slot] = Number.NaN;
  }

  override fix(slot: number, fix: EngineFix, isLate: boolean, fences: FenceIndex): void {
    const { observedAtMs } = fix;
    const isCounted = (!this.#parameters.onMissionOnly || fix.state === ON_MISSION) && !this.#isExcepted(fences);
    if (!isCounted) this.#stoodAt[slot] = Number.NaN;
    else if (this.#hasLeft(slot, fix)) {
      this.#longitude[slot] = fix.longitude;
      this.#latitude[slot] = fix.latitude;
      this.#stoodAt[slot] = observedAtMs;
    }
    this.latches.atFix(slot, observedAtMs - (this.#stoodAt[slot] ?? Number.NaN) >= this.#afterMs, observedAtMs, isLate);
  }

  #hasLeft(slot: number, { longitude, latitude }: EngineFix): boolean {
    if (Number.isNaN(this.#stoodAt[slot])) return true;
    const [fromLongitude, fromLatitude] = [this.#longitude[slot] ?? 0, this.#latitude[slot] ?? 0];
    if (Math.abs(latitude - fromLatitude) > this.#mostDegrees) return true;
    return distanceMetres(fromLongitude, fromLatitude, longitude, latitude) > this.#parameters.radiusMetres;
  }

  #isExcepted({ count, found }: FenceIndex): boolean {
    for (let at = 0; at < count; at++) if ((this.#exceptions[found[at] ?? 0] ?? -1) >= 0) return true;
    return false;
  }

  protected override valueAt(slot: number): { value: number; limit: number } {
    const stoodMs = (this.context.fleet.observedAt[slot] ?? 0) - (this.#stoodAt[slot] ?? Number.NaN);
    return { value: Number.isNaN(stoodMs) ? 0 : stoodMs / 1000, limit: this.#afterMs / 1000 };
  }
}
