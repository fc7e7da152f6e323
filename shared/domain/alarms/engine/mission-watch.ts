import { FORGOTTEN_MS } from '../../mission-progress.ts';
import type { AlarmParametersOf } from '../alarm-rule.ts';
import { grown } from './grown.ts';
import { IDLE } from './latches.ts';
import { isUnlimited } from './scope-test.ts';
import type { EngineMission, EngineRule, EngineSubject, EngineVehicle, StandingAlarm } from './types.ts';
import { type Measured, placeOf, Watch, type WatchContext } from './watch.ts';

/**
 * A mission that begins, or ends, later than planned by the limit, or has not by then. What is late by more than a day when it is first
 * heard of was forgotten by whoever keeps the plan. An item a mission that has not ended.
 */
export class MissionWatch extends Watch {
  readonly #latenessMs: number;
  readonly #isUnlimited: boolean;
  readonly #missions: (EngineMission | undefined)[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #free: number[] = [];
  /** By item: when it is late by its plan, and since when that is known, UTC ms; Infinity: never. */
  #dueAt = new Float64Array(0);
  #toldAt = new Float64Array(0);

  constructor(rule: EngineRule, { latenessSeconds }: AlarmParametersOf<'late-mission'>, context: WatchContext) {
    super(rule, context);
    this.#latenessMs = latenessSeconds * 1000;
    this.#isUnlimited = isUnlimited(rule);
  }

  override mission(mission: EngineMission): void {
    const { nowMs } = this.context;
    const isOver = mission.status === 'completed' || mission.status === 'cancelled';
    if (isOver || !this.#isAboutMission(mission)) {
      this.missionGone(mission.id);
      return;
    }
    const index = this.#indexOf(mission.id);
    this.#settle(index);
    this.#missions[index] = mission;
    const planMs = this.#plannedMs(mission);
    const isForgotten = this.latches.phase(index) === IDLE && nowMs - planMs > FORGOTTEN_MS;
    this.#dueAt[index] = isForgotten ? Infinity : planMs + this.#latenessMs;
    this.#toldAt[index] = nowMs;
    // What is late already is raised with the next step: an alarm that stood before may be restored until then.
    if (nowMs < (this.#dueAt[index] ?? Infinity)) this.latches.turn(index, false, nowMs);
  }

  /** The moment of the plan that it is held against. */
  #plannedMs({ status, plannedStartMs, plannedEndMs, actualStartMs }: EngineMission): number {
    if (status === 'planned') return plannedStartMs;
    return (actualStartMs ?? plannedStartMs) - plannedStartMs >= this.#latenessMs ? plannedStartMs : plannedEndMs;
  }

  #isAboutMission({ vehicleId, subsidiary }: EngineMission): boolean {
    const { slots } = this.context.fleet;
    if (this.#isUnlimited) return this.engineRule.subsidiary === null || subsidiary === this.engineRule.subsidiary;
    const slot = vehicleId === null ? undefined : slots.get(vehicleId);
    return slot !== undefined && this.isAbout(slot);
  }

  override missionGone(id: string): void {
    const index = this.#indexes.get(id);
    if (index === undefined) return;
    this.#settle(index);
    this.latches.fall(index, this.context.nowMs);
    this.#missions[index] = undefined;
    this.#indexes.delete(id);
    this.#free.push(index);
  }

  /** Plans are by the clock that was wrong before. */
  override clockShifted(byMs: number): void {
    super.clockShifted(byMs);
    this.latches.shift(byMs);
    const { nowMs } = this.context;
    for (const index of this.#indexes.values()) {
      this.#toldAt[index] = Math.min(nowMs, this.#toldAt[index] ?? 0);
      if (nowMs < (this.#dueAt[index] ?? Infinity)) this.latches.turn(index, false, nowMs);
    }
  }

  protected override tick(): void {
    for (let index = 0; index < this.#missions.length; index++) {
      if (this.#missions[index] !== undefined) this.#settle(index);
    }
  }

  #settle(index: number): void {
    const dueMs = Math.max(this.#dueAt[index] ?? Infinity, this.#toldAt[index] ?? 0);
    this.latches.turnWhenDue(index, dueMs, this.context.nowMs);
  }

  #indexOf(id: string): number {
    const known = this.#indexes.get(id);
    if (known !== undefined) return known;
    const index = this.#free.pop() ?? this.#missions.length;
    this.latches.ensure(index + 1);
    this.#dueAt = grown(this.#dueAt, index + 1, Infinity);
    this.#toldAt = grown(this.#toldAt, index + 1);
    this.#dueAt[index] = Infinity;
    this.#indexes.set(id, index);
    this.#missions[index] ??= undefined;
    return index;
  }

  /** Missions go by their vehicle: one that is looked after from now on brings them along. */
  override know(slot: number, vehicle: EngineVehicle): void {
    const wasAbout = this.isAbout(slot);
    super.know(slot, vehicle);
    if (this.#isUnlimited || wasAbout || !this.isAbout(slot)) return;
    const { missions, missionsOf } = this.context.fleet;
    for (const id of missionsOf.get(vehicle.id) ?? []) {
      const mission = missions.get(id);
      if (mission !== undefined) this.mission(mission);
    }
  }

  /** One that is not looked after any more takes them along. */
  protected override drop(slot: number): void {
    const vehicleId = this.context.fleet.vehicles[slot]?.id ?? '';
    if (this.#isUnlimited) return;
    for (const id of this.context.fleet.missionsOf.get(vehicleId) ?? []) this.missionGone(id);
  }

  override withdraw(): void {
    for (const id of [...this.#indexes.keys()]) this.missionGone(id);
    this.endFlood();
  }

  /** After its mission was told. */
  override restore({ subjectKind, subjectId, raisedAtMs }: StandingAlarm): boolean {
    const index = this.#indexes.get(subjectId);
    if (subjectKind !== 'mission' || index === undefined || this.latches.isUp(index)) return false;
    this.latches.restore(index, raisedAtMs);
    if (this.context.nowMs < (this.#dueAt[index] ?? Infinity)) this.latches.turn(index, false, this.context.nowMs);
    return true;
  }

  protected override subjectOf(index: number): EngineSubject {
    const { id = '', vehicleId = null } = this.#missions[index] ?? {};
    return { subjectKind: 'mission', subjectId: id, vehicleId, missionId: id, geofenceId: null, line: null };
  }

  protected override measuredAt(index: number, atMs: number): Measured {
    const mission = this.#missions[index];
    const slot = mission?.vehicleId == null ? undefined : this.context.fleet.slots.get(mission.vehicleId);
    const place = slot === undefined ? { longitude: null, latitude: null } : placeOf(this.context.fleet, slot);
    const lateMs = mission === undefined ? 0 : atMs - this.#plannedMs(mission);
    return { value: lateMs / 1000, limit: this.#latenessMs / 1000, ...place };
  }
}
