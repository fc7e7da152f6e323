import { type FeedStatus, FleetTable, type PostPositionsResult, type VehicleTrack } from '../../shared/api/index.ts';
import {
  beginTrack,
  type Clock,
  type Disposer,
  type EngineFix,
  type Fix,
  type FixRefusal,
  type FollowOptions,
  type FollowResult,
  followReport,
  POSITION_FLAGS,
  type PositionRecord,
  refusalOf,
  refusedField,
  type Track,
  topSpeedMetresPerSecond,
  VEHICLE_KINDS,
  VEHICLE_STATES,
} from '../../shared/domain/index.ts';
import { FeedMonitor } from './feed-monitor.ts';
import type { KeptTrack } from './kept-positions/positions-file.ts';
import { TrackHistory } from './track-history.ts';
import { isWithin, type Scope, WHOLE } from '../database/scope.ts';
import type { KnownVehicle } from './vehicle-service.ts';

/** A publish leaves at most so often; with nothing new a heartbeat leaves at least so often. */
const PUBLISH_MS = 250;
const HEARTBEAT_MS = 1000;
/** Times of records are float32 seconds since an epoch: exact to a millisecond for four hours. */
const REBASE_MS = 3_600_000;
const EXAMPLES = 10;
const NOWHERE: PositionRecord = {
  ...{ longitude: 0, latitude: 0, velocityEast: 0, velocityNorth: 0, observedAtMs: 0 },
  ...{ headingDegrees: 0, state: 0, flags: 0, kind: 0 },
};

interface SupervisedVehicle {
  id: string;
  /** Undefined once the vehicle has left the fleet. */
  code: string | undefined;
  kind: KnownVehicle['kind'];
  subsidiary: string | null;
  /** Undefined until the first fix is taken. A slot is never used again for another vehicle. */
  slot: number | undefined;
  track: Track | undefined;
  state: number;
}

/**
 * Keeps the latest fix of each vehicle, and publishes what changed. An older fix never replaces a newer one; what cannot
 * be used is refused with a counted reason; a jump that no vehicle can make is flagged, not drawn.
 */
export class SupervisionService {
  readonly feed: FeedMonitor;
  readonly table: FleetTable;
  readonly history: TrackHistory;
  readonly #clock: Clock;
  readonly #byCode = new Map<string, SupervisedVehicle>();
  readonly #byId = new Map<string, SupervisedVehicle>();
  readonly #directory: string[] = [];
  readonly #listeners = new Set<() => void>();
  /** Filled anew for each fix: 100,000 a second make no object each. */
  readonly #record: PositionRecord = { ...NOWHERE };
  readonly #follow: FollowOptions = { topSpeed: 0, timeScale: 1 };
  /** By slot. */
  readonly #bySlot: SupervisedVehicle[] = [];
  #moves = 0;
  #isDirty = false;
  #changes = 0;
  #publishedAtMs = Number.NEGATIVE_INFINITY;
  readonly #moved = new Set<number>();
  #movedSincePublish = false;
  #publishesWithMoves = 0;
  #cancel: Disposer | undefined;

  constructor(clock: Clock, chance: () => number = Math.random, history = new TrackHistory()) {
    this.#clock = clock;
    this.history = history;
    this.feed = new FeedMonitor(clock);
    const streamId = 1 + Math.floor(chance() * 0xffff_fffe);
    this.table = new FleetTable({ streamId, epochMs: clock.nowMs() });
  }

  start(): void {
    const tick = () => {
      this.#cancel = this.#clock.after(PUBLISH_MS, tick);
      this.#publishIfDue();
    };
    this.#cancel ??= this.#clock.after(PUBLISH_MS, tick);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#listeners.clear();
    this.feed.stop();
  }

  /** Positions come from this feed from now on. Frames carry how much faster than real time it plays. */
  begin(feed: Pick<FeedStatus, 'name' | 'kind' | 'speed'>): void {
    this.table.timeScale = feed.speed;
    this.history.restart(feed.speed);
    this.feed.begin(feed);
  }

