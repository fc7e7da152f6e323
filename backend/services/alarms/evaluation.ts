import { v7 as uuidv7 } from 'uuid';
import {
  type Alarm,
  AlarmEngine,
  type AlarmEvent,
  alarmAfter,
  alarmEventOf,
  type AlarmOccurrence,
  type EngineChange,
  type EngineFix,
  type EngineMission,
  type EngineRule,
  type EngineVehicle,
  type Geofence,
  newAlarm,
  RELEASE_AFTER_MS,
  standingKeyOf,
  SuppressionBook,
} from '../../../shared/domain/index.ts';
import type { RaisedAlarm } from './write-alarms.ts';

/** What is to be written: lines of alarms that were there, then new alarms with all that has happened to them since. */
export interface PendingWrites {
  lines: { id: string; event: AlarmEvent }[];
  raised: RaisedAlarm[];
}

/** An alarm that stood before, and whose condition was never seen to end. */
export type ActiveAlarm = Alarm;

/** What the fleet's positions are read from. */
export interface Positions {
  readonly table: { readonly count: number; readonly sequence: number; changedAt(slot: number): number };
  /** Which vehicle each slot is. */
  readonly directory: readonly string[];
  readFix(slot: number, fix: EngineFix): boolean;
}

/**
 * One life of the evaluation: the engine, which alarms hold, and which explain which. All of it is in memory, and follows from the database and
 * what comes after: it is thrown away and made anew whenever that may not be so.
 */
