import { describe, expect, it } from 'vitest';
import { SupervisionService } from '../../../backend/services/supervision-service.ts';
import { TRACK_SAMPLES, TrackHistory } from '../../../backend/services/track-history.ts';
import { distanceMetres, type Fix, type Track, VEHICLE_STATES } from '../../../shared/domain/index.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { fc } from '../../support/property.ts';

const BEGIN = Date.UTC(2026, 2, 3, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A vehicle that drives as it is told, and the history of it. */
function drive(history = new TrackHistory()) {
  let atMs = BEGIN;
  let [longitude, latitude] = [4.8, 45.7];
  const track = (headingDegrees: number, speed: number): Track => ({
    ...{ longitude, latitude, observedAtMs: atMs, headingDegrees, isSuspect: false },
    velocityEast: speed * Math.sin((headingDegrees * Math.PI) / 180),
    velocityNorth: speed * Math.cos((headingDegrees * Math.PI) / 180),
    ...{ anchor: { longitude, latitude, observedAtMs: atMs }, doubted: undefined, doubtedInARow: 0 },
  });
  return {
    history,
    nowMs: () => atMs,
    go: (seconds: number, headingDegrees: number, speed: number, state = 2) => {
      atMs += seconds * SECOND;
      const metres = seconds * speed;
      longitude +=
        (metres * Math.sin((headingDegrees * Math.PI) / 180)) / 111_320 / Math.cos(latitude * (Math.PI / 180));
      latitude += (metres * Math.cos((headingDegrees * Math.PI) / 180)) / 111_320;
      history.note(0, track(headingDegrees, speed), state);
      return { longitude, latitude, atMs };
    },
    doubt: (seconds: number, away: { longitude: number; latitude: number }) => {
      atMs += seconds * SECOND;
      const doubted = { ...away, observedAtMs: atMs };
      history.note(0, { ...track(0, 0), isSuspect: true, doubted, doubtedInARow: 1 }, 2);
    },
    read: (sinceMs = 0) => history.read(0, sinceMs),
  };
}

describe('the history of a vehicle', () => {
  it('keeps a sample each 15 seconds of a straight way, to the metre and the half metre a second', () => {
    const { go, read } = drive();
    const driven = Array.from({ length: 601 }, () => go(1, 45, 12.4));
    const samples = read();
    expect(samples).toHaveLength(41);
    for (const [index, sample] of samples.entries()) {
      const real = driven[index * 15];
      if (real === undefined) throw new Error('there are more samples than the way was long');
      expect(Math.abs(sample.observedAtMs - real.atMs)).toBeLessThanOrEqual(31 * index + 1);
      expect(distanceMetres(sample.longitude, sample.latitude, real.longitude, real.latitude)).toBeLessThan(1);
      expect(sample).toMatchObject({ speedMetresPerSecond: 12.5, state: 'on-mission', suspectKilometres: null });
    }
  });

  it('keeps where it turns, stops, sets off or changes its state', () => {
    const { go, read } = drive();
    go(1, 0, 10);
    go(4, 0, 10);
    go(1, 90, 10);
    go(4, 90, 0);
    go(4, 90, 0, 1);
    go(4, 90, 10, 1);
    const kept = read().map(({ speedMetresPerSecond, state }) => [speedMetresPerSecond, state]);
    expect(kept).toEqual([
      [10, 'on-mission'],
      [10, 'on-mission'],
      [0, 'on-mission'],
      [0, 'idle'],
      [10, 'idle'],
    ]);
  });

  it('says of a fix that was not believed how far away it was', () => {
    const { go, doubt, read } = drive();
    go(1, 0, 10);
    doubt(10, { longitude: 4.8, latitude: 45.8 });
    go(10, 0, 10);
    expect(read().map(({ suspectKilometres }) => suspectKilometres)).toEqual([null, 11, null]);
    expect(read()[1]).toMatchObject({ speedMetresPerSecond: null });
    expect(read()[1]?.latitude).toBeCloseTo(read()[0]?.latitude ?? 0, 4);
  });

  it('reaches an hour back, and nearly so where a vehicle turns all the time', () => {
    const straight = drive();
    for (let minute = 0; minute < 90 * 12; minute++) straight.go(5, 0, 3);
    expect(straight.read()).toHaveLength(TRACK_SAMPLES);
    expect(straight.nowMs() - (straight.read()[0]?.observedAtMs ?? 0)).toBeGreaterThan(58 * MINUTE);
    const bent = drive();
    for (let turn = 0; turn < 90 * 15; turn++) bent.go(4, (turn % 4) * 90, 8);
    expect(bent.read()).toHaveLength(TRACK_SAMPLES);
    expect(bent.nowMs() - (bent.read()[0]?.observedAtMs ?? 0)).toBeGreaterThan(30 * MINUTE);
  });

  it('gives what is asked for only', () => {
    const { go, read, nowMs } = drive();
    for (let step = 0; step < 100; step++) go(15, 0, 10);
    expect(read(nowMs() - 5 * MINUTE)).toHaveLength(21);
    expect(read(nowMs() + 1)).toEqual([]);
  });

  it('tells any way from what is written, without errors that add up, in a ring that goes round', () => {
    const step = fc.record({
      seconds: fc.integer({ min: 15, max: 400 }),
      east: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
      north: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 600 }), (steps) => {
        const history = new TrackHistory();
        let [longitude, latitude, atMs] = [0, 0, BEGIN];
        const real = steps.map(({ seconds, east, north }) => {
          longitude = Math.max(-60, Math.min(60, longitude + east));
          latitude = Math.max(-60, Math.min(60, latitude + north));
          atMs += seconds * SECOND;
          const sighting = { longitude, latitude, observedAtMs: atMs };
          const motion = { velocityEast: 0, velocityNorth: 0, headingDegrees: undefined, isSuspect: false };
          history.note(0, { ...sighting, ...motion, anchor: sighting, doubted: undefined, doubtedInARow: 0 }, 0);
          return sighting;
        });
        const samples = history.read(0, 0);
        // Every step is further apart than the samples may be: none is left out until the ring is full.
        expect(samples.length).toBe(Math.min(TRACK_SAMPLES, steps.length));
        for (const [index, sample] of samples.entries()) {
          const one = real[real.length - samples.length + index];
          expect(Math.abs(sample.observedAtMs - (one?.observedAtMs ?? 0))).toBeLessThan(SECOND);
          // A step of more than a third of a degree is told to 64e-5 of one.
          expect(Math.abs(sample.longitude - (one?.longitude ?? 0))).toBeLessThan(4e-4);
          expect(Math.abs(sample.latitude - (one?.latitude ?? 0))).toBeLessThan(4e-4);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('keeps the same length of the vehicles’ own time where a recorded day runs faster', () => {
    const history = new TrackHistory();
    history.restart(60);
    const { go, read } = drive(history);
    for (let step = 0; step < 10_000; step++) go(0.05, 0, 600);
    expect(read()).toHaveLength(TRACK_SAMPLES);
    const spanMs = (read().at(-1)?.observedAtMs ?? 0) - (read()[0]?.observedAtMs ?? 0);
    expect(spanMs * 60).toBeGreaterThan(58 * MINUTE);
    expect(spanMs * 60).toBeLessThan(62 * MINUTE);
  });

  it('takes under 2 kB a vehicle, allocated as vehicles appear, and none where none is wanted', () => {
    const history = new TrackHistory();
    expect(history.bytes).toBe(0);
    const { go } = drive(history);
    go(1, 0, 0);
    expect(history.bytes / 1_024).toBeLessThan(2_000);
    expect(history.bytes * Math.ceil(100_000 / 1_024)).toBeLessThan(200_000_000);
    const none = drive(new TrackHistory(0));
    none.go(1, 0, 10);
    expect([none.history.bytes, none.read()]).toEqual([0, []]);
  });
});

describe('the history that the service keeps', () => {
  const fixOf = (observedAtMs: number, changes: Partial<Fix> = {}): Fix => ({
    ...{ vehicle: 'BUS 1', longitude: 4.8, latitude: 45.7, observedAtMs, state: 'on-mission' },
    ...changes,
  });

  it('follows what it is given, and ends with the vehicle', () => {
    const clock = createManualClock(BEGIN);
    const supervision = new SupervisionService(clock, () => 0.5);
    supervision.know({ id: '11', code: 'BUS 1', kind: 'bus' });
    expect(supervision.trackOf('11', 60)).toMatchObject({ vehicleId: '11', keptMinutes: 60, samples: [] });
    expect(supervision.trackOf('12', 60)).toBeUndefined();
    for (let step = 0; step < 5; step++) {
      supervision.ingest([fixOf(clock.nowMs(), { longitude: 4.8 + step / 1_000 })]);
      clock.advance(20_000);
    }
    supervision.ingest([fixOf(clock.nowMs(), { longitude: 9 })]);
    const track = supervision.trackOf('11', 60);
    expect(track?.samples.map(({ longitude }) => longitude)).toEqual([4.8, 4.801, 4.802, 4.803, 4.804, 4.804]);
    expect(track?.samples.at(-1)?.suspectKilometres).toBe(255);
    expect(track?.samples.every(({ state }) => VEHICLE_STATES.includes(state))).toBe(true);
    expect(supervision.trackOf('11', 1)?.samples).toHaveLength(4);
    supervision.forget('11');
    expect(supervision.trackOf('11', 60)).toBeUndefined();
    supervision.know({ id: '11', code: 'BUS 1', kind: 'bus' });
    expect(supervision.trackOf('11', 60)?.samples).toEqual([]);
  });
});
