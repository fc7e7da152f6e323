import { beforeEach, describe, expect, it } from 'vitest';
import { type FeedStatus, FleetTable, type PositionsDirectory, readFrameHeader } from '../../../shared/api/index.ts';
import { PositionFrames } from '../../../backend/realtime/position-frames.ts';
import { PositionReader } from '../../../backend/realtime/position-reader.ts';
import { SupervisionService } from '../../../backend/services/supervision-service.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

let clock: ManualClock;
let supervision: SupervisionService;
let reader: PositionReader;
let frames: Buffer[];
let taken: (() => void)[];
let directories: PositionsDirectory[];
/** Parts of the directory that the reader has not said it has; null: it says so at once. */
let partsTaken: (() => void)[] | null;
let feeds: number[];
let counted: number[];

beforeEach(() => {
  clock = createManualClock();
  supervision = new SupervisionService(clock);
  for (let id = 1; id <= 50_000; id++) supervision.know({ id: String(id), code: `V${id}`, kind: 'bus' });
  supervision.start();
  frames = [];
  taken = [];
  directories = [];
  partsTaken = null;
  feeds = [];
  counted = [];
  reader = new PositionReader(supervision, new PositionFrames(supervision.table), {
    sendDirectory(part, wasTaken) {
      directories.push(part);
      if (partsTaken === null) wasTaken();
      else partsTaken.push(wasTaken);
    },
    sendFrame: (frame, wasTaken) => {
      frames.push(frame);
      taken.push(wasTaken);
    },
    sendFeed: ({ accepted }) => feeds.push(accepted),
    sendCounts: (counts) => counted.push(counts.total),
  });
});

function move(vehicles: number): void {
  clock.advance(10);
  supervision.ingest(
    Array.from({ length: vehicles }, (_, index) => ({
      vehicle: `V${index + 1}`,
      longitude: 2 + index / 1e6,
      latitude: 48,
      observedAtMs: clock.nowMs(),
    })),
  );
}

describe('a reader of positions', () => {
  it('waits for the first publish, and has the directory before the slots of a frame', () => {
    reader.subscribe({});
    expect(frames).toEqual([]);
    move(50_000);
    clock.advance(250);
    expect(directories.map(({ start, vehicleIds }) => [start, vehicleIds.length])).toEqual(
      Array.from({ length: 10 }, (_, part) => [part * 5_000, 5_000]),
    );
    expect(readFrameHeader(frames[0] ?? Buffer.alloc(0))).toMatchObject({ kind: 'key', count: 50_000 });
  });

  it('gets one frame at a time, with all that changed since', () => {
    move(100);
    clock.advance(250);
    reader.subscribe({});
    for (let i = 0; i < 20; i++) {
      move(10);
      clock.advance(250);
    }
    expect(frames).toHaveLength(1);
    taken[0]?.();
    expect(frames).toHaveLength(2);
    const table = new FleetTable({ streamId: 0, epochMs: 0 });
    for (const frame of frames) table.apply(frame);
    expect(table.sequence).toBe(supervision.table.sequence);
    expect(table.records).toEqual(supervision.table.records);
    taken[1]?.();
    expect(frames).toHaveLength(2);
    clock.advance(1000);
    expect(readFrameHeader(frames[2] ?? Buffer.alloc(0))).toMatchObject({ kind: 'delta', count: 0 });
  });

  it('gets the directory part by part, each when it has taken the last, and goes on with it on another connection', () => {
    partsTaken = [];
    move(50_000);
    clock.advance(250);
    reader.subscribe({});
    expect(directories).toHaveLength(1);
    clock.advance(2_000);
    expect(directories).toHaveLength(1);
    for (let part = 1; part < 4; part++) partsTaken.shift()?.();
    expect(directories.map(({ start }) => start)).toEqual([0, 5_000, 10_000, 15_000]);
    expect(frames).toEqual([]);

    const { streamId } = supervision.table;
    directories = [];
    partsTaken = null;
    reader.subscribe({ streamId, sequence: 0, directoryCount: 15_000 });
    expect(directories[0]?.start).toBe(15_000);
    expect(directories.reduce((sum, { vehicleIds }) => sum + vehicleIds.length, 0)).toBe(35_000);
    expect(readFrameHeader(frames[0] ?? Buffer.alloc(0))).toMatchObject({ kind: 'key', count: 50_000 });
  });

  it('has the vehicles that joined while the directory was on its way before the frame that shows them', () => {
    partsTaken = [];
    move(6_000);
    clock.advance(250);
    reader.subscribe({});
    move(12_000);
    clock.advance(250);
    while (partsTaken.length > 0) partsTaken.shift()?.();
    expect(directories.map(({ start, vehicleIds }) => [start, vehicleIds.length])).toEqual([
      [0, 5_000],
      [5_000, 5_000],
      [10_000, 2_000],
    ]);
    expect(readFrameHeader(frames[0] ?? Buffer.alloc(0)).count).toBe(12_000);
  });

  it('takes no more memory when it never answers, subscribes again and again, and the feed has news', () => {
    for (let i = 0; i < 300; i++) {
      reader.subscribe({});
      move(20);
      clock.advance(250);
    }
    expect(frames).toHaveLength(2);
    expect(directories.length).toBeLessThanOrEqual(2);
    expect(feeds.length).toBeLessThanOrEqual(3);
    // Late answers bring it up to date with one frame.
    for (const answer of taken.splice(0)) answer();
    expect(frames.length).toBeLessThanOrEqual(4);
    taken.splice(0).forEach((answer) => answer());
    expect(readFrameHeader(frames.at(-1) ?? Buffer.alloc(0)).sequence).toBe(supervision.table.sequence);
  });

  it('hears of the feed at once, and later with its frames', () => {
    expect(feeds).toEqual([0]);
    move(10);
    clock.advance(1000);
    expect(feeds).toEqual([0]);
    reader.subscribe({});
    expect(feeds).toEqual([0, 10]);
  });

  it('gets nothing any more once it is gone', () => {
    move(10);
    clock.advance(250);
    reader.subscribe({});
    taken[0]?.();
    reader.dispose();
    move(10);
    clock.advance(2000);
    expect(frames).toHaveLength(1);
  });
});

