import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { createDataHost } from '../../../electron/data/host.ts';
import { createPokeLink } from '../../../electron/data/remote/realtime.ts';
import { createRestClient } from '../../../electron/data/remote/rest-client.ts';
import { cacheFile } from '../../../electron/data/store/cache-file.ts';
import { EventFollower } from '../../../electron/data/sync/event-follower.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import type { BusEvent } from '../../../shared/api/index.ts';
import { vigieContract } from '../../../shared/contract/index.ts';
import { createMemoryChannelPair, createRpcClient } from '../../../shared/rpc/index.ts';
import { silentLog } from '../../support/silent-log.ts';

/** A desktop of the drill, and what it has heard and knows. */
export interface DrillDesktop {
  /** Each event that it was told of, in the order in which it was. */
  readonly heard: readonly Pick<BusEvent, 'position' | 'entity' | 'id' | 'version'>[];
  /** It hears whatever happens from now on. */
  isReady(): boolean;
  /** Versions of the missions that it knows, by id; undefined while it is not up to date. */
  missions(): Promise<Map<string, number>>;
  close(): Promise<void>;
}

interface Server {
  url: string;
  token: string;
}

/** At most this often, ms: hundreds of desktops share two processors with the servers here. */
const PULL_INTERVAL_MS = 2_000;

/** The real connection, follower and client of a desktop, with its rows in memory: hundreds of them fit on one machine. */
export function startLightDesktop(server: Server): DrillDesktop {
  const clock = systemClock;
  const rest = createRestClient(server, clock);
  const ending = new AbortController();
  const heard: BusEvent[] = [];
  const versions = new Map<string, number>();
  let isReady = false;
  let cursor: string | null = null;
  let pulling: Promise<void> | undefined;
  let isWanted = true;

  async function pullAll(): Promise<void> {
    for (let hasMore = true; hasMore; ) {
      const page = await rest.pull({ cursor, limit: 1000 }, ending.signal);
      for (const change of page.changes) {
        if (change.entity !== 'mission') continue;
        if (change.op === 'delete') versions.delete(change.id);
        else versions.set(change.id, change.version);
      }
      ({ cursor, hasMore } = page);
    }
  }
  const timer = setInterval(() => {
    if (!isWanted || pulling !== undefined) return;
    isWanted = false;
    pulling = pullAll()
      .catch(() => {
        // Whichever server it was is gone: asked again.
        isWanted = true;
      })
      .finally(() => {
        pulling = undefined;
      });
  }, PULL_INTERVAL_MS);

  const follower = new EventFollower({
    ...{ clock, random: Math.random, log: silentLog, place: undefined },
    read: (query, signal) => rest.events(query, signal),
    onPlace() {
      isReady = true;
    },
    onGap() {
      isWanted = true;
    },
  });
  follower.onEvents((events) => heard.push(...events));
  const link = createPokeLink(
    { server, clock, random: Math.random },
    {
      onPoke() {
        isWanted = true;
      },
      onChange: () => undefined,
    },
    follower,
  );
  return {
    heard,
    isReady: () => isReady,
    async missions() {
      await pulling;
      await pullAll();
      return versions;
    },
    async close() {
      link.close();
      clearInterval(timer);
      ending.abort();
      await pulling;
      await follower.close();
      rest.close();
    },
  };
}

/** A whole data host on a real cache, with one window, which hears of events as any window does. */
export async function startFullDesktop(server: Server, folder: string): Promise<DrillDesktop> {
  const host = await createDataHost({ folder, server, log: silentLog, version: '1' });
  const [near, far] = createMemoryChannelPair();
  host.connect(far);
  const window = createRpcClient(vigieContract, near, systemClock);
  const heard: BusEvent[] = [];
  window.on('events.heard', ({ events }) => heard.push(...events));
  const isIdle = async () => (await window.request('health.get', {})).sync.phase === 'idle';
  return {
    heard,
    isReady: () => inCache(folder, (cache) => cache.prepare('SELECT 1 FROM event_place').get() !== undefined),
    async missions() {
      for (let quiet = 0; quiet < 3; quiet = (await isIdle()) ? quiet + 1 : 0) await sleep(500);
      return inCache(folder, (cache) => {
        const rows = cache.prepare('SELECT id, version FROM missions').all() as { id: string; version: number }[];
        return new Map(rows.map(({ id, version }) => [id, version]));
      });
    },
    close: () => host.close(),
  };
}

function inCache<T>(folder: string, read: (cache: Database.Database) => T): T {
  const cache = new Database(cacheFile(folder), { readonly: true, fileMustExist: true });
  try {
    return read(cache);
  } finally {
    cache.close();
  }
}
