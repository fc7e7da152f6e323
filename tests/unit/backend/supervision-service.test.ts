import { beforeEach, describe, expect, it } from 'vitest';
import { FleetTable, type FeedStatus } from '../../../shared/api/index.ts';
import {
  type EngineFix,
  type Fix,
  POSITION_FLAGS,
  VEHICLE_KINDS,
  VEHICLE_STATES,
} from '../../../shared/domain/index.ts';
import { SupervisionService } from '../../../backend/services/supervision-service.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

let clock: ManualClock;
let supervision: SupervisionService;
let publishes: number;

beforeEach(() => {
  clock = createManualClock();
  supervision = new SupervisionService(clock, () => 0.5);
  supervision.know({ id: '11', code: 'BUS 1', kind: 'bus' });
  supervision.know({ id: '12', code: 'BUS 2', kind: 'tram' });
  publishes = 0;
  supervision.subscribe(() => {
    publishes += 1;
  });
  supervision.start();
});

const fix = (changes: Partial<Fix> = {}): Fix => ({
  vehicle: 'BUS 1',
  longitude: 4.8,
  latitude: 45.7,
  observedAtMs: clock.nowMs(),
  ...changes,
});

describe('the latest position', () => {
  it('is in the slot of its vehicle, with its kind and state', () => {
    supervision.ingest([
      fix({ vehicle: 'BUS 2' }),
      fix({ state: 'on-mission', headingDegrees: 90, speedMetresPerSecond: 10 }),
    ]);
    clock.advance(250);
    expect(supervision.directory).toEqual(['12', '11']);
    expect(supervision.table.read(0)).toMatchObject({ kind: VEHICLE_KINDS.indexOf('tram'), state: 0, flags: 0 });
    const record = supervision.table.read(1);
    expect(record).toMatchObject({
      state: VEHICLE_STATES.indexOf('on-mission'),
      flags: POSITION_FLAGS.hasHeading,
      headingDegrees: 90,
    });
    expect(record?.velocityEast).toBeCloseTo(10, 5);
    expect(record?.observedAtMs).toBeCloseTo(clock.nowMs() - 250, 0);
  });

  it('is read as a fix, by slot, whether it was heard or restored; of one that is not believed, where it said to be', () => {
    supervision.know({ id: '13', code: 'BUS 3', kind: 'bus', subsidiary: 'north' });
    const kept = { longitude: 2, latitude: 48, observedAtMs: clock.nowMs() - 60_000 };
    const still = { velocityEast: 3, velocityNorth: 4, headingDegrees: undefined, isSuspect: false };
    supervision.restore('13', { ...kept, ...still }, 1);
    supervision.ingest([fix()]);
    const read: EngineFix = {
      ...{ longitude: 0, latitude: 0, speedMetresPerSecond: 0, state: 0, isSuspect: false, observedAtMs: 0 },
    };
    expect(supervision.directory).toEqual(['13', '11']);
    expect(supervision.subsidiaryOf(0)).toBe('north');
    expect(supervision.readFix(0, read)).toBe(true);
    expect(read).toEqual({ ...kept, speedMetresPerSecond: 5, state: 1, isSuspect: false });
    clock.advance(1_000);
    supervision.ingest([fix({ longitude: 60 })]);
    expect(supervision.readFix(1, read)).toBe(true);
    expect(read).toMatchObject({ longitude: 60, isSuspect: true, observedAtMs: clock.nowMs() });
    expect(supervision.readFix(2, read)).toBe(false);
    supervision.forget('11');
    expect(supervision.readFix(1, read)).toBe(false);
  });

  it('is never replaced by an older one, and the same one again is no news', () => {
    const atMs = clock.nowMs();
    supervision.ingest([fix({ observedAtMs: atMs })]);
    clock.advance(250);
    const { sequence } = supervision.table;
    expect(supervision.ingest([fix({ observedAtMs: atMs - 1, longitude: 5 })]).refused).toEqual({
      'older-than-known': 1,
    });
    expect(supervision.ingest([fix({ observedAtMs: atMs })])).toMatchObject({ accepted: 1, refused: {} });
    clock.advance(250);
    expect(supervision.table.sequence).toBe(sequence);
    expect(supervision.table.read(0)?.longitude).toBeCloseTo(4.8, 6);
  });

  it('stays at the last believable place after a jump, flagged, until the third fix in a row', () => {
    supervision.ingest([fix({ headingDegrees: 90, speedMetresPerSecond: 10 })]);
    for (const [index, expected] of [4.8, 4.8, 2.3].entries()) {
      clock.advance(10_000);
      const result = supervision.ingest([fix({ longitude: 2.3 + index / 1000, latitude: 48.8 })]);
      expect(result).toMatchObject({ accepted: 1, suspect: index < 2 ? 1 : 0 });
      const record = supervision.table.read(0);
      expect(record?.longitude).toBeCloseTo(expected, 2);
      expect((record?.flags ?? 0) & POSITION_FLAGS.suspect).toBe(index < 2 ? POSITION_FLAGS.suspect : 0);
      if (index < 2) expect(record).toMatchObject({ velocityEast: 0, velocityNorth: 0 });
    }
    expect(supervision.feed.status).toMatchObject({ accepted: 4, suspect: 2 });
  });

  it.each([
    [{ vehicle: '' }, 'malformed'],
    [{ longitude: Number.NaN }, 'malformed'],
    [{ speedMetresPerSecond: -1 }, 'malformed'],
    [{ latitude: 91 }, 'outside-world'],
    [{ longitude: 0, latitude: 0 }, 'outside-world'],
    [{ observedAtMs: 0 }, 'no-time'],
    [{ observedAtMs: Number.NaN }, 'no-time'],
    [{ observedAtMs: Date.UTC(2030, 0, 1) }, 'in-the-future'],
    [{ vehicle: 'BUS 99' }, 'unknown-vehicle'],
  ] as const)('is not made of %j', (changes, reason) => {
    const result = supervision.ingest([fix(changes)]);
    expect(result).toMatchObject({ accepted: 0, refused: { [reason]: 1 }, examples: [{ index: 0, reason }] });
    clock.advance(250);
    expect(supervision.table.count).toBe(0);
  });

  it('names the first few refusals only', () => {
    const result = supervision.ingest(Array.from({ length: 50 }, () => fix({ latitude: 91 })));
    expect(result.refused).toEqual({ 'outside-world': 50 });
    expect(result.examples).toHaveLength(10);
  });
});

