import { setTimeout as wait } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { malformed, unauthorized } from '../../../../electron/data/remote/failure-sentences.ts';
import { RemoteError, ResyncError, TooLargeError } from '../../../../electron/data/remote/remote-error.ts';
import { StorageError } from '../../../../electron/data/store/storage-error.ts';
import type { Store } from '../../../../electron/data/store/store.ts';
import { createPusher, type Pusher } from '../../../../electron/data/sync/pusher.ts';
import type { Mutation } from '../../../../shared/api/index.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { createTestLog } from '../../../support/test-log.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { range, thirdPartyRow, upsert } from '../../../support/vigie-server/rows.ts';
import { FakeRest, PARTIES } from './fake-push.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
const url = 'https://vigie.example.com';

const idOf = (n: number) => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const envelope = (n: number, party: number) => ({
  mutationId: idOf(n),
  entity: 'third-party' as const,
  id: thirdPartyRow(party).id,
  baseVersion: 1,
  madeAtMs: Date.UTC(2026, 2, 1),
});
/** Edit number `n`, which names a third party anew. */
const rename = (n: number, party = n): Mutation => ({
  ...envelope(n, party),
  op: 'patch',
  fields: { name: { from: thirdPartyRow(party).name, to: `Renamed ${n}` } },
  seen: {},
});

let rest: FakeRest;
let clock: ManualClock;
let store: Store;
let pusher: Pusher;
let log: ReturnType<typeof createTestLog>;
let onDoubt: ReturnType<typeof vi.fn<() => void>>;
let onApplied: ReturnType<typeof vi.fn<() => void>>;

beforeEach(async () => {
  rest = new FakeRest();
  clock = createManualClock();
  ({ store } = newStore(newFolder(), { serverIdentity: url }));
  await applyAll(
    store,
    range(PARTIES).map((n) => upsert('third-party', thirdPartyRow(n + 1))),
  );
  await beOf('e1');
  log = createTestLog();
  onDoubt = vi.fn<() => void>();
  onApplied = vi.fn<() => void>();
  pusher = createPusher({ url, rest, store, clock, random: () => 0.5, log, onDoubt, onApplied });
  return () => pusher.close();
});

/** Makes the cache one of this epoch. */
const beOf = (epoch: string) =>
  store.write((cache) => {
    const at = { serverIdentity: url, epoch, cursor: `${epoch}/1`, isLast: true, atMs: clock.nowMs() };
    cache.advance({ ...at, from: store.read((reads) => reads.syncState()).cursor });
  });
const keep = (...mutations: Mutation[]) =>
  store.write((cache) => {
    for (const mutation of mutations) cache.outbox.add(mutation, url);
  });
const keepMany = (count: number) => keep(...range(count).map((n) => rename(n + 1)));
const open = () => pusher.opened('e1');
const notSent = () => store.read((cache) => cache.outbox.counts()).notSent;
const entry = (n: number) => store.read((cache) => cache.outbox.get(idOf(n)));
const nameOf = (n: number) => store.read((cache) => cache.thirdParties.get(thirdPartyRow(n).id))?.name;
const numbers = (from: number, to: number) => range(to - from + 1).map((n) => n + from);
/** A busy disk takes its time. */
const PATIENCE = { timeout: 45_000, interval: 10 };
const allSent = () =>
  vi.waitFor(() => {
    expect(notSent()).toBe(0);
    expect(pusher.health().isSending).toBe(false);
  }, PATIENCE);
const atRest = () => vi.waitFor(() => expect(pusher.health().isSending).toBe(false), PATIENCE);
/** Lets what is under way come to rest. A change of the outbox waits for the disk, as those before it do. */
async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 5; quiet = rest.underWay === 0 && !pusher.health().isSending ? quiet + 1 : 0) {
    await store.write(({ outbox }) => outbox.attempted([], 0));
    await wait(3);
  }
}
/** Lets failures pass, and the waits between them, until it is so. */
async function passTimeUntil(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    expect(tries, 'tries until it is so').toBeLessThan(50);
    await settle();
    clock.advance(60_000);
  }
  await settle();
}