  /** Calls `listener` after each publish. */
  subscribe(listener: () => void): Disposer {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Which vehicle each slot is, by id. Grows at its end only. */
  get directory(): readonly string[] {
    return this.#directory;
  }

  /** Whose the vehicle of a slot is; null: the default subsidiary's. */
  subsidiaryOf(slot: number): string | null {
    return this.#bySlot[slot]?.subsidiary ?? null;
  }

  /**
   * The newest fix of a slot; of one that is not believed, where it said to be.
   * @param fix filled in: no object is made for each
   * @returns false where there is none, or its vehicle has left
   */
  readFix(slot: number, fix: EngineFix): boolean {
    const vehicle = this.#bySlot[slot];
    const track = vehicle?.track;
    if (vehicle === undefined || track === undefined) return false;
    const isSuspect = track.isSuspect && track.doubted !== undefined;
    const seen = isSuspect ? (track.doubted ?? track) : track;
    fix.longitude = seen.longitude;
    fix.latitude = seen.latitude;
    fix.speedMetresPerSecond = Math.hypot(track.velocityEast, track.velocityNorth);
    fix.state = vehicle.state;
    fix.isSuspect = isSuspect;
    fix.observedAtMs = seen.observedAtMs;
    return true;
  }

  /** Counts how often a vehicle went from one subsidiary to another. */
  get moves(): number {
    return this.#moves;
  }

  /** Vehicles that were seen to move, if at least two published frames showed different places; else 0. */
  get movingVehicles(): number {
    return this.#publishesWithMoves >= 2 ? this.#moved.size : 0;
  }

  /** Takes over what the database knows of a vehicle. Its code may have changed. */
  know({ id, code, kind, subsidiary = null }: KnownVehicle): void {
    const vehicle = this.#byId.get(id) ?? { id, code, kind, subsidiary, slot: undefined, track: undefined, state: 0 };
    this.#byId.set(id, vehicle);
    this.#release(vehicle);
    vehicle.code = code;
    vehicle.kind = kind;
    if (vehicle.subsidiary !== subsidiary) {
      vehicle.subsidiary = subsidiary;
      this.#moves += 1;
    }
    this.#byCode.set(code, vehicle);
  }

  /** The vehicle has left the fleet: it is not drawn any more, and its fixes are refused. Its slot waits for it. */
  forget(id: string): void {
    const vehicle = this.#byId.get(id);
    if (vehicle === undefined) return;
    this.#release(vehicle);
    const { slot, track } = vehicle;
    if (slot !== undefined && track !== undefined) this.#write(slot, vehicle, track, POSITION_FLAGS.hidden);
    vehicle.track = undefined;
    if (slot !== undefined) this.history.forget(slot);
  }

  /** The last minutes of a vehicle (of its own time), as far as they are kept; undefined: there is no such vehicle. */
  trackOf(id: string, minutes: number, scope: Scope = WHOLE): VehicleTrack | undefined {
    const vehicle = this.#byId.get(id);
    if (vehicle?.code === undefined || !isWithin(scope, vehicle.subsidiary)) return undefined;
    const { timeScale } = this.table;
    const toMs = this.#clock.nowMs();
    const fromMs = Math.round(toMs - (Math.min(minutes, this.history.minutes) * 60_000) / timeScale);
    const samples = vehicle.slot === undefined ? [] : this.history.read(vehicle.slot, fromMs);
    return { vehicleId: id, fromMs, toMs, keptMinutes: this.history.minutes, timeScale, samples };
  }

  /** Grows whenever a position is another than before. */
  get changes(): number {
    return this.#changes;
  }

  /** Calls back with the latest of each vehicle that was heard. */
  eachPosition(visit: (id: string, track: KeptTrack, state: number) => void): void {
    for (const { id, track, state } of this.#byId.values()) {
      if (track !== undefined) visit(id, track, state);
    }
  }

  /**
   * Takes over where a vehicle was before this service was started, or as another process heard of it, with the age that this has: nothing that is
   * heard later is held back by it. False where the vehicle is not known, or something newer of it is.
   */
  restore(id: string, kept: KeptTrack, state: number): boolean {
    const vehicle = this.#byId.get(id);
    if (vehicle?.code === undefined) return false;
    if (vehicle.track !== undefined && vehicle.track.observedAtMs >= kept.observedAtMs) return false;
    const { longitude, latitude, observedAtMs } = kept;
    vehicle.track = { ...kept, anchor: { longitude, latitude, observedAtMs }, doubted: undefined, doubtedInARow: 0 };
    vehicle.state = state;
    vehicle.slot ??= this.#slotFor(vehicle);
    this.#write(vehicle.slot, vehicle, vehicle.track, 0);
    this.history.note(vehicle.slot, vehicle.track, state);
    return true;
  }

  #release(vehicle: SupervisedVehicle): void {
    if (vehicle.code !== undefined && this.#byCode.get(vehicle.code) === vehicle) this.#byCode.delete(vehicle.code);
    vehicle.code = undefined;
  }

  isKnown(code: string): boolean {
    return this.#byCode.has(code);
  }

  /**
   * Takes fixes in. Says how many of them were used, and of the others why not. Never throws on bad data.
   * @param scope whose vehicles the sender may speak for: others are not known to it
   */
  ingest(fixes: readonly Fix[], scope: Scope = WHOLE): PostPositionsResult {
    return this.ingestEach(fixes.length, (index) => fixes[index] as Fix, scope);
  }

  /** The same of fixes that are read one at a time. @param at may give the same object each time, filled anew */
  ingestEach(count: number, at: (index: number) => Fix, scope: Scope = WHOLE): PostPositionsResult {
    const result: PostPositionsResult = { accepted: 0, suspect: 0, refused: {}, examples: [] };
    const nowMs = this.#clock.nowMs();
    let news = 0;
    for (let index = 0; index < count; index++) {
      const fix = at(index);
      const outcome = this.#take(fix, nowMs, scope);
      if (outcome === 'believed' || outcome === 'suspect') news += 1;
      if (outcome === 'believed' || outcome === 'known') result.accepted += 1;
      else if (outcome === 'suspect') {
        result.accepted += 1;
        result.suspect += 1;
      } else {
        result.refused[outcome] = (result.refused[outcome] ?? 0) + 1;
        if (result.examples.length >= EXAMPLES) continue;
        const field = refusedField(fix, outcome);
        result.examples.push({ index, vehicle: fix.vehicle, field, reason: outcome });
      }
    }
    this.feed.count(result, news);
    return result;
  }

  #take(fix: Fix, nowMs: number, scope: Scope): FollowResult | FixRefusal {
    const refusal = refusalOf(fix, nowMs);
    if (refusal !== undefined) return refusal;
    const vehicle = this.#byCode.get(fix.vehicle);
    if (vehicle === undefined || !isWithin(scope, vehicle.subsidiary)) return 'unknown-vehicle';
    const options = this.#follow;
    options.topSpeed = topSpeedMetresPerSecond(vehicle.kind);
    options.timeScale = this.table.timeScale;
    let outcome: FollowResult = 'believed';
    const isFirst = vehicle.track === undefined;
    vehicle.track ??= beginTrack(fix, options);
    if (!isFirst) {
      const { longitude, latitude } = vehicle.track;
      outcome = followReport(vehicle.track, fix, options);
      if (outcome === 'older-than-known' || outcome === 'known') return outcome;
      const hasMoved = longitude !== vehicle.track.longitude || latitude !== vehicle.track.latitude;
      if (hasMoved) this.#noteMove(vehicle);
    }
    if (fix.state !== undefined) vehicle.state = VEHICLE_STATES.indexOf(fix.state);
    vehicle.slot ??= this.#slotFor(vehicle);
    this.#write(vehicle.slot, vehicle, vehicle.track, 0);
    this.history.note(vehicle.slot, vehicle.track, vehicle.state);
    return outcome;
  }

