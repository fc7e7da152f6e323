import type { Geofence } from '../../geofence.ts';
import { FenceIndex } from './fence-index.ts';
import { FleetState } from './fleet-state.ts';
import { makeWatch } from './make-watch.ts';
import type { EngineChange, EngineFix, EngineMission, EngineRule, EngineVehicle, StandingAlarm } from './types.ts';
import type { Watch } from './watch.ts';

/** A fix that is older than this when it comes is a thing of history. */
export const LATE_AFTER_MS = 15 * 60_000;
/** Alarms of one rule that stand at once at most; one in their place says how many more there are. */
export const MOST_STANDING = 2_000;

/** What became of a fix: `older`: not newer than what is known of the vehicle; `late`: taken, and nothing is announced for it. */
export type ObserveResult = 'taken' | 'late' | 'older' | 'unknown-vehicle';

export interface AlarmEngineOptions {
  nowMs: number;
  mostStanding?: number;
  lateAfterMs?: number;
}

/**
 * Evaluates all rules over a fleet. Pure: time is passed in (of an `AlarmClock`, so that a wall clock that jumps raises nothing), and what
 * begins and ends is read with `drain`. No object is made for a fix; 100,000 vehicles a second with 12 rules take a part of one core.
 * Rules look at each vehicle's fixes in the order of their own times. docs/alarms.md says what each kind looks for.
 */
export class AlarmEngine {
  readonly #fleet = new FleetState();
  readonly #context: { fleet: FleetState; changes: EngineChange[]; mostStanding: number; nowMs: number };
  readonly #lateAfterMs: number;
  readonly #feed: { name: string | undefined; isDown: boolean } = { name: undefined, isDown: false };
  #watches: Watch[] = [];
  #fences = new FenceIndex([]);
  #geofences: readonly Geofence[] = [];

  constructor({ nowMs, mostStanding = MOST_STANDING, lateAfterMs = LATE_AFTER_MS }: AlarmEngineOptions) {
    this.#context = { fleet: this.#fleet, changes: [], mostStanding, nowMs };
    this.#lateAfterMs = lateAfterMs;
  }

