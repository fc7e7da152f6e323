import type { AlarmParametersOf } from '../alarm-rule.ts';
import type { FenceIndex } from './fence-index.ts';
import { fencePlaces } from './fence-places.ts';
import { grown } from './grown.ts';
import type { EngineFix, EngineRule, EngineSubject, StandingAlarm } from './types.ts';
import { VehicleWatch } from './vehicle-watch.ts';
import { vehicleSubject, type WatchContext } from './watch.ts';

const NOWHERE = -1;

/** In none of the geofences any more, after it was in one. */
export class ExitWatch extends VehicleWatch {
  override readonly looksAtPlaces = true;
  readonly #fenceIds: readonly string[];
  #places = new Int32Array(0);
  /** By slot: the geofence where it was last, by its place in the rule; and that which the alarm names. */
  #last = new Int32Array(0);
  #named = new Int32Array(0);

  constructor(rule: EngineRule, parameters: AlarmParametersOf<'geofence-exit'>, context: WatchContext) {
    super(rule, context);
    this.#fenceIds = parameters.geofenceIds;
  }

  protected override makeRoom(slots: number): void {
    super.makeRoom(slots);
    this.#last = grown(this.#last, slots, NOWHERE);
    this.#named = grown(this.#named, slots, NOWHERE);
  }

  override fencesChanged(ids: readonly string[]): void {
    this.#places = fencePlaces(ids, this.#fenceIds);
  }

  protected override drop(slot: number): void {
    super.drop(slot);
    this.#last[slot] = NOWHERE;
  }

  override fix(slot: number, { observedAtMs }: EngineFix, isLate: boolean, { count, found }: FenceIndex): void {
    // Of several, the first of the rule: it must not depend on how they were found.
    let inside = Infinity;
    for (let at = 0; at < count; at++) {
      const fence = this.#places[found[at] ?? 0] ?? NOWHERE;
      if (fence !== NOWHERE) inside = Math.min(inside, fence);
    }
    const isIn = inside !== Infinity;
    if (isIn) this.#last[slot] = inside;
    if (!this.latches.isUp(slot)) this.#named[slot] = this.#last[slot] ?? NOWHERE;
    this.latches.atFix(slot, !isIn && this.#last[slot] !== NOWHERE, observedAtMs, isLate);
  }

  override restore(alarm: StandingAlarm): boolean {
    if (!super.restore(alarm)) return false;
    const slot = this.context.fleet.slots.get(alarm.subjectId) ?? 0;
    // A geofence that the rule does not name any more is still what it left: any of the others ends it.
    const fence = Math.max(0, alarm.geofenceId === null ? 0 : this.#fenceIds.indexOf(alarm.geofenceId));
    this.#last[slot] = fence;
    this.#named[slot] = fence;
    return true;
  }

  protected override subjectOf(slot: number): EngineSubject {
    return vehicleSubject(this.context.fleet, slot, this.#fenceIds[this.#named[slot] ?? NOWHERE] ?? null);
  }

  protected override valueAt(): { value: null; limit: null } {
    return { value: null, limit: null };
  }
}
