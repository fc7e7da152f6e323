import type { AlarmParametersOf } from '../alarm-rule.ts';
import type { FenceIndex } from './fence-index.ts';
import { fencePlaces } from './fence-places.ts';
import { grown } from './grown.ts';
import type { EngineFix, EngineRule, EngineSubject, StandingAlarm } from './types.ts';
import { Visits, type VisitListener } from './visits.ts';
import { type Measured, placeOf, vehicleSubject, Watch, type WatchContext } from './watch.ts';

/** In a geofence, at all or for so long: an item a vehicle and geofence, for as long as there is something of it to know. */
export class PresenceWatch extends Watch implements VisitListener {
  override readonly looksAtPlaces = true;
  readonly #fenceIds: readonly string[];
  /** Undefined: it is enough to be in. */
  readonly #afterMs: number | undefined;
  readonly #visits: Visits;
  /** By visit: the first fix in the geofence. */
  #inSince = new Float64Array(0);
  #atMs = 0;
  #isLate = false;

  constructor(
    rule: EngineRule,
    parameters: AlarmParametersOf<'geofence-enter' | 'geofence-dwell'>,
    context: WatchContext,
  ) {
    super(rule, context);
    this.#fenceIds = parameters.geofenceIds;
    this.#afterMs = parameters.kind === 'geofence-dwell' ? parameters.afterSeconds * 1000 : undefined;
    this.#visits = new Visits(this.#fenceIds.length, this);
  }

  override fencesChanged(ids: readonly string[]): void {
    this.#visits.index(fencePlaces(ids, this.#fenceIds));
    const known = new Set(ids);
    this.#fenceIds.forEach((id, fence) => {
      if (!known.has(id)) this.#visits.end({ fence }, (visit) => this.latches.fall(visit, this.context.nowMs));
    });
  }

  override fix(slot: number, { observedAtMs }: EngineFix, isLate: boolean, fences: FenceIndex): void {
    this.#atMs = observedAtMs;
    this.#isLate = isLate;
    this.#visits.follow(slot, fences);
  }

  entered(visit: number): void {
    this.latches.ensure(visit + 1);
    this.#inSince = grown(this.#inSince, visit + 1);
    this.#inSince[visit] = this.#atMs;
    this.latches.atFix(visit, this.#afterMs === undefined, this.#atMs, this.#isLate);
  }

  goesOn(visit: number, isIn: boolean): boolean {
    const isLong = this.#afterMs === undefined || this.#atMs - (this.#inSince[visit] ?? 0) >= this.#afterMs;
    this.latches.atFix(visit, isIn && isLong, this.#atMs, this.#isLate);
    // One that is an alarm, or just not any more, is remembered: it may come back within the delay.
    return !isIn && !this.latches.isUp(visit);
  }

  protected override drop(slot: number): void {
    this.#visits.end({ slot }, (visit) => this.latches.fall(visit, this.context.nowMs));
  }

  override withdraw(): void {
    this.#visits.end({}, (visit) => this.latches.fall(visit, this.context.nowMs));
    this.endFlood();
  }

  override restore({ subjectKind, subjectId, geofenceId, raisedAtMs }: StandingAlarm): boolean {
    const slot = this.context.fleet.slots.get(subjectId);
    const fence = geofenceId === null ? -1 : this.#fenceIds.indexOf(geofenceId);
    if (subjectKind !== 'vehicle' || slot === undefined || fence < 0 || !this.isAbout(slot)) return false;
    // It was in for at least as long as the rule says, whatever is known of it now.
    this.#atMs = raisedAtMs - (this.#afterMs ?? 0);
    this.#isLate = true;
    const visit = this.#visits.enter(slot, fence);
    this.latches.restore(visit, raisedAtMs);
    return true;
  }

  protected override subjectOf(visit: number): EngineSubject {
    return vehicleSubject(
      this.context.fleet,
      this.#visits.slotOf(visit),
      this.#fenceIds[this.#visits.fenceOf(visit)] ?? null,
    );
  }

  protected override measuredAt(visit: number, atMs: number): Measured {
    const place = placeOf(this.context.fleet, this.#visits.slotOf(visit));
    if (this.#afterMs === undefined) return { value: null, limit: null, ...place };
    return { value: (atMs - (this.#inSince[visit] ?? 0)) / 1000, limit: this.#afterMs / 1000, ...place };
  }
}