export class Evaluation {
  readonly #engine: AlarmEngine;
  readonly #book = new SuppressionBook();
  /** Alarms that hold: by rule and subject, and by id. */
  readonly #byKey = new Map<string, AlarmOccurrence>();
  readonly #byId = new Map<string, AlarmOccurrence>();
  #releases: { id: string; dueMs: number }[] = [];
  /** The engine's own slots: every vehicle of the fleet has one, also one that was never heard. */
  readonly #slots = new Map<string, number>();
  readonly #vehicles = new Map<string, EngineVehicle>();
  #rules = new Map<string, EngineRule>();
  #missions = new Set<string>();
  /** By the positions' slot; -1: not looked up so far. */
  #slotOf = new Int32Array(1024).fill(-1);
  #sequence = 0;
  readonly #fix: EngineFix = {
    ...{ longitude: 0, latitude: 0, speedMetresPerSecond: 0, state: 0, isSuspect: false, observedAtMs: 0 },
  };
  #pending: PendingWrites = { lines: [], raised: [] };

  constructor(nowMs: number) {
    this.#engine = new AlarmEngine({ nowMs });
  }

  know(vehicle: EngineVehicle, nowMs: number): void {
    const slot = this.#slots.get(vehicle.id) ?? this.#slots.size;
    this.#slots.set(vehicle.id, slot);
    this.#vehicles.set(vehicle.id, vehicle);
    this.#engine.setVehicle(slot, vehicle, nowMs);
  }

  forget(vehicleId: string, nowMs: number): void {
    const slot = this.#slots.get(vehicleId);
    if (slot === undefined || !this.#vehicles.delete(vehicleId)) return;
    this.#engine.forgetVehicle(slot, nowMs);
  }

  setRules(rules: readonly EngineRule[], nowMs: number): void {
    this.#rules = new Map(rules.map((rule) => [rule.rule.id, rule]));
    this.#book.setRules(rules.map(({ rule }) => rule));
    this.#engine.setRules(rules, nowMs);
  }

  setGeofences(geofences: readonly Geofence[], nowMs: number): void {
    this.#engine.setGeofences(geofences, nowMs);
  }

  setFeed(name: string, isDown: boolean, nowMs: number): void {
    this.#engine.setFeed(name, isDown, nowMs);
  }

  setMission(mission: EngineMission, nowMs: number): void {
    this.#missions.add(mission.id);
    this.#engine.setMission(mission, nowMs);
  }

  removeMission(id: string, nowMs: number): void {
    if (this.#missions.delete(id)) this.#engine.removeMission(id, nowMs);
  }

  /** All that are to be followed from now on: others are over, or too far away. */
  keepMissions(ids: ReadonlySet<string>, nowMs: number): void {
    for (const id of [...this.#missions]) if (!ids.has(id)) this.removeMission(id, nowMs);
  }

  /** Where vehicles were before this evaluation: nothing is raised for it. */
  restorePositions(positions: Positions): void {
    this.#eachMoved(positions, (slot, fix) => this.#engine.restoreVehicle(slot, fix, fix.observedAtMs));
  }

  /** Alarms that stood before, in the order in which they were raised. What they could be about may be gone: then they return now. */
  restoreAlarms(alarms: readonly ActiveAlarm[], nowMs: number): void {
    const active = new Set(alarms.map(({ id }) => id));
    for (const alarm of alarms) {
      const standing = { ...alarm, raisedAtMs: Date.parse(alarm.raisedAt) };
      this.#stand(alarm);
      const isExplained = alarm.suppressedBy === 'group' || alarm.suppressedBy === 'cause';
      this.#book.restore(alarm, isExplained ? alarm.causeId : null);
      // Its cause returned while nobody looked.
      if (isExplained && (alarm.causeId === null || !active.has(alarm.causeId)))
        this.#releases.push({ id: alarm.id, dueMs: nowMs + RELEASE_AFTER_MS });
      if (!this.#engine.restoreAlarm(standing)) this.#end(alarm.id, nowMs, nowMs);
    }
  }

  /** Takes in what has moved since the last time. */
  observe(positions: Positions, nowMs: number): void {
    this.#eachMoved(positions, (slot, fix) => void this.#engine.observe(slot, fix, nowMs));
    this.#collect(nowMs);
  }

  /** Time has passed. */
  step(nowMs: number, jumpedMs: number): void {
    if (jumpedMs !== 0) this.#engine.shiftClock(jumpedMs);
    this.#engine.step(nowMs);
    this.#collect(nowMs);
    this.#releaseDue(nowMs);
  }

  /** How many alarms a rule would raise at once, were it live now. */
  countAtOnce(rule: EngineRule): number {
    return this.#engine.countAtOnce(rule);
  }

  get hasPending(): boolean {
    return this.#pending.raised.length > 0 || this.#pending.lines.length > 0;
  }

  /** What is to be written; it is the caller's from now on. */
  takePending(): PendingWrites {
    const pending = this.#pending;
    this.#pending = { lines: [], raised: [] };
    return pending;
  }

  #eachMoved(positions: Positions, visit: (slot: number, fix: EngineFix) => void): void {
    const { table, directory } = positions;
    if (table.count > this.#slotOf.length) {
      const larger = new Int32Array(table.count * 2).fill(-1);
      larger.set(this.#slotOf);
      this.#slotOf = larger;
    }
    for (let at = 0; at < table.count; at++) {
      if (table.changedAt(at) <= this.#sequence) continue;
      const slot = this.#slotAt(at, directory);
      if (slot >= 0 && positions.readFix(at, this.#fix)) visit(slot, this.#fix);
    }
    this.#sequence = table.sequence;
  }

  /** A vehicle that moves before it is known here is looked up again with its next fix. */
  #slotAt(at: number, directory: readonly string[]): number {
    const known = this.#slotOf[at] ?? -1;
    if (known >= 0) return known;
    const slot = this.#slots.get(directory[at] ?? '') ?? -1;
    this.#slotOf[at] = slot;
    return slot;
  }

  #collect(nowMs: number): void {
    this.#engine.drain((change) => {
      if (change.change === 'raised') this.#raise(change, nowMs);
      else if (change.change === 'recorded') this.#record(change, nowMs);
      else {
        const standing = this.#byKey.get(keyOf(change));
        if (standing !== undefined) this.#end(standing.id, change.atMs, nowMs);
      }
    });
  }

  #raise(change: EngineChange, nowMs: number): void {
    const occurrence = occurrenceOf(change, false);
    const { id: alarmId, raisedAt: at } = occurrence;
    const events = [alarmEventOf({ alarmId, kind: 'raised', at })];
    const explanation = this.#book.raised({ ...occurrence, returnedAt: null });
    if (explanation !== undefined)
      events.push(alarmEventOf({ alarmId, kind: 'suppressed', at: isoOf(nowMs), ...explanation }));
    this.#stand(occurrence);
    this.#pending.raised.push({ ...folded(occurrence, events), subsidiary: this.#subsidiaryOf(change) });
  }

  /** Known too late to be announced to anybody. */
  #record(change: EngineChange, nowMs: number): void {
    const occurrence = occurrenceOf(change, true);
    const until = isoOf(change.atMs);
    const events = [alarmEventOf({ alarmId: occurrence.id, kind: 'recorded', at: isoOf(nowMs), until })];
    this.#pending.raised.push({ ...folded(occurrence, events), subsidiary: this.#subsidiaryOf(change) });
  }

  #end(id: string, atMs: number, nowMs: number): void {
    const occurrence = this.#byId.get(id);
    if (occurrence === undefined) return;
    this.#byId.delete(id);
    this.#byKey.delete(keyOf(occurrence));
    this.#line({ alarmId: id, kind: 'returned', at: isoOf(Math.max(atMs, Date.parse(occurrence.raisedAt))) });
    for (const explained of this.#book.returned(id))
      this.#releases.push({ id: explained, dueMs: nowMs + RELEASE_AFTER_MS });
  }

  /** Alarms whose cause is gone stand for themselves, unless something else explains them by now. */
  #releaseDue(nowMs: number): void {
    const due = this.#releases.filter(({ dueMs }) => dueMs <= nowMs);
    if (due.length === 0) return;
    this.#releases = this.#releases.filter(({ dueMs }) => dueMs > nowMs);
    for (const { id } of due) {
      const occurrence = this.#byId.get(id);
      if (occurrence === undefined) continue;
      const explanation = this.#book.release({ ...occurrence, returnedAt: null });
      const at = isoOf(nowMs);
      if (explanation === undefined) this.#line({ alarmId: id, kind: 'released', at });
      else this.#line({ alarmId: id, kind: 'suppressed', at, ...explanation });
    }
  }

  /** Of an alarm that is not written itself yet, it is written with it: another one about the same thing may follow. */
  #line(of: Parameters<typeof alarmEventOf>[0]): void {
    const event = alarmEventOf(of);
    const fresh = this.#pending.raised.find(({ alarm }) => alarm.id === event.alarmId);
    if (fresh === undefined) this.#pending.lines.push({ id: event.alarmId, event });
    else {
      fresh.alarm = alarmAfter(fresh.alarm, event);
      fresh.events.push(event);
    }
  }

  #stand(occurrence: AlarmOccurrence): void {
    this.#byKey.set(keyOf(occurrence), occurrence);
    this.#byId.set(occurrence.id, occurrence);
  }

  /** Whose an alarm is: of its vehicle; of what has none, of the rule. */
  #subsidiaryOf({ vehicleId, rule }: EngineChange): string | null {
    const vehicle = vehicleId === null ? undefined : this.#vehicles.get(vehicleId);
    return vehicle === undefined ? (this.#rules.get(rule.id)?.subsidiary ?? null) : vehicle.subsidiary;
  }
}