describe('edits in the outbox', () => {
  it('are sent once the server is known, in their order, and replaced by what the server says', async () => {
    await keep(rename(1), rename(2), rename(3));
    pusher.queued();
    pusher.connectionChanged();
    await settle();
    expect(rest.batches).toEqual([]);
    open();
    await allSent();
    expect(rest.batches).toEqual([[1, 2, 3]]);
    expect(nameOf(2)).toBe('Renamed 2');
    await atRest();
    expect(onApplied).toHaveBeenCalledOnce();
    expect(pusher.health()).toEqual({ isSending: false, fault: null });
  });

  it('that are made later are sent at once', async () => {
    open();
    await settle();
    await keep(rename(1));
    pusher.queued();
    await allSent();
    await keep(rename(2));
    pusher.queued();
    await allSent();
    expect(rest.batches).toEqual([[1], [2]]);
  });

  it('that are made while a batch is under way are sent after it, never beside it', async () => {
    await keep(rename(1));
    rest.onPush = async () => {
      rest.onPush = () => undefined;
      await keep(rename(2));
      pusher.queued();
      await wait(20);
    };
    open();
    await allSent();
    expect(rest.batches).toEqual([[1], [2]]);
  });

  it('go in batches that grow while all goes well', async () => {
    await keepMany(PARTIES);
    open();
    await allSent();
    expect(rest.batches.map(({ length }) => length)).toEqual([50, 100, 200, 50]);
    expect(rest.batches.flat()).toEqual(numbers(1, PARTIES));
  });

  it('are noted as sent before they are', async () => {
    await keep(rename(1));
    const seen: unknown[] = [];
    rest.onPush = () => {
      seen.push(entry(1));
      expect(pusher.health().isSending).toBe(true);
    };
    open();
    await allSent();
    expect(seen).toMatchObject([{ state: 'sent', attempts: 1, lastAttemptAtMs: clock.nowMs() }]);
  });

  it('of another server are not sent', async () => {
    await keep(rename(1));
    await store.write((cache) => cache.outbox.add(rename(2), 'https://other.example.com'));
    open();
    await vi.waitFor(() => expect(notSent()).toBe(1));
    await settle();
    expect(rest.batches).toEqual([[1]]);
    expect(entry(2)?.state).toBe('other-server');
  });
});

describe('an answer', () => {
  it('that was lost is asked for again with the same ids, and nothing is done twice', async () => {
    await keepMany(4);
    rest.plan = [
      (batch) => {
        rest.takeAll(batch);
        throw new RemoteError('server-unreachable', 'cut', { isCut: true });
      },
    ];
    open();
    await vi.waitFor(() => expect(pusher.health().fault?.code).toBe('server-unreachable'));
    await passTimeUntil(() => notSent() === 0);
    // Sent again in halves, since less may pass where a connection breaks.
    expect(rest.batches).toEqual([
      [1, 2, 3, 4],
      [1, 2],
      [3, 4],
    ]);
    expect(onApplied).toHaveBeenCalled();
    expect(pusher.health().fault).toBeNull();
  });

  it('that holds a conflict or a rejection leaves these for a person, and lets the others go on', async () => {
    await keep(rename(1), rename(2), rename(3, 1), rename(4));
    rest.plan = [
      ({ mutations: [first, second, , fourth] }) =>
        rest.answer([
          { ...rest.take(first as Mutation), result: 'conflict', fields: ['name'] },
          {
            ...rest.take(second as Mutation),
            result: 'rejected',
            reason: { code: 'invalid-value', detail: 'name: is not wanted' },
          },
          rest.take(fourth as Mutation),
        ]),
    ];
    open();
    await vi.waitFor(() => expect(entry(4)).toBeUndefined());
    await settle();
    expect([1, 2, 3].map((n) => entry(n)?.state)).toEqual(['conflict', 'rejected', 'held']);
    expect(entry(3)?.waitsFor).toBe(idOf(1));
    expect(rest.batches).toHaveLength(1);
    await keep(rename(5));
    pusher.queued();
    await vi.waitFor(() => expect(rest.batches).toEqual([[1, 2, 3, 4], [5]]));
  });

  it('to the first part of a batch is followed by the rest', async () => {
    await keepMany(5);
    rest.plan = [({ mutations }) => rest.answer(mutations.slice(0, 2).map((one) => rest.take(one)))];
    open();
    await allSent();
    expect(rest.batches).toEqual([
      [1, 2, 3, 4, 5],
      [3, 4, 5],
    ]);
  });

  it('without anything in it is a failure: it is not asked for again at once', async () => {
    await keepMany(4);
    rest.plan = [() => rest.answer([])];
    open();
    await vi.waitFor(() => expect(pusher.health().fault?.code).toBe('server-slow'));
    await settle();
    expect(rest.batches).toHaveLength(1);
    clock.advance(500);
    await allSent();
    expect(rest.batches[1]).toEqual([1, 2]);
  });

  it('that comes when the cache has become another one changes nothing, and is asked for again', async () => {
    await keep(rename(1));
    rest.onPush = async () => {
      rest.onPush = () => undefined;
      pusher.closed();
      await store.write((cache) => cache.clear());
    };
    open();
    await settle();
    expect(entry(1)?.state).toBe('sent');
    expect(rest.taken.get(idOf(1))).toBe(1);
    await beOf('e2');
    rest.epoch = 'e2';
    pusher.opened('e2');
    await allSent();
    expect(rest.epochs).toEqual(['e1', 'e2']);
  });
});

