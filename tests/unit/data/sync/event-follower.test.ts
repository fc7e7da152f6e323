import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RemoteError, ResyncError } from '../../../../electron/data/remote/remote-error.ts';
import type { EventPlace } from '../../../../electron/data/store/event-place.ts';
import { EventFollower } from '../../../../electron/data/sync/event-follower.ts';
import type { BusEvent, EventBatch, EventsPage } from '../../../../shared/api/index.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { silentLog } from '../../../support/silent-log.ts';

const EPOCH = 'history';

function eventAt(position: number): BusEvent {
  const common = { type: 'mission.changed', entity: 'mission', id: '7', actor: 'x', at: '2026-01-01T00:00:00.000Z' };
  return { ...common, position, version: position, payload: {} };
}

function batch(from: number, to: number, epoch = EPOCH): EventBatch {
  return { epoch, from, to, events: Array.from({ length: to - from }, (_, index) => eventAt(from + 1 + index)) };
}

let clock: ManualClock;
let head: { epoch: string; position: number };
let heard: number[];
let places: EventPlace[];
const onGap = vi.fn<() => void>();
const read = vi.fn<(query: { after: number; limit: number }) => Promise<EventsPage>>();

beforeEach(() => {
  clock = createManualClock();
  head = { epoch: EPOCH, position: 10 };
  heard = [];
  places = [];
  onGap.mockReset();
  // The log as the server has it, two events a page.
  read.mockReset().mockImplementation(async ({ after }) => {
    const to = Math.min(after + 2, head.position);
    return { ...batch(after, to, head.epoch), hasMore: to < head.position };
  });
});

function follow(place?: EventPlace): EventFollower {
  const common = { read, place, onGap, clock, random: () => 0.5, log: silentLog };
  const follower = new EventFollower({ ...common, onPlace: (now) => places.push(now) });
  follower.onEvents((events) => heard.push(...events.map(({ position }) => position)));
  return follower;
}
const connect = (follower: EventFollower) => follower.connected((answer) => answer(head));
/** Lets what is planned, and what it asks for, happen. */
async function pass(ms: number): Promise<void> {
  clock.advance(ms);
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

describe('a desktop that follows the log of events', () => {
  it('hears, if it is new, what happens from now on', async () => {
    const follower = follow();
    connect(follower);
    follower.received(batch(10, 12));
    follower.received(batch(12, 13));
    expect(heard).toEqual([11, 12, 13]);
    expect(places.at(-1)).toEqual({ epoch: EPOCH, position: 13 });
    await pass(10_000);
    expect(read).not.toHaveBeenCalled();
  });

  it('passes by what comes twice, whole or in part', () => {
    const follower = follow();
    connect(follower);
    for (const [from, to] of [
      [10, 12],
      [10, 12],
      [11, 14],
      [9, 11],
      [14, 14],
    ] as const)
      follower.received(batch(from, to));
    expect(heard).toEqual([11, 12, 13, 14]);
  });

  it('fetches what happened while it was away, and lets what comes meanwhile wait', async () => {
    const follower = follow({ epoch: EPOCH, position: 3 });
    connect(follower);
    follower.received(batch(10, 11));
    expect(heard).toEqual([]);
    await pass(1_000);
    expect(heard).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    expect(onGap).not.toHaveBeenCalled();
  });

  it('waits a moment for what the server has kept for its connection, before it fetches', async () => {
    const follower = follow({ epoch: EPOCH, position: 8 });
    connect(follower);
    follower.received(batch(8, 10));
    await pass(1_000);
    expect(heard).toEqual([9, 10]);
    expect(read).not.toHaveBeenCalled();
  });

  it('fetches what is missing in between, once, and goes on', async () => {
    const follower = follow();
    connect(follower);
    head.position = 14;
    follower.received(batch(12, 13));
    follower.received(batch(13, 14));
    await pass(0);
    expect(heard).toEqual([11, 12, 13, 14]);
    follower.received(batch(14, 15));
    expect(heard.at(-1)).toBe(15);
  });

  it('asks again where the server fails, with growing pauses, and a malformed batch is fetched', async () => {
    const follower = follow();
    connect(follower);
    head.position = 12;
    read.mockRejectedValueOnce(new RemoteError('server-failed', 'down', { retryAfterMs: 5_000 }));
    follower.received({ epoch: EPOCH, from: 10, to: 'x', events: [] });
    await pass(0);
    expect(heard).toEqual([]);
    await pass(4_000);
    expect(heard).toEqual([]);
    await pass(3_000);
    expect(heard).toEqual([11, 12]);
  });

  it('goes on from the end of a log that does not reach back so far, and has the rows looked at', async () => {
    const follower = follow({ epoch: EPOCH, position: 3 });
    connect(follower);
    read.mockRejectedValueOnce(new ResyncError('gone'));
    await pass(1_000);
    expect(onGap).toHaveBeenCalledOnce();
    follower.received(batch(10, 11));
    expect(heard).toEqual([11]);
  });

  it('goes on in the history of a server that was restored, whose positions may be lower', async () => {
    const follower = follow({ epoch: EPOCH, position: 900 });
    head = { epoch: 'restored', position: 20 };
    connect(follower);
    expect(onGap).toHaveBeenCalledOnce();
    follower.received(batch(20, 21, 'restored'));
    expect(heard).toEqual([21]);
    follower.received(batch(4, 5, 'again'));
    expect(heard).toEqual([21, 5]);
    expect(onGap).toHaveBeenCalledTimes(2);
  });

  it('asks for the log now and then where no socket passes', async () => {
    const follower = follow();
    connect(follower);
    follower.lost();
    head.position = 11;
    await pass(31_000);
    expect(heard).toEqual([11]);
    head.position = 12;
    await pass(31_000);
    expect(heard).toEqual([11, 12]);
    await follower.close();
    await pass(60_000);
    expect(read).toHaveBeenCalledTimes(2);
  });
});
