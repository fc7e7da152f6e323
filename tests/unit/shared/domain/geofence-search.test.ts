import { describe, expect, it } from 'vitest';
import {
  createGeofenceSearch,
  distanceMetres,
  type GeofenceGeometry,
  geometryBox,
  isInGeometry,
  type LngLat,
  polygonOf,
} from '../../../../shared/domain/index.ts';
import { fc } from '../../../support/property.ts';

const place = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -85, max: 85, noNaN: true }));
const circle = fc.record({ center: place, radiusMetres: fc.double({ min: 1, max: 1_000_000, noNaN: true }) });

/** How far the winding of the corners around a place goes: another way to tell in from out. */
function winding(corners: readonly LngLat[], [x, y]: LngLat): number {
  let sum = 0;
  corners.forEach(([ax, ay], index) => {
    const [bx, by] = corners[(index + 1) % corners.length] ?? [0, 0];
    const turn = Math.atan2(by - y, bx - x) - Math.atan2(ay - y, ax - x);
    sum += turn > Math.PI ? turn - 2 * Math.PI : turn < -Math.PI ? turn + 2 * Math.PI : turn;
  });
  return Math.round(sum / (2 * Math.PI));
}

describe('a place and a geofence', () => {
  it('is in a polygon just where the corners go round it', () => {
    const star = fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 3, maxLength: 12 });
    const near = fc.tuple(
      fc.double({ min: -1.2, max: 1.2, noNaN: true }),
      fc.double({ min: -1.2, max: 1.2, noNaN: true }),
    );
    fc.assert(
      fc.property(star, near, (radii, at) => {
        const corners = radii.map((radius, index): LngLat => {
          const angle = (index / radii.length) * 2 * Math.PI;
          return [radius * Math.cos(angle), radius * Math.sin(angle)];
        });
        const geometry = polygonOf(corners);
        expect(isInGeometry(geometry, at[0], at[1])).toBe(winding(corners, at) !== 0);
      }),
    );
  });

  it('is in the box of every circle that it is in, near poles and the antimeridian too', () => {
    fc.assert(
      fc.property(circle, fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }), ({ center, radiusMetres }, angle) => {
        const geometry: GeofenceGeometry = { type: 'Circle', center, radiusMetres };
        const [west, south, east, north] = geometryBox(geometry);
        // A point on the edge, by walking from the centre.
        const arc = radiusMetres / 6_371_008.8;
        const [lon, lat] = [(center[0] * Math.PI) / 180, (center[1] * Math.PI) / 180];
        const latitude = Math.asin(Math.sin(lat) * Math.cos(arc) + Math.cos(lat) * Math.sin(arc) * Math.cos(angle));
        const longitude =
          lon +
          Math.atan2(
            Math.sin(angle) * Math.sin(arc) * Math.cos(lat),
            Math.cos(arc) - Math.sin(lat) * Math.sin(latitude),
          );
        const [x, y] = [(((longitude * 180) / Math.PI + 540) % 360) - 180, (latitude * 180) / Math.PI];
        expect(distanceMetres(center[0], center[1], x, y)).toBeCloseTo(radiusMetres, 0);
        expect(y).toBeGreaterThanOrEqual(south);
        expect(y).toBeLessThanOrEqual(north);
        expect(x).toBeGreaterThanOrEqual(west);
        expect(x).toBeLessThanOrEqual(east);
      }),
    );
  });
});

describe('a search of many places', () => {
  const geometries: GeofenceGeometry[] = [
    polygonOf([
      [2, 48],
      [3, 48],
      [3, 49],
      [2, 49],
    ]),
    { type: 'Circle', center: [2.5, 48.5], radiusMetres: 1_000 },
    polygonOf([
      [5, 45],
      [6, 45],
      [5.5, 46],
    ]),
  ];

  it('finds what a look at each finds', () => {
    const places = fc.array(
      fc.tuple(fc.double({ min: 1, max: 7, noNaN: true }), fc.double({ min: 44, max: 50, noNaN: true })),
      { maxLength: 50 },
    );
    fc.assert(
      fc.property(places, (all) => {
        const search = createGeofenceSearch(geometries);
        const placeAt = (index: number, give: (x: number, y: number) => void) =>
          give(all[index]?.[0] ?? 0, all[index]?.[1] ?? 0);
        const found: string[] = [];
        search.each(all.length, placeAt, (at, geometry) => found.push(`${at} in ${geometry}`));
        const expected = all.flatMap(([x, y], at) =>
          geometries.flatMap((geometry, index) => (isInGeometry(geometry, x, y) ? [`${at} in ${index}`] : [])),
        );
        expect(found).toEqual(expected);
        const counts = geometries.map((_, index) => expected.filter((one) => one.endsWith(` ${index}`)).length);
        expect([...search.count(all.length, placeAt)]).toEqual(counts);
      }),
    );
  });

  it('leaves out a place that a vehicle has not: nothing is asked of it', () => {
    const search = createGeofenceSearch(geometries);
    expect([...search.count(3, (index, use) => (index === 1 ? use(2.5, 48.5) : undefined))]).toEqual([1, 1, 0]);
  });

  it('of 100,000 vehicles and 100 fences looks into few fences: the boxes leave out the rest', () => {
    let looks = 0;
    const grid = Array.from({ length: 100 }, (_, index): GeofenceGeometry => {
      const [x, y] = [(index % 10) * 1, 40 + Math.floor(index / 10) * 0.5];
      const geometry = polygonOf([
        [x, y],
        [x + 0.1, y],
        [x + 0.1, y + 0.1],
        [x, y + 0.1],
      ]);
      // Each look into a geometry reads its type.
      return new Proxy(geometry, {
        get(target, name) {
          if (name === 'type') looks += 1;
          return Reflect.get(target, name) as unknown;
        },
      });
    });
    const search = createGeofenceSearch(grid);
    looks = 0;
    const counts = search.count(100_000, (index, use) => use((index % 1000) / 100, 40 + Math.floor(index / 1000) / 20));
    const inside = counts.reduce((sum, count) => sum + count, 0);
    expect(inside).toBeGreaterThan(1_000);
    // Those on an edge of a box are looked at as well.
    expect(looks).toBeLessThan(inside * 2);
  });
});