describe('a batch that is too much', () => {
  it('for the server is halved at once until it passes', async () => {
    await keepMany(40);
    rest.always = (batch) => {
      if (batch.mutations.length > 8) throw new TooLargeError('server-failed', 'too large');
      return rest.takeAll(batch);
    };
    open();
    await allSent();
    expect(rest.batches.slice(0, 4).map(({ length }) => length)).toEqual([40, 20, 10, 5]);
    expect(new Set(rest.taken.values())).toEqual(new Set([1]));
    // No time had to pass.
    expect(clock.monotonicMs()).toBe(0);
  });

  it('though it is one edit alone is shown to a person, and the others go on', async () => {
    await keepMany(5);
    rest.always = (batch) => {
      if (batch.mutations.some(({ mutationId }) => mutationId === idOf(3)))
        throw new TooLargeError('server-failed', 'too large');
      return rest.takeAll(batch);
    };
    open();
    await vi.waitFor(() => expect(notSent()).toBe(1));
    expect(entry(3)).toMatchObject({ state: 'rejected', reason: { code: 'too-large' } });
    expect([...rest.taken.keys()]).toEqual([1, 2, 4, 5].map(idOf));
  });

  it('for the line is halved, after a pause', async () => {
    await keepMany(20);
    rest.plan = [new RemoteError('server-slow', 'slow')];
    open();
    await vi.waitFor(() => expect(pusher.health().fault?.code).toBe('server-slow'));
    clock.advance(500);
    await allSent();
    expect(rest.batches.map(({ length }) => length)).toEqual([20, 10, 10]);
  });

  it('since it took long, is followed by smaller ones', async () => {
    await keepMany(110);
    rest.onPush = () => clock.advance(rest.batches.length === 1 ? 4_000 : 10);
    open();
    await allSent();
    expect(rest.batches.map(({ length }) => length)).toEqual([50, 25, 35]);
  });
});

