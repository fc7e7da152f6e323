import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { malformed } from '../../../../electron/data/remote/failure-sentences.ts';
import { RemoteError, ResyncError } from '../../../../electron/data/remote/remote-error.ts';
import { StorageError } from '../../../../electron/data/store/storage-error.ts';
import type { Store } from '../../../../electron/data/store/store.ts';
import { createPuller, type Puller } from '../../../../electron/data/sync/puller.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { createTestLog } from '../../../support/test-log.ts';
import { testStores } from '../../../support/test-store.ts';
import { fleetChanges, missionRow, range, upsert, vehicleRow } from '../../../support/vigie-server/rows.ts';
import { FakeRest } from './fake-pull.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
const url = 'https://vigie.example.com';

let rest: FakeRest;
let clock: ManualClock;
let store: Store;
let puller: Puller;
let found: ReturnType<typeof vi.fn<() => void>>;
const server: (string | undefined)[] = [];

beforeEach(() => {
  rest = new FakeRest();
  clock = createManualClock();
  ({ store } = newStore(newFolder()));
  found = vi.fn<() => void>();
  server.length = 0;
  puller = createPuller({ url, rest, store, clock, random: () => 0.5, log: createTestLog(), onFound: found });
  puller.onServer((error) => server.push(error?.code));
});

const total = () =>
  store.read(
    (cache) =>
      cache.missions.page({ filter: {}, sort: { by: 'reference', direction: 'ascending' }, offset: 0, limit: 1 }).total,
  );
const state = () => store.read((cache) => cache.syncState());
/** Lets what is under way come to rest. */
async function settle(): Promise<void> {
  for (let n = 0; n < 100; n++) await nextTurn();
}
const phase = (expected: string) => vi.waitFor(() => expect(puller.health().phase).toBe(expected));

describe('the first sync', () => {
  it('reads everything, page by page, of a growing size, and tells how far it is', async () => {
    rest.changes = fleetChanges(3_000);
    const seen = new Set<string>();
    puller.onHealth(() => seen.add(`${puller.health().phase} ${puller.health().received}`));
    puller.start();
    await phase('idle');
    expect(total()).toBe(3_000);
    expect(rest.pulls.map(({ cursor }) => cursor)).toEqual([null, '500', '1000', '2000', '3000']);
    expect([...seen].filter((entry) => entry.startsWith('first')).length).toBeGreaterThan(1);
    expect(puller.health()).toMatchObject({
      received: 3_082,
      remaining: null,
      fault: null,
      lastSyncAtMs: clock.nowMs(),
    });
    expect(found).toHaveBeenCalledOnce();
    expect(server.at(-1)).toBeUndefined();
  });

  it('can be used while it runs', async () => {
    rest.changes = fleetChanges(2_000);
    const totals: number[] = [];
    store.onChange(() => totals.push(total()));
    puller.start();
    await phase('idle');
    expect(totals.length).toBeGreaterThan(2);
    expect(totals[0]).toBeGreaterThan(0);
    expect(totals[0]).toBeLessThan(2_000);
  });

  it('goes on where a killed one was', async () => {
    rest.changes = fleetChanges(2_000);
    rest.failures = [undefined, undefined, undefined, new RemoteError('server-unreachable', 'gone')];
    puller.start();
    await phase('waiting');
    const { cursor } = state();
    await puller.close();
    const next = createPuller({ url, rest, store, clock, random: () => 0.5, log: createTestLog(), onFound: found });
    rest.pulls = [];
    next.start();
    await vi.waitFor(() => expect(next.health().phase).toBe('idle'));
    expect(rest.pulls[0]?.cursor).toBe(cursor);
    expect(cursor).not.toBeNull();
    expect(total()).toBe(2_000);
    await next.close();
  });
});