  /**
   * These rules from now on; those that are not live are left out. What a rule has raised returns with it. One whose words alone have changed
   * goes on as it is.
   */
  setRules(rules: readonly EngineRule[], nowMs: number): void {
    this.#at(nowMs);
    const wanted = rules.filter(({ rule }) => rule.state === 'live');
    const known = new Map(this.#watches.map((watch) => [watch.engineRule.rule.id, watch]));
    const kept = new Set<Watch>();
    const watches = wanted.map((rule) => {
      const watch = known.get(rule.rule.id);
      if (watch === undefined || workOf(watch.engineRule) !== workOf(rule)) return this.#begin(rule);
      watch.engineRule = rule;
      kept.add(watch);
      return watch;
    });
    for (const watch of this.#watches) if (!kept.has(watch)) watch.withdraw();
    this.#watches = watches;
  }

  #begin(rule: EngineRule): Watch {
    const watch = makeWatch(rule, this.#context);
    // Each once: of a rule that is about some vehicles, a vehicle brings its missions along.
    for (const mission of this.#fleet.missions.values()) watch.mission(mission);
    this.#fleet.vehicles.forEach((vehicle, slot) => {
      if (vehicle !== undefined) watch.know(slot, vehicle);
    });
    watch.fencesChanged(this.#geofences.map(({ id }) => id));
    if (this.#feed.name !== undefined) watch.feed(this.#feed.name, this.#feed.isDown);
    return watch;
  }

  setGeofences(geofences: readonly Geofence[], nowMs: number): void {
    this.#at(nowMs);
    this.#geofences = geofences;
    this.#fences = new FenceIndex(geofences.map(({ geometry }) => geometry));
    const ids = geofences.map(({ id }) => id);
    for (const watch of this.#watches) watch.fencesChanged(ids);
  }

  /** What is known of a vehicle, or has changed. A slot is one vehicle's until it is forgotten. */
  setVehicle(slot: number, vehicle: EngineVehicle, nowMs: number): void {
    this.#at(nowMs);
    this.#fleet.know(slot, vehicle);
    for (const watch of this.#watches) watch.know(slot, vehicle);
  }

  /** The vehicle has left the fleet: its alarms return. */
  forgetVehicle(slot: number, nowMs: number): void {
    this.#at(nowMs);
    for (const watch of this.#watches) watch.forget(slot);
    this.#fleet.forget(slot);
  }

  setMission(mission: EngineMission, nowMs: number): void {
    this.#at(nowMs);
    this.#fleet.knowMission(mission);
    for (const watch of this.#watches) watch.mission(mission);
  }

  removeMission(id: string, nowMs: number): void {
    this.#at(nowMs);
    this.#fleet.forgetMission(id);
    for (const watch of this.#watches) watch.missionGone(id);
  }

  /** @param isDown it has ended, failed or fallen silent */
  setFeed(name: string, isDown: boolean, nowMs: number): void {
    this.#at(nowMs);
    this.#feed.name = name;
    this.#feed.isDown = isDown;
    for (const watch of this.#watches) watch.feed(name, isDown);
  }

  /** Where a vehicle was, and when it was heard last, before this engine was there. Nothing is evaluated. */
  restoreVehicle(slot: number, fix: EngineFix, heardAtMs: number): void {
    this.#fleet.ensure(slot + 1);
    this.#fleet.take(slot, fix);
    this.#fleet.heardAt[slot] = heardAtMs;
  }

  /**
   * An alarm that stood before this engine was there; after its rule, vehicle and mission were told.
   * @returns false where there is nothing that it could be about: it is over
   */
  restoreAlarm(alarm: StandingAlarm): boolean {
    const watch = this.#watches.find(({ engineRule }) => engineRule.rule.id === alarm.ruleId);
    if (watch === undefined) return false;
    if (alarm.subjectKind !== 'rule') return watch.restore(alarm);
    watch.restoreFlood(alarm.raisedAtMs);
    return true;
  }

  /** Takes a fix of a vehicle in. The object is not kept. */
  observe(slot: number, fix: EngineFix, nowMs: number): ObserveResult {
    this.#at(nowMs);
    if (this.#fleet.vehicles[slot] === undefined) return 'unknown-vehicle';
    const known = this.#fleet.observedAt[slot] ?? Number.NaN;
    if (fix.observedAtMs <= known) return 'older';
    const watches = this.#watches;
    for (let index = 0; index < watches.length; index++) {
      const watch = watches[index];
      if (watch?.isAbout(slot) === true || watch?.hearsAll === true) watch.heard(slot);
    }
    this.#fleet.heardAt[slot] = this.#context.nowMs;
    const isLate = this.#context.nowMs - fix.observedAtMs > this.#lateAfterMs;
    this.#evaluate(slot, fix, isLate);
    return isLate ? 'late' : 'taken';
  }

  #evaluate(slot: number, fix: EngineFix, isLate: boolean): void {
    this.#fleet.take(slot, fix);
    if (!fix.isSuspect) this.#fences.look(fix.longitude, fix.latitude);
    const watches = this.#watches;
    for (let index = 0; index < watches.length; index++) {
      const watch = watches[index];
      if (watch?.isAbout(slot) !== true || !watch.looksAtPlaces || (fix.isSuspect && !watch.looksAtSuspects)) continue;
      watch.fix(slot, fix, isLate, this.#fences);
    }
  }

  /** The clock was set by so much (`AlarmClock.takeJumpMs`): what was heard a minute ago still was. */
  shiftClock(byMs: number): void {
    this.#context.nowMs += byMs;
    const { heardAt } = this.#fleet;
    for (let slot = 0; slot < heardAt.length; slot++) heardAt[slot] = (heardAt[slot] ?? Number.NaN) + byMs;
    for (const watch of this.#watches) watch.clockShifted(byMs);
  }

  /** Time has passed. Called each second or so; what it finds has the time at which it was so. */
  step(nowMs: number): void {
    this.#at(nowMs);
    for (const watch of this.#watches) watch.step();
  }

  /** Calls back with what has begun and ended since the last time, in its order. */
  drain(visit: (change: EngineChange) => void): void {
    const { changes } = this.#context;
    for (const change of changes) visit(change);
    changes.length = 0;
  }

  /**
   * How many alarms a rule would raise this moment, if it went live: with all that is known of the fleet, and without its delays. What has
   * to last (a stop, a stay) has not.
   */
  countAtOnce(wanted: EngineRule): number {
    const { nowMs } = this.#context;
    const probe = new AlarmEngine({ nowMs, mostStanding: Infinity, lateAfterMs: Infinity });
    const rule = { ...wanted.rule, state: 'live' as const, onDelaySeconds: 0 };
    this.#fleet.vehicles.forEach((vehicle, slot) => {
      if (vehicle === undefined) return;
      probe.setVehicle(slot, vehicle, nowMs);
      if (!Number.isNaN(this.#fleet.observedAt[slot]))
        probe.restoreVehicle(slot, this.#lastOf(slot), this.#fleet.heardAt[slot] ?? nowMs);
    });
    for (const mission of this.#fleet.missions.values()) probe.setMission(mission, nowMs);
    if (this.#feed.name !== undefined) probe.setFeed(this.#feed.name, this.#feed.isDown, nowMs);
    probe.setGeofences(this.#geofences, nowMs);
    probe.setRules([{ ...wanted, rule }], nowMs);
    for (const slot of this.#fleet.slots.values()) {
      if (!Number.isNaN(this.#fleet.longitude[slot])) probe.#evaluate(slot, this.#lastOf(slot), false);
    }
    probe.step(nowMs);
    return probe.#context.changes.filter(({ change }) => change === 'raised').length;
  }

  #lastOf(slot: number): EngineFix {
    const { longitude, latitude, speed, state, isSuspect, observedAt } = this.#fleet;
    return {
      ...{ longitude: longitude[slot] ?? 0, latitude: latitude[slot] ?? 0, state: state[slot] ?? 0 },
      ...{
        speedMetresPerSecond: speed[slot] ?? 0,
        isSuspect: isSuspect[slot] === 1,
        observedAtMs: observedAt[slot] ?? 0,
      },
    };
  }

  /** Never back, but with `shiftClock`. */
  #at(nowMs: number): void {
    this.#context.nowMs = Math.max(this.#context.nowMs, nowMs);
  }
}

/** What of a rule is evaluated. */
function workOf({ rule, subsidiary }: EngineRule): string {
  const { parameters, scope, onDelaySeconds, offDelaySeconds } = rule;
  return JSON.stringify([parameters, scope, onDelaySeconds, offDelaySeconds, subsidiary]);
}