  #slotFor(vehicle: SupervisedVehicle): number {
    this.#bySlot.push(vehicle);
    return this.#directory.push(vehicle.id) - 1;
  }

  #noteMove({ slot }: SupervisedVehicle): void {
    if (slot !== undefined) this.#moved.add(slot);
    this.#movedSincePublish = true;
  }

  #write(slot: number, vehicle: SupervisedVehicle, track: Track, flags: number): void {
    const { headingDegrees } = track;
    const record = this.#record;
    const suspect = track.isSuspect ? POSITION_FLAGS.suspect : 0;
    const heading = headingDegrees === undefined ? 0 : POSITION_FLAGS.hasHeading;
    record.longitude = track.longitude;
    record.latitude = track.latitude;
    record.velocityEast = track.velocityEast;
    record.velocityNorth = track.velocityNorth;
    record.observedAtMs = track.observedAtMs;
    record.headingDegrees = headingDegrees ?? 0;
    record.state = vehicle.state;
    record.flags = flags | suspect | heading;
    record.kind = VEHICLE_KINDS.indexOf(vehicle.kind);
    this.table.write(slot, record);
    this.#isDirty = true;
    this.#changes += 1;
  }

  #publishIfDue(): void {
    const nowMs = this.#clock.nowMs();
    const monotonicMs = this.#clock.monotonicMs();
    if (!this.#isDirty && monotonicMs - this.#publishedAtMs < HEARTBEAT_MS) return;
    if (nowMs - this.table.epochMs >= REBASE_MS) this.table.rebase(nowMs);
    this.table.publish(nowMs);
    if (this.#movedSincePublish) this.#publishesWithMoves += 1;
    this.#movedSincePublish = false;
    this.#isDirty = false;
    this.#publishedAtMs = monotonicMs;
    for (const listener of this.#listeners) listener();
  }
}
