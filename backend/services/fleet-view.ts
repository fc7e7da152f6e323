import { FleetTable, type FeedStatus } from '../../shared/api/index.ts';
import { type Disposer, POSITION_FLAGS, type PositionRecord } from '../../shared/domain/index.ts';
import { isWithin, type Scope } from '../database/scope.ts';
import type { SupervisionService } from './supervision-service.ts';

/** What readers of positions are served from: the whole fleet, or what some may see of it. */
export interface FleetSource {
  readonly table: FleetTable;
  /** Which vehicle each slot is, by id. Grows at its end only. */
  readonly directory: readonly string[];
  readonly feed: {
    readonly status: FeedStatus;
    subscribe(listener: (status: FeedStatus) => void): Disposer;
  };
  /** Calls `listener` after each publish. */
  subscribe(listener: () => void): Disposer;
}

/**
 * The vehicles of some subsidiaries, as a fleet of its own: slots, directory, sequence and stream say nothing of the others. All readers
 * who may see the same share one. It follows the whole fleet's publishes; a vehicle that goes to another subsidiary is hidden.
 */
export class FleetView implements FleetSource {
  readonly table: FleetTable;
  readonly #supervision: SupervisionService;
  readonly #scope: Scope;
  readonly #directory: string[] = [];
  /** Own slot by the fleet's slot; -1: not seen so far. */
  #slots = new Int32Array(1024).fill(-1);
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: Disposer;
  /** Of the fleet, as far as it has been taken over. */
  #sequence = 0;
  #moves = -1;

  constructor(supervision: SupervisionService, scope: Scope, chance: () => number = Math.random) {
    this.#supervision = supervision;
    this.#scope = scope;
    const streamId = 1 + Math.floor(chance() * 0xffff_fffe);
    this.table = new FleetTable({ streamId, epochMs: supervision.table.epochMs });
    this.#unsubscribe = supervision.subscribe(() => this.#follow());
    this.#follow();
  }

  get directory(): readonly string[] {
    return this.#directory;
  }

  get feed(): FleetSource['feed'] {
    return this.#supervision.feed;
  }

  subscribe(listener: () => void): Disposer {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#unsubscribe();
    this.#listeners.clear();
  }

  #follow(): void {
    const { table: fleet, moves } = this.#supervision;
    // Before the first publish there is nothing.
    if (fleet.sequence === 0) return;
    if (fleet.epochMs !== this.table.epochMs) this.table.rebase(fleet.epochMs);
    this.table.timeScale = fleet.timeScale;
    const hasMoved = moves !== this.#moves;
    for (let slot = 0; slot < fleet.count; slot++) {
      if (hasMoved || fleet.changedAt(slot) > this.#sequence) this.#take(slot, fleet.read(slot));
    }
    this.#sequence = fleet.sequence;
    this.#moves = moves;
    this.table.publish(fleet.serverTimeMs);
    for (const listener of this.#listeners) listener();
  }

  #take(slot: number, record: PositionRecord | undefined): void {
    const vehicleId = this.#supervision.directory[slot];
    if (record === undefined || vehicleId === undefined) return;
    const isSeen = isWithin(this.#scope, this.#supervision.subsidiaryOf(slot));
    const own = this.#ownSlot(slot, vehicleId, isSeen);
    if (own === -1) return;
    if (isSeen) this.table.write(own, record);
    // Of a vehicle that is another's now, its place is not told either.
    else this.table.write(own, { ...HIDDEN, observedAtMs: this.table.epochMs });
  }

  #ownSlot(slot: number, vehicleId: string, isSeen: boolean): number {
    if (slot >= this.#slots.length) {
      const slots = new Int32Array(slot * 2).fill(-1);
      slots.set(this.#slots);
      this.#slots = slots;
    }
    if (isSeen && this.#slots[slot] === -1) this.#slots[slot] = this.#directory.push(vehicleId) - 1;
    return this.#slots[slot] ?? -1;
  }
}

const HIDDEN: Omit<PositionRecord, 'observedAtMs'> = {
  longitude: 0,
  latitude: 0,
  velocityEast: 0,
  velocityNorth: 0,
  headingDegrees: 0,
  state: 0,
  flags: POSITION_FLAGS.hidden,
  kind: 0,
};
