import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createFleet, type Fleet, RESTART_AFTER_MS, SILENT_AFTER_MS } from '../../../../electron/data/fleet/fleet.ts';
import { createFleetOrder } from '../../../../electron/data/fleet/fleet-order.ts';
import { FleetTable, type PositionsSubscription, readFrameHeader } from '../../../../shared/api/index.ts';
import { type PositionRecord, readRecord, RECORD_BYTES } from '../../../../shared/domain/index.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { fc } from '../../../support/property.ts';

let clock: ManualClock;
let fleet: Fleet;
let server: FleetTable;
let subscriptions: PositionsSubscription[];
const restart = vi.fn<() => void>();
const onMalformed = vi.fn<(reason: string, count: number) => void>();
const supplier = { subscribe: (subscription: PositionsSubscription) => void subscriptions.push(subscription), restart };

beforeEach(() => {
  clock = createManualClock();
  restart.mockClear();
  onMalformed.mockClear();
  fleet = createFleet({ clock, random: () => 0.5, onMalformed });
  server = new FleetTable({ streamId: 7, epochMs: clock.nowMs() });
  subscriptions = [];
});

function record(longitude: number, change: Partial<PositionRecord> = {}): PositionRecord {
  const base = { latitude: 48, velocityEast: 0, velocityNorth: 0, observedAtMs: clock.nowMs(), headingDegrees: 0 };
  return { longitude, ...base, state: 2, flags: 0, kind: 0, ...change };
}

/** What the fleet holds of a slot. */
function positionOf(slot: number): PositionRecord | undefined {
  const records = fleet.records();
  if ((slot + 1) * RECORD_BYTES > records.byteLength) return undefined;
  return readRecord(new DataView(records.buffer, records.byteOffset), slot * RECORD_BYTES, 0);
}

/** Writes slots, publishes, and gives the frame since a sequence. */
function frame(since: number, ...slots: [slot: number, longitude: number][]): Uint8Array {
  for (const [slot, longitude] of slots) server.write(slot, record(longitude));
  server.publish(clock.nowMs());
  return server.frameSince(since);
}
const directory = (start: number, ...vehicleIds: string[]) => ({ streamId: server.streamId, start, vehicleIds });