describe('frames', () => {
  it('are made once for all readers at one place', () => {
    move(10);
    clock.advance(250);
    const shared = new PositionFrames(supervision.table);
    expect(shared.since(0).buffer).toBe(shared.since(0).buffer);
    const before = shared.since(0).buffer;
    move(10);
    clock.advance(250);
    expect(shared.since(0).buffer).not.toBe(before);
  });

  it('is told at once that the feed has fallen silent, but not while it takes no frames', () => {
    const states: FeedStatus['state'][] = [];
    new PositionReader(supervision, new PositionFrames(supervision.table), {
      sendDirectory: (_part, wasTaken) => wasTaken(),
      sendFrame: (_frame, wasTaken) => wasTaken(),
      sendFeed: ({ state }) => states.push(state),
      sendCounts: () => undefined,
    });
    const jammed = feeds.length;
    reader.subscribe({});
    for (let i = 0; i < 60; i++) {
      move(1);
      clock.advance(200);
    }
    expect(states).not.toContain('silent');
    const before = feeds.length;
    clock.advance(1_250);
    expect(states.at(-1)).toBe('silent');
    move(1);
    expect(states.at(-1)).toBe('live');
    expect(before - jammed).toBeLessThanOrEqual(3);
    expect(feeds.length - before).toBeLessThanOrEqual(2);
  });

  it('is sent what is in its area and the counts of all, and another area at once, though it is slow', () => {
    const ages = { lateMs: 60_000, silentMs: 300_000 };
    // Vehicle i is at 2 + i / 1,000,000 degrees.
    const box = (west: number, east: number) => ({
      area: { boxes: [{ west, south: 47, east, north: 49 }], slots: [] },
      ages,
    });
    move(1_000);
    clock.advance(250);
    reader.subscribe({ part: box(1.9, 2.0000095) });
    expect(readFrameHeader(frames[0] ?? Buffer.alloc(0))).toMatchObject({ kind: 'part', count: 10, total: 1_000 });
    expect(counted).toEqual([1_000]);
    // The first is still on its way: the answer does not wait for it.
    reader.subscribe({ part: box(2.0000095, 2.0000295) });
    expect(readFrameHeader(frames[1] ?? Buffer.alloc(0))).toMatchObject({ kind: 'part', count: 20 });
    // A reader that moves about and never answers gets no more.
    for (let turn = 0; turn < 10; turn++) reader.subscribe({ part: box(1, 3) });
    expect(frames).toHaveLength(2);
    for (const answer of taken.splice(0)) answer();
    expect(readFrameHeader(frames[2] ?? Buffer.alloc(0))).toMatchObject({ kind: 'part', count: 1_000 });
    taken[0]?.();
    move(10);
    clock.advance(250);
    expect(readFrameHeader(frames[3] ?? Buffer.alloc(0))).toMatchObject({ kind: 'delta', count: 10 });
    expect(counted).toHaveLength(3);
  });
});
