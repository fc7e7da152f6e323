import { describe, expect, it } from 'vitest';
import {
  beginTrack,
  distanceMetres,
  followReport,
  isReachable,
  type Report,
  type Track,
  topSpeedMetresPerSecond,
} from '../../../../shared/domain/index.ts';
import { fc } from '../../../support/property.ts';

const START = Date.UTC(2026, 2, 1, 6);
const METRE = 1 / 111_195;
const options = { topSpeed: 70, timeScale: 1 };

/** So many metres north of a place in Lyon, so many seconds after the start. */
const at = (metres: number, seconds: number, more: Partial<Report> = {}): Report => ({
  longitude: 4.85,
  latitude: 45.75 + metres * METRE,
  observedAtMs: START + seconds * 1000,
  ...more,
});
const metresOf = (track: Track) => Math.round((track.latitude - 45.75) / METRE);

function follow(...reports: Report[]) {
  const [first, ...rest] = reports;
  if (first === undefined) throw new Error('no report');
  const track = beginTrack(first, options);
  return { track, results: rest.map((report) => followReport(track, report, options)) };
}

describe('what a vehicle can reach', () => {
  it.each([
    ['noise of receivers, at once', 400, 0, true],
    ['a jump across town, at once', 900, 0, false],
    ['motorway speed', 10_000, 250, true],
    ['twice the speed of any road vehicle', 10_000, 68, false],
    ['across the country after a long silence', 400_000, 4 * 3600, true],
    ['across the country in a minute', 400_000, 60, false],
  ])('%s: %i m in %i s', (_, metres, seconds, expected) => {
    expect(isReachable(at(0, 0), at(metres, seconds), 70)).toBe(expected);
    expect(isReachable(at(metres, seconds), at(0, 0), 70)).toBe(expected);
  });

  it('follows the time of a replay', () => {
    expect(isReachable(at(0, 0), at(1200, 1), 70, 60)).toBe(true);
    expect(isReachable(at(0, 0), at(1200, 1), 70, 1)).toBe(false);
  });

  it('is further for a train', () => {
    expect(topSpeedMetresPerSecond('train')).toBeGreaterThan(320 / 3.6);
    expect(topSpeedMetresPerSecond('bus')).toBeLessThan(topSpeedMetresPerSecond('train'));
  });
});

describe('a track', () => {
  it('believes its first fix and those that follow from it', () => {
    const { track, results } = follow(at(0, 0), at(100, 10), at(250, 20));
    expect(results).toEqual(['believed', 'believed']);
    expect(metresOf(track)).toBe(250);
  });

  it('ignores an older fix, and the same again', () => {
    const { track, results } = follow(at(100, 10), at(0, 0), at(500, 10));
    expect(results).toEqual(['older-than-known', 'known']);
    expect(metresOf(track)).toBe(100);
  });

  it('doubts one wild fix, and goes on from the place before', () => {
    const { track, results } = follow(at(0, 0), at(100, 10), at(50_000, 20), at(300, 30));
    expect(results).toEqual(['believed', 'suspect', 'believed']);
    expect(track).toMatchObject({ isSuspect: false, doubtedInARow: 0 });
    expect(metresOf(track)).toBe(300);
  });

  it('stands still while it doubts', () => {
    const { track } = follow(at(0, 0, { speedMetresPerSecond: 10, headingDegrees: 0 }), at(50_000, 10));
    expect(track).toMatchObject({ velocityEast: 0, velocityNorth: 0, isSuspect: true });
    expect(metresOf(track)).toBe(0);
    expect(track.observedAtMs).toBe(START);
  });

  it('believes the third fix in a row at a new place', () => {
    const { track, results } = follow(at(0, 0), at(50_000, 10), at(50_100, 20), at(50_200, 30));
    expect(results).toEqual(['suspect', 'suspect', 'believed']);
    expect(metresOf(track)).toBe(50_200);
  });

  it('does not believe fixes that agree with nothing, nor one that is sent three times', () => {
    const wild = follow(at(0, 0), at(50_000, 10), at(-50_000, 20), at(90_000, 30), at(20_000, 40));
    expect(wild.results).toEqual(['suspect', 'suspect', 'suspect', 'suspect']);
    const repeated = follow(at(0, 0), at(50_000, 10), at(50_000, 10), at(50_000, 10), at(50_000, 10));
    expect(repeated.results).toEqual(['suspect', 'suspect', 'suspect', 'suspect']);
    expect(metresOf(repeated.track)).toBe(0);
  });

  it('recovers when its first fix was the wild one', () => {
    const { track, results } = follow(at(80_000, 0), at(0, 10), at(100, 20), at(200, 30), at(300, 40));
    expect(results).toEqual(['suspect', 'suspect', 'believed', 'believed']);
    expect(metresOf(track)).toBe(300);
  });

  it('never shows a place that no report gave, nor flies faster than the top speed without agreement', () => {
    const report = fc.record({
      metres: fc.integer({ min: -200_000, max: 200_000 }),
      seconds: fc.integer({ min: 0, max: 600 }),
    });
    fc.assert(
      fc.property(fc.array(report, { minLength: 1, maxLength: 40 }), (steps) => {
        const reports = steps.map(({ metres, seconds }) => at(metres, seconds));
        const track = beginTrack(reports[0] ?? at(0, 0), options);
        for (const next of reports.slice(1)) {
          const before = { ...track };
          const result = followReport(track, next, options);
          expect(track.observedAtMs).toBeGreaterThanOrEqual(before.observedAtMs);
          expect(reports.some(({ latitude }) => latitude === track.latitude)).toBe(true);
          if (result !== 'believed') expect(track.latitude).toBe(before.latitude);
          else if (before.doubtedInARow < 2) expect(isReachable(before, track, 70)).toBe(true);
          expect(Math.hypot(track.velocityEast, track.velocityNorth)).toBeLessThanOrEqual(70.001);
        }
      }),
    );
  });
});