type Keyed = Pick<AlarmOccurrence, 'subjectKind' | 'subjectId' | 'geofenceId'>;

/** Without the line: a vehicle may go to another while its alarm stands. */
function keyOf(of: Keyed & ({ ruleId: string } | { rule: { id: string } })): string {
  const ruleId = 'ruleId' in of ? of.ruleId : of.rule.id;
  const { subjectKind, subjectId, geofenceId } = of;
  return standingKeyOf({ ruleId, subjectKind, subjectId, geofenceId, line: null });
}

function occurrenceOf(change: EngineChange, late: boolean): AlarmOccurrence {
  const { rule, subjectKind, subjectId, vehicleId, missionId, geofenceId, line } = change;
  const { value, limit, longitude, latitude, raisedAtMs } = change;
  return {
    ...{ id: uuidv7(), ruleId: rule.id, ruleName: rule.name, kind: rule.parameters.kind, priority: rule.priority },
    ...{ latched: rule.latched && !late, subjectKind, subjectId, vehicleId, missionId, geofenceId, line },
    ...{ raisedAt: isoOf(raisedAtMs), value, limit, longitude, latitude, late },
  };
}

function folded(occurrence: AlarmOccurrence, events: AlarmEvent[]): Pick<RaisedAlarm, 'alarm' | 'events'> {
  return { alarm: events.reduce(alarmAfter, newAlarm(occurrence)), events };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