describe('afterwards', () => {
  beforeEach(async () => {
    rest.changes = fleetChanges(20);
    puller.start();
    await phase('idle');
    rest.pulls = [];
  });

  it('a poke brings what is new within a second', async () => {
    rest.changes.push(upsert('mission', missionRow(21)));
    puller.poke();
    puller.poke();
    clock.advance(999);
    await vi.waitFor(() => expect(total()).toBe(21));
    expect(rest.pulls).toHaveLength(1);
  });

  it('a poll brings it where no poke comes', async () => {
    rest.changes.push(upsert('mission', missionRow(21)));
    clock.advance(33_000);
    await vi.waitFor(() => expect(total()).toBe(21));
    await phase('idle');
    expect(puller.health().lastSyncAtMs).toBe(clock.nowMs());
  });

  it('another epoch empties the cache and fills it anew, and that is said', async () => {
    rest.epoch = 'e2';
    rest.changes = fleetChanges(5);
    puller.poke();
    clock.advance(300);
    await vi.waitFor(() => expect(total()).toBe(5));
    await phase('idle');
    expect(state().origin).toEqual({ serverIdentity: url, epoch: 'e2' });
    expect(puller.health().rebuild).toEqual({ reason: 'epoch-changed', atMs: clock.nowMs() });
  });

  it('a cursor that is not known any more does the same', async () => {
    rest.failures = [new ResyncError('too old')];
    rest.changes = fleetChanges(7);
    puller.poke();
    clock.advance(300);
    await vi.waitFor(() => expect(total()).toBe(7));
    expect(puller.health().rebuild?.reason).toBe('cursor-expired');
    expect(rest.pulls.at(-1)?.cursor).toBeNull();
  });

  it('a server that never lets the reading end is no reason to go round in circles', async () => {
    rest.failures = [new ResyncError('a'), new ResyncError('b'), new ResyncError('c')];
    puller.poke();
    clock.advance(300);
    await phase('waiting');
    expect(puller.health().fault?.code).toBe('server-malformed');
    expect(server.at(-1)).toBe('server-malformed');
  });

  it('another server does the same, found when it is asked who it is', async () => {
    await puller.close();
    const other = createPuller({
      url: 'https://other.example.com',
      rest,
      store,
      clock,
      random: () => 0.5,
      log: createTestLog(),
      onFound: found,
    });
    rest.changes = fleetChanges(3);
    other.start();
    await vi.waitFor(() => expect(other.health().phase).toBe('idle'));
    expect(total()).toBe(3);
    expect(other.health().rebuild?.reason).toBe('server-changed');
    await other.close();
  });

  it('a version of Vigie that shows more reads everything anew, and says why', async () => {
    await puller.close();
    await store.write((cache) => {
      cache.clear();
      // As a migration leaves it: see 0004-geofences.
      cache.advance({ from: null, serverIdentity: url, epoch: '', cursor: 'old', isLast: true, atMs: 1 });
    });
    const next = createPuller({ url, rest, store, clock, random: () => 0.5, log: createTestLog(), onFound: found });
    rest.changes = fleetChanges(4);
    next.start();
    await vi.waitFor(() => expect(next.health().phase).toBe('idle'));
    expect(total()).toBe(4);
    expect(next.health().rebuild?.reason).toBe('version-changed');
    await next.close();
  });

  it('a malformed page is refused whole: rows and cursor stay, and it is asked again later', async () => {
    const before = state();
    rest.failures = [malformed(url, 'changes.3.row.amountCents')];
    rest.changes.push(upsert('mission', missionRow(21)));
    puller.poke();
    clock.advance(300);
    await phase('waiting');
    expect(puller.health().fault).toMatchObject({ code: 'server-malformed', sinceMs: clock.nowMs() });
    expect(state()).toEqual(before);
    expect(total()).toBe(20);
    // Half of the second that the first failure waits at most.
    clock.advance(499);
    expect(rest.pulls).toHaveLength(1);
    clock.advance(1);
    await vi.waitFor(() => expect(total()).toBe(21));
    await phase('idle');
    expect(puller.health().fault).toBeNull();
  });

  it('a cursor that does not move, though there is more, is malformed', async () => {
    const { cursor } = state();
    rest.pull = () =>
      Promise.resolve({
        epoch: 'e1',
        cursor: cursor ?? '',
        hasMore: true,
        remaining: 1,
        serverTime: '2026-01-01T00:00:00Z',
        changes: [],
      });
    puller.poke();
    clock.advance(300);
    await phase('waiting');
    expect(puller.health().fault?.code).toBe('server-malformed');
  });

  it('a slow server is asked for less', async () => {
    rest.failures = [new RemoteError('server-slow', 'slow'), undefined];
    puller.poke();
    clock.advance(300);
    await phase('waiting');
    clock.advance(500);
    await phase('idle');
    expect(rest.pulls[1]?.limit).toBe(Math.floor((rest.pulls[0]?.limit ?? 0) / 2));
  });

  it('a rest that the server asks for is kept', async () => {
    rest.failures = [new RemoteError('server-slow', 'busy', { retryAfterMs: 20_000 })];
    puller.poke();
    clock.advance(300);
    await phase('waiting');
    puller.connectionChanged();
    clock.advance(20_499);
    expect(rest.checks).toBe(1);
    clock.advance(1);
    await phase('idle');
    expect(rest.checks).toBe(2);
  });

  it('a connection that comes back is used at once', async () => {
    rest.failures = [new RemoteError('server-unreachable', 'gone')];
    puller.poke();
    clock.advance(300);
    await phase('waiting');
    expect(server.at(-1)).toBe('server-unreachable');
    puller.connectionChanged();
    await phase('idle');
    expect(server.at(-1)).toBeUndefined();
  });

  it('a full disk is told, and tried again', async () => {
    const write = vi.spyOn(store, 'write').mockRejectedValueOnce(new StorageError('storage-full', 'full', 'free some'));
    rest.changes.push(upsert('mission', missionRow(21)));
    puller.poke();
    clock.advance(300);
    await phase('waiting');
    expect(puller.health().fault?.code).toBe('storage-full');
    // The server is not to blame.
    expect(server.at(-1)).toBeUndefined();
    clock.advance(2_000);
    await vi.waitFor(() => expect(total()).toBe(21));
    expect(write).toHaveBeenCalledTimes(2);
  });

  it('a page that comes after the cache was emptied is dropped, and the right one asked for', async () => {
    rest.changes.push(upsert('vehicle', vehicleRow(99)));
    const pull = rest.pull.bind(rest);
    vi.spyOn(rest, 'pull').mockImplementationOnce(async (query) => {
      const page = await pull(query);
      await store.write((cache) => cache.clear());
      return page;
    });
    puller.poke();
    clock.advance(300);
    await vi.waitFor(() => expect(store.read((cache) => cache.vehicles.ids())).toHaveLength(51));
    expect(total()).toBe(20);
  });

  it('a defect is logged whole, shown, and does not end the sync', async () => {
    vi.spyOn(rest, 'pull').mockRejectedValueOnce(new TypeError('a defect'));
    puller.poke();
    clock.advance(300);
    await phase('waiting');
    expect(puller.health().fault?.code).toBe('internal');
    clock.advance(1_000);
    await phase('idle');
  });

  it('what is recovered from damage is filled anew', async () => {
    await store.write((cache) => cache.clear());
    puller.connectionChanged();
    await vi.waitFor(() => expect(total()).toBe(20));
  });

  it('nothing more is asked once it is closed', async () => {
    await puller.close();
    const { length } = rest.pulls;
    puller.poke();
    puller.connectionChanged();
    clock.advance(100_000);
    await settle();
    expect(rest.pulls).toHaveLength(length);
    expect(clock.plannedCount()).toBe(0);
  });
});