describe('the fleet', () => {
  it('knows the latest position of each vehicle', () => {
    fleet.connected(supplier);
    expect(subscriptions).toEqual([{}]);
    fleet.receiveDirectory(directory(0, '11', '12'));
    fleet.receiveFrame(frame(0, [0, 2], [1, 3]));
    fleet.receiveFrame(frame(1, [1, 4]));
    expect(fleet.streamId()).toBe(7);
    expect(fleet.slotOf('12')).toBe(1);
    expect(fleet.vehicleIdOf(0)).toBe('11');
    expect(positionOf(1)?.longitude).toBeCloseTo(4, 6);
    expect(positionOf(2)).toBeUndefined();
    expect(fleet.slotOf('13')).toBeUndefined();
    expect(fleet.health()).toMatchObject({ state: 'live', vehicles: 2, fault: null, lastFrameAtMs: clock.nowMs() });
  });

  it('goes on from where it is after a lost connection', () => {
    fleet.connected(supplier);
    fleet.receiveDirectory(directory(0, '11', '12', '13'));
    fleet.receiveFrame(frame(0, [0, 2], [1, 3], [2, 4]));
    fleet.lost({ code: 'server-unreachable', message: 'gone' });
    expect(fleet.health()).toMatchObject({ state: 'silent', fault: { code: 'server-unreachable' } });
    fleet.connected(supplier);
    expect(subscriptions.at(-1)).toEqual({ streamId: 7, sequence: 1, directoryCount: 3 });
    fleet.receiveFrame(frame(1, [2, 5]));
    expect(fleet.health()).toMatchObject({ state: 'live', fault: null });
    expect(positionOf(2)?.longitude).toBeCloseTo(5, 6);
  });

  it('goes on with a directory that was cut off before its first frame', () => {
    fleet.connected(supplier);
    fleet.receiveDirectory(directory(0, '11', '12'));
    fleet.receiveDirectory(directory(2, '13'));
    fleet.lost({ code: 'server-unreachable', message: 'gone' });
    fleet.connected(supplier);
    expect(subscriptions.at(-1)).toEqual({ streamId: 7, sequence: 0, directoryCount: 3 });
    fleet.receiveDirectory(directory(3, '14'));
    fleet.receiveFrame(frame(0, [3, 5]));
    expect([fleet.slotOf('11'), fleet.slotOf('14')]).toEqual([0, 3]);
  });

  it('asks for a key frame of a new stream whose directory alone has come, with what it has of that', () => {
    fleet.connected(supplier);
    fleet.receiveDirectory(directory(0, '11', '12'));
    fleet.receiveFrame(frame(0, [0, 2], [1, 3]));
    server = new FleetTable({ streamId: 8, epochMs: clock.nowMs() });
    fleet.receiveDirectory(directory(0, '21'));
    fleet.lost({ code: 'server-unreachable', message: 'gone' });
    fleet.connected(supplier);
    expect(subscriptions.at(-1)).toEqual({ streamId: 8, sequence: 0, directoryCount: 1 });
    // Until then slots are those of the frames that are known, and nobody is taken for another.
    expect([fleet.vehicleIdOf(0), fleet.slotOf('21')]).toEqual([undefined, undefined]);
  });

  it('forgets which vehicle a slot was when the server begins a new stream', () => {
    fleet.connected(supplier);
    fleet.receiveDirectory(directory(0, '11', '12'));
    fleet.receiveFrame(frame(0, [0, 2], [1, 3]));
    server = new FleetTable({ streamId: 8, epochMs: clock.nowMs() });
    fleet.receiveFrame(frame(0, [0, 9]));
    // The directory of the new stream has not come: no vehicle is guessed.
    expect(fleet.vehicleIdOf(0)).toBeUndefined();
    expect(fleet.slotOf('11')).toBeUndefined();
    fleet.receiveDirectory(directory(0, '12'));
    expect(fleet.vehicleIdOf(0)).toBe('12');
    expect(fleet.health().vehicles).toBe(1);
  });
});

describe('positions that are not live', () => {
  it('are told as silent when no frame and no heartbeat comes', () => {
    const changed = vi.fn<() => void>();
    fleet.onHealth(changed);
    fleet.connected(supplier);
    fleet.receiveFrame(frame(0, [0, 2]));
    for (let n = 0; n < 5; n++) {
      clock.advance(SILENT_AFTER_MS - 1);
      fleet.receiveFrame(server.frameSince(server.sequence));
    }
    expect(fleet.health().state).toBe('live');
    const lastFrameAtMs = clock.nowMs();
    clock.advance(SILENT_AFTER_MS);
    expect(fleet.health()).toMatchObject({ state: 'silent', lastFrameAtMs, fault: { code: 'server-slow' } });
    fleet.receiveFrame(frame(1, [0, 3]));
    expect(fleet.health()).toMatchObject({ state: 'live', fault: null, sinceMs: clock.nowMs() });
    // Live, silent, live: frames in between are not told one by one.
    expect(changed).toHaveBeenCalledTimes(3);
  });

  it('are connecting before the first connection, and silent where a connection brings nothing', () => {
    expect(fleet.health()).toMatchObject({ state: 'connecting', lastFrameAtMs: null });
    fleet.lost({ code: 'server-unreachable', message: 'gone' });
    expect(fleet.health()).toMatchObject({ state: 'connecting', fault: { code: 'server-unreachable' } });
    fleet.connected(supplier);
    expect(fleet.health().fault).toBeNull();
    clock.advance(SILENT_AFTER_MS);
    expect(fleet.health().state).toBe('silent');
    expect(restart).not.toHaveBeenCalled();
    clock.advance(RESTART_AFTER_MS);
    expect(restart).toHaveBeenCalledOnce();
  });

  it('leave no timer behind', () => {
    fleet.connected(supplier);
    fleet.receiveFrame(frame(0, [0, 2]));
    fleet.receiveFrame(new Uint8Array(3));
    fleet.receiveFrame(new Uint8Array(3));
    fleet.dispose();
    expect(clock.plannedCount()).toBe(0);
  });
});