describe('vehicles', () => {
  it('that leave the fleet are hidden and refused, and come back to their slot', () => {
    supervision.ingest([fix()]);
    supervision.forget('11');
    supervision.forget('404');
    expect(supervision.table.read(0)?.flags).toBe(POSITION_FLAGS.hidden);
    clock.advance(1000);
    expect(supervision.ingest([fix()]).refused).toEqual({ 'unknown-vehicle': 1 });
    supervision.know({ id: '11', code: 'BUS 1', kind: 'bus' });
    // Far away: nothing is held against it after it was gone.
    supervision.ingest([fix({ longitude: 2.3, latitude: 48.8 })]);
    expect(supervision.directory).toEqual(['11']);
    expect(supervision.table.read(0)?.longitude).toBeCloseTo(2.3, 5);
    expect(supervision.table.read(0)?.flags).toBe(0);
  });

  it('that are renamed, or swap names, are found by the new name', () => {
    supervision.know({ id: '11', code: 'NEW', kind: 'bus' });
    expect(supervision.ingest([fix(), fix({ vehicle: 'NEW' })])).toMatchObject({
      accepted: 1,
      refused: { 'unknown-vehicle': 1 },
    });
    supervision.know({ id: '12', code: 'NEW', kind: 'bus' });
    supervision.know({ id: '11', code: 'BUS 2', kind: 'bus' });
    clock.advance(1000);
    supervision.ingest([fix({ vehicle: 'NEW' }), fix({ vehicle: 'BUS 2' })]);
    expect(supervision.directory).toEqual(['11', '12']);
  });
});

