import { WebMercatorViewport } from '@deck.gl/core';
import { describe, expect, it } from 'vitest';
import { fleetPosition, positionShowing } from '../../../../renderer/supervision/map/fleet-position.ts';
import { frameOf, recordOf } from '../../../support/fleet-records.ts';

const size = { width: 1280, height: 800, padding: 48 };
const FRANCE = { west: -4.5, south: 43.3, east: 7.8, north: 50.6 };

/** Where the corners of an area lie in a picture, by deck.gl's own projection. */
function cornersOf(bounds: typeof FRANCE, bearing: number) {
  const { longitude, latitude, zoom } = positionShowing(bounds, size, bearing);
  const { width, height } = size;
  const viewport = new WebMercatorViewport({ longitude, latitude, zoom, bearing, width, height });
  return [bounds.west, bounds.east].flatMap((longitude) =>
    [bounds.south, bounds.north].map((latitude) => viewport.project([longitude, latitude])),
  );
}

describe('where to look at an area', () => {
  for (const bearing of [0, 30, 90, -135]) {
    it(`fills the picture with it, and no more, turned by ${bearing} degrees`, () => {
      const corners = cornersOf(FRANCE, bearing);
      const left = Math.min(...corners.map(([x = 0]) => x));
      const top = Math.min(...corners.map(([, y = 0]) => y));
      expect(Math.max(...corners.map(([x = 0]) => x))).toBeCloseTo(size.width - left, 3);
      expect(Math.max(...corners.map(([, y = 0]) => y))).toBeCloseTo(size.height - top, 3);
      expect(left).toBeGreaterThan(size.padding - 0.001);
      expect(top).toBeGreaterThan(size.padding - 0.001);
      expect(Math.min(left, top)).toBeCloseTo(size.padding, 3);
    });
  }

  it('stays above the streets for one vehicle, and shows the world at most', () => {
    const frame = frameOf([recordOf({ longitude: 2.35, latitude: 48.85 })]);
    expect(fleetPosition(frame, size)).toMatchObject({ zoom: 13 });
    expect(fleetPosition(frame, size)?.latitude).toBeCloseTo(48.85, 6);
    expect(positionShowing({ west: -180, south: -90, east: 180, north: 90 }, size).zoom).toBeLessThan(1);
    expect(positionShowing(FRANCE, { width: 10, height: 10, padding: 48 }).zoom).toBe(0);
  });

  it('is nowhere when nothing is to be seen', () => {
    expect(fleetPosition(frameOf([]), size)).toBeUndefined();
  });
});