describe('what does not fit', () => {
  beforeEach(() => {
    fleet.connected(supplier);
    fleet.receiveDirectory(directory(0, '11'));
    fleet.receiveFrame(frame(0, [0, 2], [1, 2], [2, 2]));
    subscriptions = [];
  });

  it.each([
    ['no bytes', 'text'],
    ['too few bytes', new Uint8Array(10)],
    ['other bytes', new Uint8Array(48)],
  ])('%s are counted and dropped, and a key frame is asked for', (_, bytes) => {
    fleet.receiveFrame(bytes);
    expect(onMalformed).toHaveBeenCalledExactlyOnceWith(expect.any(String), 1);
    // With a key frame; of the directory only what is missing.
    expect(subscriptions).toEqual([{ streamId: 7, sequence: 0, directoryCount: 1 }]);
    expect(fleet.health().fault?.code).toBe('server-malformed');
    expect(positionOf(0)?.longitude).toBeCloseTo(2, 6);
    fleet.receiveFrame(frame(0, [0, 3]));
    expect(fleet.health()).toMatchObject({ state: 'live', fault: null });
  });

  it('a gap asks for a key frame, and changes nothing until it comes', () => {
    frame(0, [0, 5]);
    fleet.receiveFrame(frame(2, [0, 6]));
    expect(subscriptions).toEqual([{ streamId: 7, sequence: 0, directoryCount: 1 }]);
    expect(onMalformed).not.toHaveBeenCalled();
    expect(positionOf(0)?.longitude).toBeCloseTo(2, 6);
    fleet.receiveFrame(server.keyFrame());
    expect(positionOf(0)?.longitude).toBeCloseTo(6, 6);
  });

  it('a directory with a hole, and one that is none, are asked for again', () => {
    fleet.receiveDirectory(directory(5, '16'));
    expect(subscriptions).toEqual([{ streamId: 7, sequence: 0, directoryCount: 1 }]);
    fleet.receiveDirectory({ streamId: 7, start: 'x', vehicleIds: [] });
    expect(onMalformed).toHaveBeenCalledOnce();
    expect(fleet.vehicleIdOf(0)).toBe('11');
  });

  it('a sender whose every frame is bad is not asked with each of them', () => {
    for (let n = 0; n < 100; n++) {
      fleet.receiveFrame(new Uint8Array(48));
      clock.advance(250);
    }
    expect(onMalformed).toHaveBeenCalledTimes(100);
    // In 25 seconds: at once, then after growing pauses.
    expect(subscriptions.length).toBeGreaterThan(3);
    expect(subscriptions.length).toBeLessThan(15);
    expect(fleet.health()).toMatchObject({ state: 'silent', fault: { code: 'server-malformed' } });
  });
});

