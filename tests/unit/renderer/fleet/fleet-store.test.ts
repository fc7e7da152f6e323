import { describe, expect, it } from 'vitest';
import { createFleetStore } from '../../../../renderer/supervision/fleet/index.ts';
import type { FromPositionsWorker, PositionsWorker, ToPositionsWorker } from '../../../../renderer/workers/index.ts';
import { NO_VEHICLES } from '../../../../renderer/workers/index.ts';
import { PASS_ALL, POSITION_FLAGS, type PositionRecord, sieveOf } from '../../../../shared/domain/index.ts';
import { EPOCH_MS, recordOf, tableOf } from '../../../support/fleet-records.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

/** A worker whose part the test plays. */
function createPlayedWorker() {
  const received: ToPositionsWorker[] = [];
  const listeners = new Set<(event: { data: FromPositionsWorker }) => void>();
  const worker: Omit<PositionsWorker, 'terminate'> = {
    postMessage: (message) => void received.push(message),
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  };
  const say = (data: FromPositionsWorker) => {
    for (const listener of listeners) listener({ data });
  };
  return { worker, received, say, listenerCount: () => listeners.size };
}

function setUp() {
  const clock = createManualClock(EPOCH_MS);
  const played = createPlayedWorker();
  const fleet = createFleetStore(played.worker, clock);
  const sayFleet = (
    records: (PositionRecord | null)[],
    stamp: { sequence?: number; streamId?: number; serverTimeMs?: number } = {},
  ) => {
    const table = tableOf(records);
    // Longer than what it holds, as the worker's buffers are.
    const buffer = new ArrayBuffer(records.length * 24 + 240);
    new Uint8Array(buffer).set(table.records);
    played.say({
      ...{ type: 'fleet', records: buffer, count: records.length, epochMs: EPOCH_MS, visible: [], timeScale: 1 },
      ...{ streamId: 7, sequence: 1, serverTimeMs: EPOCH_MS, receivedAtMs: clock.monotonicMs(), ...stamp },
      counts: { ...NO_VEHICLES, total: records.length },
      shown: null,
    });
    return buffer;
  };
  return { clock, ...played, fleet, sayFleet };
}