describe('a server that', () => {
  it('refuses the token makes the queue wait, loses nothing, and is tried again', async () => {
    await keepMany(3);
    rest.plan = [unauthorized(url), unauthorized(url)];
    open();
    await vi.waitFor(() => expect(pusher.health().fault?.code).toBe('unauthorized'));
    const sinceMs = pusher.health().fault?.sinceMs;
    clock.advance(500);
    await settle();
    expect(pusher.health().fault).toMatchObject({ code: 'unauthorized', sinceMs });
    expect(notSent()).toBe(3);
    clock.advance(1_000);
    await allSent();
    expect(rest.batches).toEqual([numbers(1, 3), numbers(1, 3), numbers(1, 3)]);
    expect(pusher.health().fault).toBeNull();
  });

  it('asks for a rest gets it, though it was lost and found meanwhile', async () => {
    await keep(rename(1));
    rest.plan = [new RemoteError('server-failed', 'busy', { retryAfterMs: 30_000 })];
    open();
    await settle();
    pusher.connectionChanged();
    pusher.closed();
    open();
    clock.advance(29_999);
    await settle();
    expect(rest.batches).toHaveLength(1);
    clock.advance(1);
    await allSent();
  });

  it('is of another history is looked at, once, and sent to when it is known', async () => {
    await keep(rename(1));
    rest.plan = [new ResyncError('another'), new ResyncError('another')];
    open();
    await vi.waitFor(() => expect(onDoubt).toHaveBeenCalledOnce());
    clock.advance(500);
    await settle();
    expect(onDoubt).toHaveBeenCalledOnce();
    expect(notSent()).toBe(1);
    pusher.closed();
    await store.write((cache) => cache.clear());
    await beOf('e2');
    pusher.opened('e2');
    rest.epoch = 'e2';
    await allSent();
    expect(rest.epochs).toEqual(['e1', 'e1', 'e2']);
  });

  it('is not Vigie any more is looked at', async () => {
    await keep(rename(1));
    rest.plan = [new RemoteError('server-not-vigie', 'a hotel')];
    open();
    await vi.waitFor(() => expect(onDoubt).toHaveBeenCalledOnce());
  });

  it('is lost is not sent to', async () => {
    open();
    await settle();
    pusher.closed();
    await keep(rename(1));
    pusher.queued();
    pusher.connectionChanged();
    clock.advance(100_000);
    await settle();
    expect(rest.batches).toEqual([]);
    expect(clock.plannedCount()).toBe(0);
  });

  it.each([
    ['fails', new RemoteError('server-failed', 'it broke')],
    ['answers nonsense', malformed(url, 'answers.0')],
    ['makes us fail', new TypeError('a defect')],
  ])('%s at one edit does not keep the others from going, but for those that depend on it', async (_, error) => {
    await keep(rename(1), rename(2), rename(3), rename(4, 3), rename(5));
    let isMended = false;
    rest.always = (batch) => {
      if (!isMended && batch.mutations.some(({ mutationId }) => mutationId === idOf(3))) throw error;
      return rest.takeAll(batch);
    };
    open();
    await passTimeUntil(() => rest.taken.has(idOf(5)));
    await passTimeUntil(() => pusher.health().fault !== null);
    expect([...rest.taken.keys()]).toEqual([1, 2, 5].map(idOf));
    expect(notSent()).toBe(2);
    await keep(rename(6));
    pusher.queued();
    await passTimeUntil(() => rest.taken.has(idOf(6)));
    isMended = true;
    await passTimeUntil(() => notSent() === 0);
    expect([...rest.taken.entries()].slice(-2)).toEqual([
      [idOf(3), 1],
      [idOf(4), 1],
    ]);
    expect(pusher.health().fault).toBeNull();
  });
});

describe('a disk that is full', () => {
  const full = () => new StorageError('storage-full', 'The disk is full', 'free some room');

  it('keeps edits from being sent, since it could not be noted', async () => {
    await keep(rename(1));
    vi.spyOn(store, 'write').mockRejectedValueOnce(full());
    open();
    await vi.waitFor(() => expect(pusher.health().fault?.code).toBe('storage-full'));
    expect(rest.batches).toEqual([]);
    clock.advance(2_000);
    await allSent();
    expect(pusher.health().fault).toBeNull();
  });

  it('keeps answers from being stored: they are asked for again', async () => {
    await keep(rename(1));
    rest.onPush = () => {
      rest.onPush = () => undefined;
      vi.spyOn(store, 'write').mockRejectedValueOnce(full());
    };
    open();
    await vi.waitFor(() => expect(pusher.health().fault?.code).toBe('storage-full'));
    expect(entry(1)?.state).toBe('sent');
    clock.advance(2_000);
    await allSent();
    expect(rest.taken.get(idOf(1))).toBe(2);
  });
});

it('ends at once when it is closed, and what was on its way is sent the next time', async () => {
  await keep(rename(1));
  const arrived = Promise.withResolvers<void>();
  rest.onPush = () => {
    arrived.resolve();
  };
  open();
  await arrived.promise;
  await pusher.close();
  pusher.queued();
  open();
  await settle();
  expect(rest.batches).toHaveLength(1);
  expect(clock.plannedCount()).toBe(0);
  expect(entry(1)?.state).toBe('sent');
});

it('logs counts, never what was entered', async () => {
  await keep(rename(1));
  open();
  await allSent();
  await atRest();
  expect(log.text()).toContain('edits were sent');
  expect(log.text()).not.toContain('Renamed');
});