describe('whether edits may be sent', () => {
  let origins: (string | undefined)[];
  beforeEach(() => {
    origins = [];
    puller.onOrigin((epoch) => origins.push(epoch));
    rest.changes = fleetChanges(20);
  });

  it('is said once rows of the server are there, not when it has only been found', async () => {
    rest.failures = [undefined, new RemoteError('server-failed', 'broken')];
    puller.start();
    await phase('waiting');
    expect(origins).toEqual([]);
    clock.advance(500);
    await phase('idle');
    expect(origins).toEqual(['e1']);
  });

  it('is said with the first check, where the rows are there already', async () => {
    puller.start();
    await phase('idle');
    origins.length = 0;
    rest.failures = [undefined, malformed(url, 'changes.0')];
    puller.connectionChanged();
    await phase('waiting');
    expect(origins).toEqual(['e1']);
  });

  it.each(['server-unreachable', 'server-not-vigie', 'server-incompatible'] as const)(
    'is denied when the pull finds it %s',
    async (code) => {
      puller.start();
      await phase('idle');
      rest.failures = [new RemoteError(code, 'gone')];
      puller.poke();
      clock.advance(300);
      await phase('waiting');
      expect(origins.at(-1)).toBeUndefined();
      puller.connectionChanged();
      await phase('idle');
      expect(origins.at(-1)).toBe('e1');
    },
  );

  it('is denied while nobody answers the check, whatever the reason', async () => {
    puller.start();
    await phase('idle');
    rest.failures = [new RemoteError('server-failed', 'broken')];
    puller.connectionChanged();
    await phase('waiting');
    expect(origins.at(-1)).toBeUndefined();
  });

  it('is not denied by a page that is broken or slow: edits go on while pulls do not', async () => {
    puller.start();
    await phase('idle');
    rest.failures = [malformed(url, 'changes.0'), new RemoteError('server-slow', 'slow')];
    puller.poke();
    clock.advance(300);
    await phase('waiting');
    expect(origins).not.toContain(undefined);
  });

  it('is denied while the rows of another epoch are thrown away, and said with the new one', async () => {
    puller.start();
    await phase('idle');
    origins.length = 0;
    rest.epoch = 'e2';
    puller.poke();
    clock.advance(300);
    await vi.waitFor(() => expect(state().origin?.epoch).toBe('e2'));
    await phase('idle');
    expect([origins[0], origins.at(-1)]).toEqual([undefined, 'e2']);
  });
});