describe('a reader', () => {
  beforeEach(() => fleet.connected(supplier));
  const kind = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : readFrameHeader(bytes).kind);

  it('gets a key frame, then what has changed since, and nothing where nothing came', () => {
    const source = fleet.openSource({});
    const ready = vi.fn<() => void>();
    source.onReady(ready);
    expect(source.take()).toBeUndefined();
    fleet.receiveFrame(frame(0, [0, 2], [1, 3], [2, 4]));
    expect(ready).toHaveBeenCalledOnce();
    expect(kind(source.take())).toBe('key');
    expect(source.take()).toBeUndefined();
    fleet.receiveFrame(frame(1, [1, 5]));
    expect(kind(source.take())).toBe('delta');
    source.dispose();
  });

  it('that is slow gets one newer frame, with all that it missed', () => {
    const source = fleet.openSource({});
    const window = new FleetTable({ streamId: 0, epochMs: 0 });
    fleet.receiveFrame(frame(0, ...Array.from({ length: 20 }, (_, slot): [number, number] => [slot, slot])));
    window.apply(source.take() ?? new Uint8Array());
    fleet.receiveFrame(frame(1, [3, 33]));
    fleet.receiveFrame(frame(2, [4, 44]));
    fleet.receiveFrame(frame(3, [3, 35]));
    const bytes = source.take();
    expect(kind(bytes)).toBe('delta');
    expect(readFrameHeader(bytes ?? new Uint8Array()).count).toBe(2);
    window.apply(bytes ?? new Uint8Array());
    expect(window.records).toEqual(server.records);
    expect(source.take()).toBeUndefined();
  });

  it('that was here before goes on from where it was', () => {
    fleet.receiveFrame(frame(0, [0, 2], [1, 3], [2, 4]));
    fleet.receiveFrame(frame(1, [1, 5]));
    const back = fleet.openSource({ streamId: 7, sequence: 1 }).take();
    expect(readFrameHeader(back ?? new Uint8Array())).toMatchObject({ kind: 'delta', baseSequence: 1, count: 1 });
    expect(kind(fleet.openSource({ streamId: 6, sequence: 1 }).take())).toBe('key');
    expect(kind(fleet.openSource({ sequence: 1 }).take())).toBe('key');
  });

  it('gets four frames a second in the long run, however many come, and none of what came is lost', () => {
    const source = fleet.openSource({});
    const ready = vi.fn<() => void>();
    source.onReady(ready);
    fleet.receiveFrame(frame(0, ...Array.from({ length: 20 }, (_, slot): [number, number] => [slot, slot])));
    const window = new FleetTable({ streamId: 0, epochMs: 0 });
    let taken = 0;
    const take = () => {
      const bytes = source.take();
      if (bytes === undefined) return;
      taken += 1;
      expect(window.apply(bytes)).toBe('applied');
    };
    take();
    source.onReady(take);
    for (let turn = 0; turn < 100; turn++) {
      clock.advance(50);
      fleet.receiveFrame(frame(server.sequence, [turn % 20, turn / 10]));
    }
    expect(taken).toBeGreaterThanOrEqual(20);
    expect(taken).toBeLessThanOrEqual(25);
    // The last is not forgotten though nothing comes after it.
    clock.advance(250);
    expect(window.records).toEqual(server.records);
    source.dispose();
    const asked = ready.mock.calls.length;
    clock.advance(2_000);
    expect(ready.mock.calls.length).toBe(asked);
  });

  it('shares the bytes of a frame with those who stand at the same place', () => {
    const [one, other, third] = [fleet.openSource({}), fleet.openSource({}), fleet.openSource({})];
    fleet.receiveFrame(frame(0, [0, 2], [1, 3], [2, 4]));
    const first = one.take();
    expect(other.take()).toBe(first);
    fleet.receiveFrame(frame(1, [1, 5]));
    const delta = one.take();
    expect(kind(delta)).toBe('delta');
    expect(other.take()).toBe(delta);
    expect(kind(third.take())).toBe('key');
    // One who comes much later is told another time, without a change to what the others hold.
    const before = delta?.slice();
    clock.advance(60_000);
    const late = fleet.openSource({ streamId: 7, sequence: 1 }).take();
    expect(readFrameHeader(late ?? new Uint8Array()).serverTimeMs).toBe(server.serverTimeMs + 60_000);
    expect(delta).toEqual(before);
  });

  it('gets heartbeats, so that it knows that nothing moved', () => {
    const source = fleet.openSource({});
    fleet.receiveFrame(frame(0, [0, 2]));
    source.take();
    clock.advance(1_000);
    fleet.receiveFrame(frame(1));
    const heartbeat = readFrameHeader(source.take() ?? new Uint8Array());
    expect(heartbeat).toMatchObject({ kind: 'delta', count: 0, serverTimeMs: clock.nowMs() });
  });

  it('gets a key frame of the new stream when the server began one', () => {
    const source = fleet.openSource({});
    fleet.receiveFrame(frame(0, [0, 2]));
    source.take();
    server = new FleetTable({ streamId: 9, epochMs: clock.nowMs() });
    fleet.receiveFrame(frame(0, [0, 3]));
    expect(readFrameHeader(source.take() ?? new Uint8Array())).toMatchObject({ kind: 'key', streamId: 9 });
  });

  it('is told the time that it is at the server now, not that of the last frame: old positions must look old', () => {
    fleet.receiveFrame(frame(0, [0, 2]));
    const heardAtMs = clock.nowMs();
    fleet.lost({ code: 'server-unreachable', message: 'gone' });
    clock.advance(3_600_000);
    const header = readFrameHeader(fleet.openSource({}).take() ?? new Uint8Array());
    expect(header.serverTimeMs).toBe(heardAtMs + 3_600_000);
  });
});

