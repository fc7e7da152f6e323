import type { SyncEntity } from '../../shared/api/index.ts';
import { type Health, vigieContract } from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { type Channel, createRpcServer, type RpcServer } from '../../shared/rpc/index.ts';
import { createFleet, type Fleet } from './fleet/fleet.ts';
import { createErrorMapper } from './handlers/errors.ts';
import { createHandlers } from './handlers/index.ts';
import { createServerWatch, type ServerWatch } from './health.ts';
import type { Log } from './log.ts';
import { createPokeLink, createPositionsLink } from './remote/realtime.ts';
import { createRestClient, type RestLimits, type ServerAddress } from './remote/rest-client.ts';
import { openStore, type Store } from './store/store.ts';
import { createCoalescer } from './sync/coalesce.ts';
import { createPuller, type Puller } from './sync/puller.ts';
import { systemClock } from './system-clock.ts';

export interface DataHostOptions {
  /** Of this data host alone. Made where it is missing. */
  folder: string;
  /** Null: none is set; the host then serves what it has, and says how to set one. */
  server: ServerAddress | null;
  log: Log;
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
  close(): Promise<void>;
}

/** Windows hear of changes at most this often, ms. */
const EVENT_INTERVAL_MS = 250;

/** Starts a data host. A cache or server that does not work is told in its health; it starts all the same. */
export function createDataHost(options: DataHostOptions): Promise<DataHost> {
  const { folder, server, log, version, clock = systemClock, random = Math.random } = options;
  const startedAtMs = clock.nowMs();
  const store = openStore({ folder, clock, log });
  const fleet = createFleet({
    clock,
    random,
    onMalformed: (reason, count) => log.warn({ reason, count }, 'a position frame was dropped'),
  });
  const watch = createServerWatch(server?.url ?? '', clock, () => healthEvents.request());
  const link =
    server === null ? undefined : createServerLink({ ...options, server, clock, random }, { store, fleet, watch });

  const health = (): Health => ({
    host: { version, startedAtMs },
    server: watch.health(),
    sync: link?.puller.health() ?? { ...NEVER_SYNCED, fault: watch.health().fault },
    positions: fleet.health(),
    feed: watch.feed(),
    cache: store.health(),
  });
  const rpc: RpcServer<typeof vigieContract> = createRpcServer(
    vigieContract,
    createHandlers({ store, fleet, health }),
    {
      mapError: createErrorMapper(log),
      validateResults: options.validateResults ?? false,
    },
  );
  const healthEvents = createCoalescer(clock, EVENT_INTERVAL_MS, () => rpc.emit('health.changed', health()));
  const dataEvents = createDataEvents(store, clock, rpc);
  const stopListening = [
    store.onHealth(healthEvents.request),
    fleet.onHealth(healthEvents.request),
    link?.puller.onHealth(healthEvents.request) ?? (() => undefined),
  ];
  if (link === undefined) watch.failed(NO_SERVER);
  else link.puller.start();

  return Promise.resolve({
    connect: (channel) => rpc.connect(channel),
    health,
    async close() {
      for (const stop of stopListening) stop();
      link?.close();
      healthEvents.dispose();
      dataEvents();
      rpc.dispose();
      fleet.dispose();
      await link?.puller.close();
      await store.close();
    },
  });
}

const NO_SERVER = {
  code: 'server-unreachable',
  message: 'No Vigie server is set: start Vigie with --server https://vigie.example.com, or set VIGIE_SERVER_URL.',
} as const;

const NEVER_SYNCED = { phase: 'waiting', lastSyncAtMs: null, received: 0, remaining: null } as const;

/** Pulls, and hears events and positions once it is sure that a Vigie server answers there. */
function createServerLink(
  {
    server,
    clock,
    random,
    log,
    restLimits,
  }: DataHostOptions & { server: ServerAddress; clock: Clock; random: () => number },
  { store, fleet, watch }: { store: Store; fleet: Fleet; watch: ServerWatch },
): { puller: Puller; close: Disposer } {
  const closing: Disposer[] = [];
  let isFound = false;
  const puller = createPuller({
    url: server.url,
    rest: createRestClient(server, clock, restLimits),
    store,
    clock,
    random,
    log,
    onFound() {
      if (isFound) return;
      isFound = true;
      const options = { server, clock, random };
      closing.push(
        createPokeLink(options, { onPoke: () => puller.poke(), onChange: () => puller.connectionChanged() }),
        createPositionsLink(options, fleet, {
          onFeed: (status) => (status === undefined ? watch.feedLost() : watch.feedTold(status)),
        }),
      );
    },
  });
  closing.push(puller.onServer((error) => (error === undefined ? watch.wasWell() : watch.failed(error))));
  return {
    puller,
    close() {
      for (const end of closing.splice(0)) end();
    },
  };
}

/** `data.changed`, with all that changed since the last one. */
function createDataEvents(store: Store, clock: Clock, rpc: RpcServer<typeof vigieContract>): Disposer {
  const changed = new Set<SyncEntity>();
  const events = createCoalescer(clock, EVENT_INTERVAL_MS, () => {
    const entities = [...changed];
    changed.clear();
    rpc.emit('data.changed', { entities, revision: store.revision() });
  });
  const stop = store.onChange(({ entities }) => {
    for (const entity of entities) changed.add(entity);
    events.request();
  });
  return () => {
    stop();
    events.dispose();
  };
}
