import { type Health, vigieContract } from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { type Channel, createListeners, createRpcServer, RpcError, type RpcServer } from '../../shared/rpc/index.ts';
import { serverIdentity } from '../../shared/sync/index.ts';
import { diagnosticsText } from './diagnostics.ts';
import { createFleet } from './fleet/fleet.ts';
import { type Ground, type GroundSettings, NO_GROUND_SETTINGS, openGround } from './ground/ground.ts';
import { createErrorMapper } from './handlers/errors.ts';
import { createHandlers } from './handlers/index.ts';
import { createServerWatch } from './health.ts';
import { createHostEvents } from './host-events.ts';
import type { Log } from './log.ts';
import { createOutboxHealth, type Unsent, unsentOf } from './outbox-health.ts';
import { createRecentLog } from './recent-log.ts';
import type { RestLimits, ServerAddress } from './remote/rest-client.ts';
import { createServerLink } from './server-link.ts';
import { openStore } from './store/store.ts';
import { systemClock } from './system-clock.ts';
import { createShownFile } from './walls/shown-file.ts';
import { createWallFile } from './walls/wall-file.ts';
import { createWalls, type Walls } from './walls/walls.ts';

export interface DataHostOptions {
  /** Of this data host alone. Made where it is missing. */
  folder: string;
  /** Null: none is set; the host then serves what it has, and says how to set one. */
  server: ServerAddress | null;
  log: Log;
  /** What lies beneath the vehicles, as the settings say; what a person chose where they say nothing. */
  ground?: GroundSettings;
  /** Vigie's own. */
  version: string;
  clock?: Clock;
  random?: () => number;
  /** Checks each answer against the contract: for tests. */
  validateResults?: boolean;
  restLimits?: RestLimits;
}

/** Serves windows from the cache and the stream of positions, and keeps both the same as the server. */
export interface DataHost {
  /** Serves a window, or a worker of one, until the channel closes or the disposer is called. */
  connect(channel: Channel): Disposer;
  health(): Health;
  /** Called with what is not sent yet, now and whenever it is another than before. */
  onUnsent(listener: (unsent: Unsent) => void): Disposer;
  /** The ground, for the shell that asks a person for a file. */
  readonly ground: Pick<Ground, 'onPick' | 'chooseBaseMap'>;
  /** The walls, for the shell that opens their windows. */
  readonly walls: Pick<Walls, 'hear' | 'onOrder'>;
  /** The computer was asleep, or the network away: worth looking at the server at once. */
  wake(): void;
  /** Throws the rows away and reads them anew, as soon as the server answers. What is not sent is kept. */
  rebuild(): void;
  close(): Promise<void>;
}

/** Starts a data host. A cache or server that does not work is told in its health; it starts all the same. */
export function createDataHost(options: DataHostOptions): Promise<DataHost> {
  const { folder, server, version, clock = systemClock, random = Math.random } = options;
  const startedAtMs = clock.nowMs();
  const log = createRecentLog(options.log, clock);
  const store = openStore({
    folder,
    clock,
    log,
    serverIdentity: server === null ? null : serverIdentity(server.url),
  });
  const fleet = createFleet({
    clock,
    random,
    onMalformed: (reason, count) => log.warn({ reason, count }, 'a position frame was dropped'),
  });
  const watch = createServerWatch(server?.url ?? '', clock, () => events.healthChanged());
  const link =
    server === null ? undefined : createServerLink({ ...options, server, clock, random, log }, { store, fleet, watch });
  const outboxHealth = createOutboxHealth(store, link?.pusher);

  const health = (): Health => ({
    host: { version, startedAtMs },
    server: watch.health(),
    sync: link?.puller.health() ?? { ...NEVER_SYNCED, fault: watch.health().fault },
    outbox: outboxHealth(watch.health()),
    positions: fleet.health(),
    feed: watch.feed(),
    cache: store.health(),
  });
  const rebuild = () => link?.puller.rebuild();
  const walls = createWalls({
    storage: createWallFile(folder, log),
    shown: createShownFile(folder, log),
    clock,
    log,
  });
  const ground = openGround({ folder, settings: options.ground ?? NO_GROUND_SETTINGS, clock, log });
  const handlers = createHandlers({
    ...{ store, fleet, walls, ground, clock, health, rebuild },
    readTrack: (asked, signal) =>
      link?.readTrack(asked, signal) ?? Promise.reject(new RpcError(NO_SERVER.code, NO_SERVER.message)),
    sendNow: () => link?.sendNow(),
    diagnostics: () => diagnosticsText({ health: health(), store, folder, log, clock, token: server?.token ?? null }),
  });
  const rpc: RpcServer<typeof vigieContract> = createRpcServer(vigieContract, handlers, {
    mapError: createErrorMapper(log),
    validateResults: options.validateResults ?? false,
  });
  const unsentListeners = createListeners<Unsent>();
  const events = createHostEvents({ rpc, store, clock, health, onUnsent: (unsent) => unsentListeners.emit(unsent) });
  const healthChanged = () => events.healthChanged();
  const stopListening = [fleet, link?.puller, link?.pusher].map((part) => part?.onHealth(healthChanged));
  ground.onChange(() => rpc.emit('ground.changed', {}));
  walls.onNews(({ name, payload }) => rpc.emit(name, payload));
  if (link === undefined) watch.failed(NO_SERVER);
  else link.puller.start();

  return Promise.resolve({
    connect: (channel) => rpc.connect(channel),
    health,
    onUnsent(listener) {
      listener(unsentOf(health().outbox));
      return unsentListeners.add(listener);
    },
    walls,
    ground,
    wake: () => link?.wake(),
    rebuild: () => void rebuild(),
    async close() {
      for (const stop of stopListening) stop?.();
      events.dispose();
      walls.dispose();
      await ground.close();
      rpc.dispose();
      fleet.dispose();
      await link?.close();
      await store.close();
    },
  });
}

const NO_SERVER = {
  code: 'server-unreachable',
  message: 'No Vigie server is set: start Vigie with --server https://vigie.example.com, or set VIGIE_SERVER_URL.',
} as const;

const NEVER_SYNCED = { phase: 'waiting', lastSyncAtMs: null, received: 0, remaining: null } as const;