describe('the fleet store', () => {
  it('has nothing before the first frame', () => {
    const { fleet } = setUp();
    expect(fleet.frame()).toBeUndefined();
    expect(fleet.readSlot(0)).toBeUndefined();
    expect(fleet.ageMs(0)).toBeUndefined();
    expect(fleet.serverNowMs()).toBe(EPOCH_MS);
    expect(fleet.status.getState()).toMatchObject({ state: 'connecting', sinceMs: EPOCH_MS, counts: NO_VEHICLES });
  });

  it('reads a vehicle out of the records, and none that is not there or hidden', () => {
    const { fleet, sayFleet } = setUp();
    sayFleet([recordOf({ longitude: 3.5, flags: POSITION_FLAGS.suspect }), null]);
    expect(fleet.readSlot(0)?.longitude).toBeCloseTo(3.5, 6);
    expect(fleet.readSlot(0)?.flags).toBe(POSITION_FLAGS.suspect);
    expect([1, 2, -1, 0.5, Number.NaN].map((slot) => fleet.readSlot(slot))).toEqual(Array(5).fill(undefined));
  });

  it('measures ages by the server clock, which goes on between frames', () => {
    const { clock, fleet, sayFleet } = setUp();
    sayFleet([recordOf({ observedAtMs: EPOCH_MS + 3_600_000 - 4000 })], { serverTimeMs: EPOCH_MS + 3_600_000 });
    expect(fleet.ageMs(0)).toBe(4000);
    clock.advance(2500);
    expect(fleet.serverNowMs()).toBe(EPOCH_MS + 3_602_500);
    expect(fleet.ageMs(0)).toBe(6500);
  });

  it('never shows an age below 0', () => {
    const { fleet, sayFleet } = setUp();
    sayFleet([recordOf({ observedAtMs: EPOCH_MS + 5000 })]);
    expect(fleet.ageMs(0)).toBe(0);
  });

  it('tells its listeners of each frame, keeps the one before it, and gives back the one before that', () => {
    const { fleet, sayFleet, received } = setUp();
    const seen: number[] = [];
    const stop = fleet.subscribe((frame) => seen.push(frame.sequence, received.length));
    const first = sayFleet([recordOf()], { sequence: 1 });
    expect(received).toEqual([]);
    sayFleet([recordOf()], { sequence: 2 });
    expect(received).toEqual([]);
    expect(fleet.frame()?.earlier?.buffer).toBe(first);
    sayFleet([recordOf()], { sequence: 3 });
    expect(received).toEqual([{ type: 'return', buffer: first }]);
    stop();
    sayFleet([recordOf()], { sequence: 4 });
    expect(seen).toEqual([1, 0, 2, 0, 3, 0]);
  });

  it('gives the buffer back though a listener fails', () => {
    const { fleet, sayFleet, received } = setUp();
    sayFleet([recordOf()]);
    fleet.subscribe(() => {
      throw new Error('a listener that fails');
    });
    expect(() => sayFleet([recordOf()], { sequence: 2 })).toThrow('a listener that fails');
    expect(() => sayFleet([recordOf()], { sequence: 3 })).toThrow('a listener that fails');
    expect(received).toHaveLength(1);
  });

  it('blends from the frame before until the next is due, and not from another stream', () => {
    const { clock, fleet, sayFleet, received } = setUp();
    sayFleet([recordOf()]);
    expect(fleet.blend()).toBe(1);
    clock.advance(400);
    sayFleet([recordOf()], { sequence: 2 });
    expect(fleet.blend()).toBe(0);
    clock.advance(100);
    expect(fleet.blend()).toBeCloseTo(0.25, 9);
    clock.advance(400);
    expect(fleet.blend()).toBe(1);
    clock.advance(60_000);
    sayFleet([recordOf()], { sequence: 3 });
    clock.advance(500);
    expect(fleet.blend()).toBeCloseTo(0.5, 9);
    sayFleet([recordOf()], { streamId: 8 });
    expect(fleet.blend()).toBe(1);
    expect(fleet.frame()?.earlier).toBeUndefined();
    expect(received.filter(({ type }) => type === 'return')).toHaveLength(3);
  });

  it('shows what its filter lets through, by the mask of the same stream alone', () => {
    const { fleet, sayFleet, say, received } = setUp();
    const sieve = sieveOf({ states: ['idle'], kinds: [], ages: [], motion: 'any', suspectOnly: false });
    let told = 0;
    fleet.onShown(() => (told += 1));
    sayFleet([recordOf(), recordOf()]);
    expect(fleet.shown()).toBeNull();
    const filter = { sieve, directory: { depots: ['Lyon'] } };
    fleet.setFilter(filter);
    expect(received).toEqual([{ type: 'filter', filter }]);
    expect(fleet.shown()).toEqual({ sieve, mask: null });
    say({ type: 'mask', streamId: 7, mask: Uint8Array.of(1, 0).buffer });
    expect(fleet.shown()?.mask).toEqual(Uint8Array.of(1, 0));
    const before = fleet.shown();
    sayFleet([recordOf(), recordOf()], { sequence: 2 });
    expect(fleet.shown()).toBe(before);
    sayFleet([recordOf()], { streamId: 8 });
    expect(fleet.shown()?.mask).toBeNull();
    fleet.setFilter(null);
    expect(fleet.shown()).toBeNull();
    expect(told).toBe(4);
  });

  it('does not count what a new question would show by the answer to the old one', () => {
    const { fleet, sayFleet, say } = setUp();
    sayFleet([recordOf()]);
    fleet.setFilter({ sieve: PASS_ALL, directory: { depots: ['Lyon'] } });
    say({ type: 'counts', counts: { ...NO_VEHICLES, total: 1 }, shown: { ...NO_VEHICLES, total: 1 } });
    expect(fleet.status.getState().shown?.total).toBe(1);
    fleet.setFilter({ sieve: PASS_ALL, directory: { depots: ['Paris'] } });
    expect(fleet.status.getState().shown).toBeNull();
  });

  it('takes what is small into its status', () => {
    const { fleet, sayFleet, say } = setUp();
    sayFleet([recordOf(), recordOf()], { sequence: 4 });
    expect(fleet.status.getState()).toMatchObject({ streamId: 7, sequence: 4, counts: { total: 2 } });
    const stamp = { streamId: 7, serverTimeMs: EPOCH_MS + 500, receivedAtMs: 400, timeScale: 60 };
    say({ type: 'heartbeat', sequence: 5, ...stamp });
    expect(fleet.status.getState()).toMatchObject({ sequence: 5, timeScale: 60 });
    say({ type: 'counts', counts: { ...NO_VEHICLES, total: 2, late: 2 }, shown: null });
    const repairs = { gaps: 1, malformed: 2, reconnections: 3 };
    say({ type: 'state', state: 'silent', sinceMs: 123, fault: null, repairs });
    expect(fleet.status.getState()).toMatchObject({ state: 'silent', sinceMs: 123, counts: { late: 2 }, repairs });
  });

  it('starts its clock anew with another stream', () => {
    const { fleet, sayFleet } = setUp();
    sayFleet([recordOf()], { serverTimeMs: EPOCH_MS + 900 });
    sayFleet([recordOf()], { streamId: 8, serverTimeMs: EPOCH_MS });
    expect(fleet.serverNowMs()).toBe(EPOCH_MS);
  });

  it('passes thresholds on to the worker, and refuses impossible ones', () => {
    const { fleet, received } = setUp();
    fleet.setThresholds({ lateMs: 5, silentMs: 9 });
    expect(received).toEqual([{ type: 'thresholds', thresholds: { lateMs: 5, silentMs: 9 } }]);
    expect(fleet.status.getState().thresholds.silentMs).toBe(9);
    expect(() => fleet.setThresholds({ lateMs: 9, silentMs: 5 })).toThrow('silentMs 5 is not above lateMs 9');
  });

  it('lets go of the worker when disposed of', () => {
    const { fleet, listenerCount } = setUp();
    fleet.dispose();
    expect(listenerCount()).toBe(0);
  });
});
