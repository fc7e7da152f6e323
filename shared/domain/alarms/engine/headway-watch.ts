import type { AlarmParametersOf } from '../alarm-rule.ts';
import type { FenceIndex } from './fence-index.ts';
import { fencePlaces } from './fence-places.ts';
import type { EngineFix, EngineRule, EngineSubject, StandingAlarm } from './types.ts';
import { Visits, type VisitListener } from './visits.ts';
import { type Measured, Watch, type WatchContext } from './watch.ts';

/** What is known of one line at one geofence. */
interface Passing {
  readonly line: string;
  readonly fence: number;
  /** When the newest vehicle came in, UTC ms; NaN: none did. */
  atMs: number;
  slot: number;
  /** Between that one and the one before, ms; NaN: there was none. */
  headwayMs: number;
  isShort: boolean;
  isInService: boolean;
}

/**
 * The time between two vehicles of a line that come into a geofence. Too short from the second vehicle to the next; too long from the moment on
 * at which the next should have come. An item a line and geofence. Fixes that come late say nothing: the next vehicle may have passed since.
 */
export class HeadwayWatch extends Watch implements VisitListener {
  override readonly looksAtPlaces = true;
  readonly #parameters: AlarmParametersOf<'headway'>;
  readonly #visits: Visits;
  readonly #passings: Passing[] = [];
  readonly #indexes = new Map<string, number>();
  /** By slot: 1 once the vehicle was seen at all, so that a first fix in a geofence is not taken for coming in. */
  #isSeen = new Uint8Array(0);
  #fix: { slot: number; atMs: number; counts: boolean } = { slot: 0, atMs: 0, counts: false };

  constructor(rule: EngineRule, parameters: AlarmParametersOf<'headway'>, context: WatchContext) {
    super(rule, context);
    this.#parameters = parameters;
    this.#visits = new Visits(parameters.geofenceIds.length, this);
  }

  protected override makeRoom(slots: number): void {
    const larger = new Uint8Array(slots);
    larger.set(this.#isSeen);
    this.#isSeen = larger;
  }

  override fencesChanged(ids: readonly string[]): void {
    this.#visits.index(fencePlaces(ids, this.#parameters.geofenceIds));
  }

  override fix(slot: number, { observedAtMs }: EngineFix, isLate: boolean, fences: FenceIndex): void {
    this.#fix.slot = slot;
    this.#fix.atMs = observedAtMs;
    this.#fix.counts = !isLate && this.#isSeen[slot] === 1;
    this.#isSeen[slot] = 1;
    this.#visits.follow(slot, fences);
  }

  goesOn(_visit: number, isIn: boolean): boolean {
    return !isIn;
  }

  entered(_visit: number, slot: number, fence: number): void {
    const line = this.context.fleet.vehicles[slot]?.line;
    if (!this.#fix.counts || line === null || line === undefined) return;
    const index = this.#indexOf(line, fence);
    const passing = this.#passings[index];
    if (passing === undefined) return;
    this.#settle(index, passing);
    this.#pass(index, passing, slot, this.#fix.atMs);
  }

  #pass(index: number, passing: Passing, slot: number, atMs: number): void {
    const shortestMs = (this.#parameters.minimumHeadwaySeconds ?? 0) * 1000;
    const headwayMs = passing.isInService ? atMs - passing.atMs : Number.NaN;
    // Of two that are observed in another order than they came, the later counts.
    if (headwayMs < 0) return;
    // One that stands on the edge comes in again and again.
    if (passing.slot === slot && headwayMs < shortestMs) return;
    passing.isShort = headwayMs < shortestMs;
    passing.headwayMs = headwayMs;
    passing.atMs = atMs;
    passing.slot = slot;
    passing.isInService = true;
    this.latches.turn(index, passing.isShort, atMs);
  }

  protected override tick(): void {
    this.#passings.forEach((passing, index) => this.#settle(index, passing));
  }

  #settle(index: number, passing: Passing): void {
    const { nowMs } = this.context;
    const { maximumHeadwaySeconds, outOfServiceSeconds } = this.#parameters;
    if (passing.isInService) {
      const longMs = passing.atMs + (maximumHeadwaySeconds ?? Infinity) * 1000;
      const endMs = passing.atMs + outOfServiceSeconds * 1000;
      if (nowMs >= longMs && !passing.isShort) this.latches.turn(index, true, longMs);
      if (nowMs >= endMs) {
        passing.isInService = false;
        this.latches.turn(index, false, endMs);
      }
    }
    this.latches.settle(index, nowMs);
  }

  #indexOf(line: string, fence: number): number {
    const key = `${fence} ${line}`;
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const nobody = { atMs: Number.NaN, slot: -1, headwayMs: Number.NaN, isShort: false, isInService: false };
    const index = this.#passings.push({ line, fence, ...nobody }) - 1;
    this.#indexes.set(key, index);
    this.latches.ensure(index + 1);
    return index;
  }

  protected override drop(slot: number): void {
    this.#visits.end({ slot }, () => undefined);
    this.#isSeen[slot] = 0;
  }

  override withdraw(): void {
    this.#passings.forEach((_, index) => this.latches.fall(index, this.context.nowMs));
    this.endFlood();
  }

  /** As if the last vehicle had come when it was raised: the next one says how it stands. */
  override restore({ subjectKind, line, geofenceId, raisedAtMs }: StandingAlarm): boolean {
    const fence = geofenceId === null ? -1 : this.#parameters.geofenceIds.indexOf(geofenceId);
    if (subjectKind !== 'line' || line === null || fence < 0) return false;
    const index = this.#indexOf(line, fence);
    const passing = this.#passings[index];
    if (passing === undefined || this.latches.isUp(index)) return false;
    passing.atMs = raisedAtMs;
    passing.isInService = true;
    this.latches.restore(index, raisedAtMs);
    return true;
  }

  protected override subjectOf(index: number): EngineSubject {
    const { line = '', fence = -1 } = this.#passings[index] ?? {};
    const geofenceId = this.#parameters.geofenceIds[fence] ?? null;
    return { subjectKind: 'line', subjectId: line, vehicleId: null, missionId: null, geofenceId, line };
  }

  /** The headway in seconds, of a gap that which it is so far; and the limit that it is beyond. */
  protected override measuredAt(index: number, atMs: number): Measured {
    const passing = this.#passings[index];
    const isShort = passing?.isShort === true;
    const ms = isShort ? passing.headwayMs : atMs - (passing?.atMs ?? atMs);
    const limit = isShort ? this.#parameters.minimumHeadwaySeconds : this.#parameters.maximumHeadwaySeconds;
    return { value: Number.isNaN(ms) ? null : ms / 1000, limit, longitude: null, latitude: null };
  }
}
