import type { SyncEntity } from '../../../shared/api/index.ts';
import { createWallHandlers } from '../../../electron/data/handlers/walls.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { createWalls, type Walls } from '../../../electron/data/walls/walls.ts';
import { type Health, type VigieContract, vigieContract } from '../../../shared/contract/index.ts';
import { MISSION_TOLERANCE_MS } from '../../../shared/domain/index.ts';
import { createRpcServer, type Handlers, RpcError, type RpcServer } from '../../../shared/rpc/index.ts';
import { createMissionViewHandlers } from '../../../electron/data/handlers/mission-views.ts';
import { createViews } from '../../../electron/data/views/views.ts';
import { alarmHandlers } from './memory-alarms.ts';
import { booksHandlers, createMemoryBooks, type MemoryBooks } from './memory-books.ts';
import { boardHandlers } from './memory-board.ts';
import { missionHandlers } from './memory-missions.ts';
import { createMemoryGround, groundHandlers, type MemoryGround } from './memory-ground.ts';
import { createDataset, type Dataset, type DatasetSize } from './dataset.ts';
import { editHandlers } from './memory-edits.ts';
import { createMemoryOutbox, type MemoryOutbox } from './memory-outbox.ts';
import { createMemoryRows } from './memory-rows.ts';
import { partyHandlers } from './memory-parties.ts';
import { noRecordings } from './memory-recordings.ts';
import { createMemorySession, type MemorySession } from './memory-session.ts';
import { createMemoryExports, type MemoryExports } from './memory-exports.ts';
import { createMemoryVehicles } from './memory-vehicles.ts';
import { createMemorySchedule, type MemorySchedule, scheduleHandlers } from './memory-schedule.ts';
import { searchHandlers } from './memory-search.ts';
import { shiftHandlers } from './memory-shift.ts';
import { trackHandlers } from './memory-tracks.ts';
import { validationHandlers } from './memory-validations.ts';
import { createMovingFleet, type MovingFleet } from './moving-fleet.ts';
import { pageOf } from './queries.ts';

export type MethodName = keyof VigieContract['methods'];

/** A data host whose rows, health and failures a test sets. It answers over the real RPC core. */
export interface MemoryHost {
  readonly exports: MemoryExports;
  readonly server: RpcServer<VigieContract>;
  readonly fleet: MovingFleet;
  /** What is not sent, and the server that it is sent to. */
  readonly outbox: MemoryOutbox;
  /** Kept for this host's life. It has a desk of displays once it has heard of one. */
  readonly walls: Walls;
  /** The base map and the layers on it: change it, then say `groundChanged`. */
  readonly ground: MemoryGround;
  groundChanged(): void;
  /** Who is signed in; at first a program's token opens the server. */
  readonly session: MemorySession;
  /** What the server says of billing. */
  readonly books: MemoryBooks;
  /** Lines, their journeys, and how punctual missions were. */
  readonly schedule: MemorySchedule;
  dataset: Dataset;
  health: Health;
  /** Changes health and says so, as the data host does. */
  setHealth(change: Partial<Health>): void;
  /** Every request of a method fails so, until it is set to null. */
  fail(method: MethodName, error: RpcError | null): void;
  /** Milliseconds before each answer. */
  delayMs: number;
  /** Requests of a method since the beginning. */
  asked(method: MethodName): number;
  /** The rows changed. */
  touch(entities?: SyncEntity[]): void;
}

export const DEFAULT_SIZE: DatasetSize = { vehicles: 200, missions: 1_000, thirdParties: 120, billingCycles: 48 };

