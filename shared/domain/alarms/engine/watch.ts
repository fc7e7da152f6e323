import type { FenceIndex } from './fence-index.ts';
import type { FleetState } from './fleet-state.ts';
import { Latches, type LatchListener } from './latches.ts';
import { scopeTest } from './scope-test.ts';
import type {
  EngineChange,
  EngineFix,
  EngineMission,
  EngineRule,
  EngineSubject,
  EngineVehicle,
  StandingAlarm,
} from './types.ts';

/** What a watch is given: the fleet, the geofences that the last fix is in, and where changes go. */
export interface WatchContext {
  readonly fleet: FleetState;
  readonly changes: EngineChange[];
  readonly mostStanding: number;
  /** The engine's time, UTC ms. */
  readonly nowMs: number;
}

/** What is told of an alarm when it begins. */
export interface Measured {
  value: number | null;
  limit: number | null;
  longitude: number | null;
  latitude: number | null;
}

/** Looks for what one rule describes. A kind of rule is a class that overrides what it has an ear for. */
export abstract class Watch implements LatchListener {
  engineRule: EngineRule;
  protected readonly context: WatchContext;
  protected readonly latches: Latches;
  /** Since when the rule is looked after, UTC ms: what was before is not its business. */
  protected sinceMs: number;
  /** By slot: 1 where the rule is about the vehicle. */
  protected inScope = new Uint8Array(0);
  #isInScope: (vehicle: EngineVehicle) => boolean;
  /** When it began to raise too much, UTC ms. */
  #floodsSinceMs: number | undefined;

  constructor(engineRule: EngineRule, context: WatchContext) {
    const { onDelaySeconds, offDelaySeconds } = engineRule.rule;
    this.engineRule = engineRule;
    this.context = context;
    this.sinceMs = context.nowMs;
    this.#isInScope = scopeTest(engineRule);
    const options = {
      onDelayMs: onDelaySeconds * 1000,
      offDelayMs: offDelaySeconds * 1000,
      mostStanding: context.mostStanding,
    };
    this.latches = new Latches(options, this);
  }

  /** Whether it looks at places of fixes, and at those that are not believed. */
  readonly looksAtPlaces: boolean = false;
  readonly looksAtSuspects: boolean = false;
  /** Whether it is told when something comes of any vehicle, also of those that the rule is not about. */
  readonly hearsAll: boolean = false;

  /** A fix of a vehicle in scope, newer than those before it. @param isLate it came long after it was observed */
  fix(_slot: number, _fix: EngineFix, _isLate: boolean, _fences: FenceIndex): void {}
  /** Something new comes of a vehicle: called before the fix, with the fleet as it was. */
  heard(_slot: number): void {}
  mission(_mission: EngineMission): void {}
  missionGone(_id: string): void {}
  feed(_name: string, _isDown: boolean): void {}
  /** The geofences have changed. @param ids in the order of the index */
  fencesChanged(_ids: readonly string[]): void {}
  /** The clock was set by so much; the context has the new time. */
  clockShifted(byMs: number): void {
    this.sinceMs += byMs;
  }
  /** Time has passed. */
  protected tick(): void {}
  /** Ends all that it has of a vehicle. */
  protected abstract drop(slot: number): void;
  /** Ends all that it has. */
  abstract withdraw(): void;
  /** Takes an alarm over that stood before this watch. False where it has no place for it. */
  abstract restore(alarm: StandingAlarm): boolean;
  protected abstract subjectOf(index: number): EngineSubject;
  protected abstract measuredAt(index: number, atMs: number): Measured;

  isAbout(slot: number): boolean {
    return this.inScope[slot] === 1;
  }

  know(slot: number, vehicle: EngineVehicle): void {
    if (slot >= this.inScope.length) {
      const larger = new Uint8Array(Math.max(64, slot + 1, this.inScope.length * 2));
      larger.set(this.inScope);
      this.inScope = larger;
      this.makeRoom(larger.length);
    }
    const isIn = this.#isInScope(vehicle);
    if (!isIn && this.inScope[slot] === 1) this.drop(slot);
    this.inScope[slot] = isIn ? 1 : 0;
  }

  forget(slot: number): void {
    if (this.inScope[slot] !== 1) return;
    this.drop(slot);
    this.inScope[slot] = 0;
  }

  /** There are so many slots now. */
  protected makeRoom(_slots: number): void {}

  step(): void {
    this.tick();
    if (this.latches.held > 0) this.latches.tellHeld();
    this.#tellFlood();
  }

  restoreFlood(raisedAtMs: number): void {
    this.#floodsSinceMs = raisedAtMs;
  }

  raised(index: number, atMs: number): void {
    this.#push('raised', this.subjectOf(index), this.measuredAt(index, atMs), atMs, atMs);
  }

  returned(index: number, atMs: number, raisedAtMs: number): void {
    this.#push('returned', this.subjectOf(index), this.measuredAt(index, atMs), atMs, raisedAtMs);
  }

  recorded(index: number, atMs: number, raisedAtMs: number): void {
    this.#push('recorded', this.subjectOf(index), this.measuredAt(index, raisedAtMs), atMs, raisedAtMs);
  }

  /** One alarm in the place of those that are too many. */
  #tellFlood(): void {
    const { held } = this.latches;
    const { nowMs } = this.context;
    if (held > 0 === (this.#floodsSinceMs !== undefined)) return;
    const subject: EngineSubject = {
      ...{ subjectKind: 'rule', subjectId: this.engineRule.rule.id },
      ...{ vehicleId: null, missionId: null, geofenceId: null, line: null },
    };
    const counted = { value: held, limit: this.context.mostStanding, longitude: null, latitude: null };
    this.#push(held > 0 ? 'raised' : 'returned', subject, counted, nowMs, this.#floodsSinceMs ?? nowMs);
    this.#floodsSinceMs = held > 0 ? nowMs : undefined;
  }

  #push(
    change: EngineChange['change'],
    subject: EngineSubject,
    measured: Measured,
    atMs: number,
    raisedAtMs: number,
  ): void {
    this.context.changes.push({ change, rule: this.engineRule.rule, ...subject, ...measured, atMs, raisedAtMs });
  }

  /** The flood too is over with the rule. */
  protected endFlood(): void {
    this.#tellFlood();
  }
}

export function vehicleSubject(fleet: FleetState, slot: number, geofenceId: string | null = null): EngineSubject {
  const vehicle = fleet.vehicles[slot];
  const id = vehicle?.id ?? '';
  return {
    subjectKind: 'vehicle',
    subjectId: id,
    vehicleId: id,
    missionId: null,
    geofenceId,
    line: vehicle?.line ?? null,
  };
}

export function placeOf({ longitude, latitude }: FleetState, slot: number): Pick<Measured, 'longitude' | 'latitude'> {
  const at = longitude[slot] ?? Number.NaN;
  return Number.isNaN(at) ? { longitude: null, latitude: null } : { longitude: at, latitude: latitude[slot] ?? 0 };
}