describe('a rebuild that a person asks for', () => {
  beforeEach(async () => {
    rest.changes = fleetChanges(20);
    puller.start();
    await phase('idle');
    rest.pulls = [];
  });

  it('throws the rows away and reads them anew, once', async () => {
    const cleared = vi.fn<() => void>();
    store.onChange(() => total() === 0 && cleared());
    puller.rebuild();
    await vi.waitFor(() => expect(puller.health().rebuild).toEqual({ reason: 'asked', atMs: clock.nowMs() }));
    await phase('idle');
    expect(cleared).toHaveBeenCalled();
    expect(rest.pulls[0]?.cursor).toBeNull();
    expect(total()).toBe(20);
    const { length } = rest.pulls;
    clock.advance(33_000);
    await phase('idle');
    expect(rest.pulls.slice(length).map(({ cursor }) => cursor)).not.toContain(null);
  });

  it('waits for the server: until it answers the old rows are better than none', async () => {
    rest.failures = [new RemoteError('server-unreachable', 'gone')];
    puller.rebuild();
    await phase('waiting');
    expect(total()).toBe(20);
    clock.advance(500);
    await vi.waitFor(() => expect(puller.health().rebuild?.reason).toBe('asked'));
    await phase('idle');
    expect(total()).toBe(20);
  });

  it('is done though the cache cannot be written to at first', async () => {
    vi.spyOn(store, 'write').mockRejectedValueOnce(new StorageError('storage-full', 'full', 'free some'));
    puller.rebuild();
    await phase('waiting');
    expect(total()).toBe(20);
    clock.advance(2_000);
    await vi.waitFor(() => expect(rest.pulls[0]?.cursor).toBeNull());
    await phase('idle');
    expect(total()).toBe(20);
  });

  it('does not wait for the next poll where the last page is under way', async () => {
    const pull = rest.pull.bind(rest);
    vi.spyOn(rest, 'pull').mockImplementationOnce((query) => {
      puller.rebuild();
      return pull(query);
    });
    puller.poke();
    clock.advance(300);
    await vi.waitFor(() => expect(puller.health().rebuild?.reason).toBe('asked'));
    await phase('idle');
    expect(total()).toBe(20);
  });

  it('in the middle of a pull begins after the page that is under way', async () => {
    rest.changes = fleetChanges(3_000);
    const pull = rest.pull.bind(rest);
    vi.spyOn(rest, 'pull').mockImplementationOnce((query) => {
      puller.rebuild();
      return pull(query);
    });
    puller.poke();
    clock.advance(300);
    await vi.waitFor(() => expect(total()).toBe(3_000));
    await phase('idle');
    expect(rest.pulls.map(({ cursor }) => cursor)).toContain(null);
  });
});

it('gives others their turn while a large page is applied', async () => {
  rest.changes = range(8_000).map((n) => upsert('mission', missionRow(n + 1)));
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  puller.start();
  setImmediate(count);
  await vi.waitFor(() => expect(puller.health().phase).toBe('idle'));
  isOver = true;
  // 8,000 rows take some hundred milliseconds, slices of ten each.
  expect(turns).toBeGreaterThan(20);
  expect(total()).toBe(8_000);
});
