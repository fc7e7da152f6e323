import { describe, expect, it } from 'vitest';
import { bearingDegrees, distanceMetres } from '../../../shared/domain/geodesy.ts';
import { fc } from '../../support/property.ts';

const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const latitude = fc.double({ min: -89, max: 89, noNaN: true });

describe('distanceMetres', () => {
  it('agrees with published city distances to 0.6 %', () => {
    // Paris Notre-Dame to Lyon Bellecour: 391.5 km on the WGS 84 ellipsoid.
    const parisLyon = distanceMetres(2.3499, 48.853, 4.8322, 45.7578);
    expect(Math.abs(parisLyon - 391_500) / 391_500).toBeLessThan(0.006);
    // A quarter of the equator of the mean sphere.
    expect(distanceMetres(0, 0, 90, 0)).toBeCloseTo(10_007_557.2, 0);
  });

  it('is symmetric, nought at home, and crosses the antimeridian the short way', () => {
    fc.assert(
      fc.property(longitude, latitude, longitude, latitude, (aLon, aLat, bLon, bLat) => {
        const there = distanceMetres(aLon, aLat, bLon, bLat);
        expect(there).toBeCloseTo(distanceMetres(bLon, bLat, aLon, aLat), 3);
        expect(there).toBeLessThanOrEqual(20_015_200);
        expect(distanceMetres(aLon, aLat, aLon, aLat)).toBe(0);
      }),
    );
    expect(distanceMetres(179.9, 0, -179.9, 0)).toBeLessThan(22_300);
  });
});

describe('bearingDegrees', () => {
  it.each([
    [0, 1, 0],
    [1, 0, 90],
    [0, -1, 180],
    [-1, 0, 270],
  ])('from the origin to %d, %d is %d', (toLongitude, toLatitude, expected) => {
    expect(bearingDegrees(0, 0, toLongitude, toLatitude)).toBeCloseTo(expected, 9);
  });
});
