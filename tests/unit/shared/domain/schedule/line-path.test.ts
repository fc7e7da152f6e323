import { describe, expect, it } from 'vitest';
import {
  linePath,
  type LineFix,
  type LinePath,
  type PathPoint,
  placesOn,
  runsAlong,
  stopsOnPath,
} from '../../../../../shared/domain/index.ts';
import { fc } from '../../../../support/property.ts';

const DEGREE = 111_195;
/** A place some metres east and north of 2°E on the equator, where both are as long. */
const at = (east: number, north: number): PathPoint => [2 + east / DEGREE, north / DEGREE];
function pathOf(...places: [number, number][]): LinePath {
  const path = linePath(places.map(([east, north]) => at(east, north)));
  if (path === null) throw new TypeError('the path has no length');
  return path;
}
/** Where a path is at some metres. */
function placeAt(path: LinePath, metres: number): PathPoint {
  const next = Math.max(
    1,
    path.metres.findIndex((each) => each >= metres),
  );
  const [from, to] = [path.metres[next - 1] ?? 0, path.metres[next] ?? 0];
  const [a, b] = [path.points[next - 1] ?? [0, 0], path.points[next] ?? [0, 0]];
  const share = to === from ? 0 : (metres - from) / (to - from);
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}
const T0 = Date.UTC(2026, 2, 1, 8);
function drive(path: LinePath, from: number, to: number, speed: number, everySeconds = 10, beginMs = T0): LineFix[] {
  const seconds = Math.abs(to - from) / speed;
  return Array.from({ length: Math.floor(seconds / everySeconds) + 1 }, (_, index) => {
    const metres = from + Math.sign(to - from) * Math.min(Math.abs(to - from), index * everySeconds * speed);
    const [longitude, latitude] = placeAt(path, metres);
    return { atMs: beginMs + index * everySeconds * 1_000, longitude, latitude };
  });
}

/** Out to the east, a square round, and through its own beginning back to the west. */
const loop = pathOf([0, 0], [2_000, 0], [2_000, 1_000], [1_000, 1_000], [1_000, -1_000], [0, -1_000]);
/** Up a street and down the same again. */
const thereAndBack = pathOf([0, 0], [3_000, 0], [0, 0]);

describe('the path of a line', () => {
  it('has no length where all its points are one, and leaves out what repeats', () => {
    expect(linePath([])).toBeNull();
    expect(linePath([at(0, 0), at(0, 0), at(0, 0)])).toBeNull();
    expect(linePath([at(0, 0), at(0, 0), at(300, 400)])).toMatchObject({ metres: [0, expect.closeTo(500, 0)] });
  });

  it('goes the short way over the antimeridian', () => {
    expect(
      linePath([
        [179.99, 0],
        [-179.99, 0],
      ])?.lengthMetres,
    ).toBeCloseTo(0.02 * DEGREE, -1);
  });

  it('is passed once for each time that it comes by', () => {
    const places = placesOn(loop, at(1_000, 5), 150).map(({ metres }) => Math.round(metres));
    expect(places.sort((a, b) => a - b)).toEqual([1_000, 4_995 + 1_000 - 1_000]);
    expect(placesOn(loop, at(1_500, 400), 150)).toEqual([]);
  });

  it('takes stops in their order, each at the pass that lets the others be', () => {
    const metres = stopsOnPath(thereAndBack, [at(0, 20), at(1_000, 20), at(2_900, -10), at(1_000, -20), at(0, -20)]);
    expect(metres.map((each) => each && Math.round(each))).toEqual([0, 1_000, 2_900, 5_000, 6_000]);
    expect(stopsOnPath(loop, [at(0, 0), at(9_000, 0), at(1_500, 1_000)])).toEqual([0, null, expect.closeTo(3_500, 0)]);
  });
});

describe('the journeys of a vehicle along a line', () => {
  const ends = (fixes: readonly LineFix[], path = loop) =>
    runsAlong(path, fixes).map(({ points }) =>
      [points[0], points.at(-1)].map((point) => Math.round((point?.metres ?? 0) / 100)),
    );

  it('go over a crossing without a leap, from end to end', () => {
    expect(ends(drive(loop, 0, 7_000, 10))).toEqual([[0, 70]]);
    expect(ends(drive(thereAndBack, 0, 6_000, 10), thereAndBack)).toEqual([[0, 60]]);
  });

  it('are as many as were made, and none of the way back', () => {
    const straight = pathOf([0, 0], [5_000, 0]);
    const out = drive(straight, 0, 5_000, 8);
    const back = drive(straight, 5_000, 0, 8, 10, T0 + 900_000);
    const again = drive(straight, 0, 3_000, 8, 10, T0 + 1_800_000);
    expect(ends([...out, ...back, ...again], straight)).toEqual([
      [0, 50],
      [0, 30],
    ]);
    expect(ends(back, straight)).toEqual([]);
    // Slowly, fix by fix within what a receiver errs by.
    expect(ends(drive(straight, 5_000, 0, 3, 5), straight)).toEqual([]);
  });

  it('end where the vehicle leaves the line, and go on after a detour', () => {
    const straight = pathOf([0, 0], [6_000, 0]);
    const aside = (fix: LineFix): LineFix => ({ ...fix, latitude: fix.latitude + 600 / DEGREE });
    const fixes = drive(straight, 0, 6_000, 10);
    const detour = fixes.map((fix, index) => (index >= 20 && index < 30 ? aside(fix) : fix));
    expect(ends(detour, straight)).toEqual([[0, 60]]);
    const [left] = runsAlong(
      straight,
      fixes.map((fix, index) => (index >= 30 ? aside(fix) : fix)),
    );
    expect(left?.isOffLine).toBe(true);
    expect(left?.points.at(-1)?.metres).toBeCloseTo(2_900, -2);
  });

  it('never go back nor leap, whatever the receiver errs by, and are where the vehicle was', () => {
    const error = fc.integer({ min: -35, max: 35 });
    fc.assert(
      fc.property(
        fc.constantFrom(loop, thereAndBack),
        fc.integer({ min: 4, max: 20 }),
        fc.integer({ min: 0, max: 1_500 }),
        fc.array(fc.tuple(error, error), { minLength: 20, maxLength: 20 }),
        (path, speed, from, errors) => {
          const exact = drive(path, from, path.lengthMetres, speed, 15);
          const fixes = exact.map((fix, index) => {
            const [east, north] = errors[index % errors.length] ?? [0, 0];
            return { ...fix, longitude: fix.longitude + east / DEGREE, latitude: fix.latitude + north / DEGREE };
          });
          const [run, ...others] = runsAlong(path, fixes);
          expect(others).toEqual([]);
          const points = run?.points ?? [];
          expect(points.length).toBeGreaterThan(exact.length * 0.8);
          for (const [index, point] of points.entries()) {
            expect(point.metres).toBeGreaterThanOrEqual(points[index - 1]?.metres ?? 0);
            const driven = from + ((point.atMs - T0) / 1_000) * speed;
            expect(Math.abs(point.metres - Math.min(driven, path.lengthMetres))).toBeLessThan(130);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are none where nothing was heard, or the vehicle only stands', () => {
    expect(runsAlong(loop, [])).toEqual([]);
    const [standing] = drive(loop, 500, 501, 1);
    const hours = Array.from({ length: 100 }, (_, index) => ({ ...(standing as LineFix), atMs: T0 + index * 10_000 }));
    expect(runsAlong(loop, hours)).toEqual([]);
  });
});