describe('the order by latest positions', () => {
  const atMs = Date.UTC(2026, 0, 1);
  let table: FleetTable;
  beforeEach(() => {
    table = new FleetTable({ streamId: 1, epochMs: atMs });
  });
  const all = { offset: 0, limit: 1_000 };
  const order = createFleetOrder({
    slotOf: (id) => (id.startsWith('n') ? undefined : Number(id)),
    records: () => table.records,
  });

  it('is that of the values, unheard vehicles last either way, equal ones as they came', () => {
    table.write(1, record(0, { velocityEast: 3, velocityNorth: 4, observedAtMs: atMs - 9_000 }));
    table.write(2, record(0, { velocityEast: 1, observedAtMs: atMs }));
    table.write(3, record(0, { velocityEast: 1, observedAtMs: atMs - 5_000 }));
    // Slot 0 is hidden, 4 is beyond the records, n1 has none.
    const ids = ['n1', '2', '0', '1', '3', '4'];
    expect(order(ids, 'speed', 'descending', all)).toEqual(['1', '2', '3', 'n1', '0', '4']);
    expect(order(ids, 'speed', 'ascending', all)).toEqual(['2', '3', '1', 'n1', '0', '4']);
    expect(order(ids, 'lastHeard', 'descending', all)).toEqual(['2', '3', '1', 'n1', '0', '4']);
    expect(order(ids, 'lastHeard', 'ascending', all)).toEqual(['1', '3', '2', 'n1', '0', '4']);
    expect(order(ids, 'speed', 'descending', { offset: 1, limit: 3 })).toEqual(['2', '3', 'n1']);
    expect(order([], 'speed', 'ascending', all)).toEqual([]);
    expect(order(['n1', '4'], 'speed', 'ascending', all)).toEqual(['n1', '4']);
  });

  it('holds every vehicle once, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: -10_000, max: 10_000 })), { maxLength: 50 }),
        fc.constantFrom('ascending' as const, 'descending' as const),
        (seconds, direction) => {
          table = new FleetTable({ streamId: 1, epochMs: atMs });
          for (const [slot, second] of seconds.entries()) {
            if (second !== null) table.write(slot, record(0, { observedAtMs: atMs + second * 1_000 }));
          }
          const ids = seconds.map((_, slot) => String(slot));
          const ordered = order(ids, 'lastHeard', direction, all);
          expect(ordered.toSorted()).toEqual(ids.toSorted());
          const known = ordered.flatMap((id) => seconds[Number(id)] ?? []);
          expect(known).toEqual(known.toSorted((a, b) => (direction === 'ascending' ? a - b : b - a)));
        },
      ),
    );
  });
});