describe('motion', () => {
  it('is what the receiver says', () => {
    const { track } = follow(at(0, 0), at(10, 10, { headingDegrees: 450, speedMetresPerSecond: 12 }));
    expect(track.headingDegrees).toBe(90);
    expect(track.velocityEast).toBeCloseTo(12, 6);
    expect(track.velocityNorth).toBeCloseTo(0, 6);
  });

  it('follows from the fixes where the receiver says nothing', () => {
    const { track } = follow(at(0, 0), at(200, 10));
    expect(track.headingDegrees).toBeCloseTo(0, 3);
    expect(track.velocityNorth).toBeCloseTo(20, 1);
  });

  it('takes the direction from the fixes where only a speed is said, and none before there is one', () => {
    expect(follow(at(0, 0, { speedMetresPerSecond: 9 })).track).toMatchObject({ velocityEast: 0, velocityNorth: 0 });
    const { track } = follow(at(0, 0), at(-100, 10, { speedMetresPerSecond: 9 }));
    expect(track.headingDegrees).toBeCloseTo(180, 3);
    expect(track.velocityNorth).toBeCloseTo(-9, 3);
  });

  it('does not follow from noise, but does from a slow drive in fixes of every second', () => {
    const standing = follow(at(0, 0), ...Array.from({ length: 60 }, (_, i) => at(i % 2 === 0 ? 4 : -4, i + 1)));
    expect(Math.hypot(standing.track.velocityEast, standing.track.velocityNorth)).toBe(0);
    const driving = follow(at(0, 0), ...Array.from({ length: 60 }, (_, i) => at((i + 1) * 5, i + 1)));
    expect(driving.track.velocityNorth).toBeCloseTo(5, 1);
  });

  it('keeps its heading and loses its speed when the vehicle stops', () => {
    const { track } = follow(at(0, 0), at(200, 10), ...Array.from({ length: 6 }, (_, i) => at(200, 15 + i * 5)));
    expect(track.headingDegrees).toBeCloseTo(0, 3);
    expect(track.velocityNorth).toBe(0);
  });

  it('does not follow from fixes that lie hours apart, nor from a speed that no vehicle has', () => {
    expect(follow(at(0, 0), at(5000, 3600)).track.velocityNorth).toBe(0);
    const { track } = follow(at(0, 0), at(200, 10, { speedMetresPerSecond: 400, headingDegrees: 0 }));
    expect(track.velocityNorth).toBeCloseTo(20, 1);
  });

  it('is measured in the time of a replay', () => {
    const track = beginTrack(at(0, 0), { topSpeed: 70, timeScale: 60 });
    followReport(track, at(600, 1), { topSpeed: 70, timeScale: 60 });
    expect(track.velocityNorth).toBeCloseTo(10, 1);
    expect(distanceMetres(4.85, 45.75, track.longitude, track.latitude)).toBeCloseTo(600, 0);
  });
});