export function createMemoryHost(size: Partial<DatasetSize> = {}, nowMs = Date.now(), streamId = 7): MemoryHost {
  const sizes = { ...DEFAULT_SIZE, ...size };
  const failures = new Map<MethodName, RpcError>();
  const counts = new Map<MethodName, number>();
  let revision = 1;
  const fleet = createMovingFleet(sizes.vehicles, streamId, nowMs);

  async function answer<T>(method: MethodName, make: () => T): Promise<T> {
    counts.set(method, (counts.get(method) ?? 0) + 1);
    if (host.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, host.delayMs));
    const failure = failures.get(method);
    if (failure !== undefined) throw failure;
    return make();
  }
  const found = <T>(row: T | undefined): T => {
    if (row === undefined) throw new RpcError('not-found', 'there is no such row');
    return row;
  };

  const rows = createMemoryRows(() => host.dataset);
  const outbox = createMemoryOutbox(rows, (entities) => {
    revision += 1;
    host.setHealth({ outbox: { ...host.health.outbox, ...outbox.counts() } });
    host.server.emit('outbox.changed', { revision: outbox.revision() });
    if (entities.length > 0) host.server.emit('data.changed', { entities, revision });
  });

  const nowhere = { read: () => [], write: () => undefined };
  const walls = createWalls({ storage: nowhere, shown: nowhere, clock: systemClock, log: console });
  const views = createViews({ read: () => ({ views: [], defaultId: null }), write: () => undefined }, (now) =>
    host.server.emit('missionViews.changed', now),
  );
  const ground = createMemoryGround();
  const books = createMemoryBooks(nowMs);
  const session = createMemorySession((now) => host.server.emit('session.changed', now));
  const groundChanged = () => host.server.emit('ground.changed', {});
  walls.onNews(({ name, payload }) => host.server.emit(name, payload));

  const vehicles = createMemoryVehicles(
    () => host.dataset,
    fleet,
    streamId,
    () => revision,
    answer,
  );
  const edits = editHandlers(rows, outbox, answer);
  const exports = createMemoryExports();
  const handlers: Handlers<VigieContract> = {
    methods: {
      ...session.handlers,
      'invoices.ofCycle': () => answer('invoices.ofCycle', () => ({ items: [] })),
      'health.get': () => answer('health.get', () => host.health),
      ...missionHandlers(
        () => host.dataset.missions,
        () => revision,
        answer,
      ),
      ...createMissionViewHandlers(views),
      ...noRecordings.methods,
      'missions.get': ({ id }) =>
        answer('missions.get', () => found(host.dataset.missions.find((row) => row.id === id))),
      'missions.summary': ({ nowMs: atMs }) =>
        answer('missions.summary', () => {
          const before = (time: string) => Date.parse(time) <= atMs - MISSION_TOLERANCE_MS;
          const running = host.dataset.missions.filter(({ status }) => status === 'in-progress');
          const planned = host.dataset.missions.filter(({ status }) => status === 'planned');
          const overdue = running.filter(({ plannedEndAt }) => before(plannedEndAt)).length;
          const lateStarts = planned.filter(({ plannedStartAt }) => before(plannedStartAt)).length;
          return { running: running.length, overdue, lateStarts, revision };
        }),
      ...partyHandlers(
        () => host.dataset,
        () => revision,
        answer,
      ),
      'billingCycles.page': (asked) =>
        answer('billingCycles.page', () => {
          const { states } = asked.filter;
          const page = pageOf(host.dataset.billingCycles, {
            ...asked,
            words: (row) => [row.label, row.thirdPartyName],
            accept: (row) => states === undefined || states.includes(row.state),
          });
          return { ...page, revision };
        }),
      ...booksHandlers(books, () => host.dataset, answer),
      'billingCycles.overlapping': (asked) =>
        answer('billingCycles.overlapping', () => {
          const other = host.dataset.billingCycles.find(
            (row) =>
              row.id !== asked.id &&
              row.state !== 'draft' &&
              row.thirdPartyId === asked.thirdPartyId &&
              row.currency === asked.currency &&
              row.periodStart <= asked.periodEnd &&
              row.periodEnd >= asked.periodStart,
          );
          return { other: other ?? null };
        }),
      'billingCycles.get': ({ id }) =>
        answer('billingCycles.get', () => found(host.dataset.billingCycles.find((row) => row.id === id))),
      'geofences.page': (asked) =>
        answer('geofences.page', () => {
          const { kinds } = asked.filter;
          const page = pageOf(host.dataset.geofences, {
            ...asked,
            words: (row) => [row.name],
            accept: (row) => kinds === undefined || kinds.includes(row.kind),
          });
          return { ...page, revision };
        }),
      'geofences.get': ({ id }) =>
        answer('geofences.get', () => found(host.dataset.geofences.find((row) => row.id === id))),
      ...validationHandlers(
        () => host.dataset,
        () => revision,
        answer,
        found,
      ),
      ...alarmHandlers({
        ...{ dataset: () => host.dataset, revision: () => revision, answer, found, streamId },
        act: (id, action, parameters) =>
          edits['edits.act'](
            { entity: 'alarm', id, action, parameters },
            { cancelled: false, onCancel: () => () => undefined },
          ),
      }),
      ...shiftHandlers({
        ...{ dataset: () => host.dataset, revision: () => revision, answer, found },
        act: (id, action) =>
          edits['edits.act'](
            { entity: 'handover', id, action, parameters: {} },
            { cancelled: false, onCancel: () => () => undefined },
          ),
      }),
      ...vehicles.methods,
      ...searchHandlers(() => host.dataset, answer),
      ...trackHandlers(() => host.dataset, answer),
      ...scheduleHandlers(() => host.schedule, answer),
      ...boardHandlers(
        () => host.dataset.missions,
        () => revision,
        answer,
      ),
      ...edits,
      ...createWallHandlers(walls),
      ...groundHandlers(ground, answer, groundChanged),
      'cache.rebuild': () =>
        answer('cache.rebuild', () => {
          host.setHealth({ sync: { ...host.health.sync, rebuild: { reason: 'asked', atMs: Date.now() } } });
          return {};
        }),
      'diagnostics.text': () =>
        answer('diagnostics.text', () => ({
          text: `Vigie ${host.health.host.version}\nserver: ${host.health.server.state}\nnot sent: ${host.health.outbox.notSent}\n`,
        })),
    },
    streams: {
      positions: (position) => fleet.source(position),
      ...vehicles.streams,
      'exports.run': (request) => exports.run(request),
      ...noRecordings.streams,
    },
  };

  const host: MemoryHost = {
    schedule: createMemorySchedule(),
    walls,
    exports,
    ground,
    groundChanged,
    session,
    books,
    server: createRpcServer(vigieContract, handlers, {
      mapError: (error) => new RpcError('internal', String(error)),
      validateResults: true,
    }),
    fleet,
    outbox,
    dataset: createDataset(sizes, nowMs),
    health: createHealth(nowMs, sizes.vehicles),
    delayMs: 0,
    setHealth(change) {
      host.health = { ...host.health, ...change };
      host.server.emit('health.changed', host.health);
    },
    fail(method, error) {
      if (error === null) failures.delete(method);
      else failures.set(method, error);
    },
    asked: (method) => counts.get(method) ?? 0,
    touch(entities = ['vehicle', 'third-party', 'billing-cycle', 'mission']) {
      revision += 1;
      vehicles.changed.emit();
      host.server.emit('data.changed', { entities, revision });
    },
  };
  return host;
}

/** All is well. */
export function createHealth(nowMs: number, vehicles: number): Health {
  return {
    host: { version: '0.1.0', startedAtMs: nowMs },
    server: { url: 'http://127.0.0.1:8080', state: 'online', sinceMs: nowMs, fault: null },
    sync: { phase: 'idle', lastSyncAtMs: nowMs, received: 0, remaining: null, fault: null },
    outbox: {
      notSent: 0,
      conflicts: 0,
      rejected: 0,
      others: 0,
      oldestMadeAtMs: null,
      isSending: false,
      savedAtMs: null,
      fault: null,
    },
    positions: { state: 'live', sinceMs: nowMs, lastFrameAtMs: nowMs, vehicles, fault: null },
    feed: {
      name: 'simulator',
      kind: 'simulator',
      state: 'live',
      speed: 1,
      feedTimeMs: null,
      lastFixAtMs: null,
      accepted: 48_213,
      suspect: 3,
      refused: { 'outside-world': 2, 'no-time': 1 },
      notice: null,
    },
    cache: { state: 'ok', fault: null, setAside: null, salvaged: 0 },
    recording: { state: 'off', sinceMs: 0, bytes: 0, fault: null },
  };
}