describe('publishing', () => {
  it('happens at most every 250 ms, and each second when nothing is new', () => {
    for (let i = 0; i < 100; i++) {
      clock.advance(10);
      supervision.ingest([fix({ longitude: 4.8 + i / 1e5 })]);
    }
    expect(publishes).toBeGreaterThanOrEqual(3);
    expect(publishes).toBeLessThanOrEqual(4);
    const before = publishes;
    clock.advance(10_000);
    expect(publishes - before).toBeGreaterThanOrEqual(9);
    expect(publishes - before).toBeLessThanOrEqual(11);
  });

  it('moves the epoch each hour: readers get a key frame and the same times', () => {
    supervision.ingest([fix()]);
    clock.advance(250);
    const reader = new FleetTable({ streamId: 0, epochMs: 0 });
    reader.apply(supervision.table.frameSince(0));
    const { epochMs } = supervision.table;
    clock.advance(3_601_000);
    expect(supervision.table.epochMs).toBeGreaterThan(epochMs + 3_599_000);
    expect(reader.apply(supervision.table.frameSince(reader.sequence))).toBe('applied');
    expect(reader.epochMs).toBe(supervision.table.epochMs);
    expect(reader.read(0)?.observedAtMs).toBeCloseTo(epochMs, -1);
  });

  it('says that vehicles move once two published frames showed different places', () => {
    supervision.ingest([fix()]);
    clock.advance(1000);
    expect(supervision.movingVehicles).toBe(0);
    supervision.ingest([fix({ longitude: 4.801 })]);
    clock.advance(1000);
    expect(supervision.movingVehicles).toBe(0);
    supervision.ingest([fix({ longitude: 4.802 })]);
    clock.advance(1000);
    expect(supervision.movingVehicles).toBe(1);
  });

  it('has a stream of its own in each process', () => {
    expect(new SupervisionService(clock, () => 0).table.streamId).toBe(1);
    expect(new SupervisionService(clock, () => 0.999_999_999_99).table.streamId).toBeLessThanOrEqual(0xffff_ffff);
  });

  it('ends when it is stopped', () => {
    supervision.stop();
    clock.advance(5000);
    expect(publishes).toBe(0);
    expect(clock.plannedCount()).toBe(0);
  });
});

describe('the feed', () => {
  it('is told of at most once a second, with the last word', () => {
    const told: FeedStatus[] = [];
    supervision.feed.subscribe((status) => told.push(status));
    supervision.begin({ name: 'day.csv', kind: 'csv', speed: 60 });
    supervision.feed.report({ state: 'replay', feedTimeMs: 5 });
    for (let i = 0; i < 20; i++) {
      supervision.feed.countRefused('no-time', 2);
      clock.advance(100);
    }
    clock.advance(1000);
    expect(told.length).toBeLessThanOrEqual(4);
    expect(told.at(-1)).toMatchObject({
      name: 'day.csv',
      kind: 'csv',
      speed: 60,
      state: 'replay',
      refused: { 'no-time': 40 },
    });
    expect(supervision.table.timeScale).toBe(60);
  });

  it('plays in its own time: a minute of a replay at 60 is a second of ours', () => {
    supervision.begin({ name: 'day.csv', kind: 'csv', speed: 60 });
    supervision.ingest([fix()]);
    clock.advance(1000);
    // 1.2 km in a minute of the recorded day.
    expect(supervision.ingest([fix({ latitude: 45.7108 })])).toMatchObject({ suspect: 0 });
    expect(supervision.table.read(0)?.velocityNorth).toBeCloseTo(20, 0);
    clock.advance(1000);
    expect(supervision.ingest([fix({ latitude: 46.7 })])).toMatchObject({ suspect: 1 });
  });
});
