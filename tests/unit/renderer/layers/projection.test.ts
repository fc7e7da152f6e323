import { WebMercatorViewport } from '@deck.gl/core';
import { describe, expect, it } from 'vitest';
import { cameraOf, northing, toScreen, worldCopies } from '../../../../renderer/supervision/layers/index.ts';
import { RADIANS_PER_UNIT, wrapUnits } from '../../../../renderer/supervision/layers/projection.ts';
import { fc } from '../../../support/property.ts';

const radians = Math.PI / 180;
const mercator = (latitude: number) => Math.asinh(Math.tan(latitude));
const units = (degrees: number) => Math.round((degrees * radians) / RADIANS_PER_UNIT);

describe('northing relative to a latitude', () => {
  it('is the difference of two Mercator northings', () => {
    const degrees = fc.double({ min: -80, max: 80, noNaN: true });
    fc.assert(
      fc.property(degrees, degrees, (from, to) => {
        const expected = mercator(to * radians) - mercator(from * radians);
        expect(northing(from * radians, (to - from) * radians)).toBeCloseTo(expected, 9);
      }),
    );
  });

  it('keeps its digits where the difference of two would lose them', () => {
    // A millimetre north of Ushuaia.
    const step = 0.001 / 6_371_008.8;
    const relative = northing(-54.8 * radians, step) / step;
    expect(relative).toBeCloseTo(1 / Math.cos(54.8 * radians), 8);
  });

  it('stops at the edge of the map', () => {
    expect(northing(0, 89.99 * radians)).toBeCloseTo(Math.PI, 5);
    expect(northing(0, -89.99 * radians)).toBeCloseTo(-Math.PI, 5);
  });
});

/**
 * What rounding a place to wire units may move it, in pixels: half a unit in each direction, of which Mercator draws the
 * northward one longer towards the poles. At zoom 20 a unit is an eighth of a pixel on the equator.
 */
function halfUnit(latitude: number, zoom: number): number {
  const pixels = ((RADIANS_PER_UNIT / (2 * Math.PI)) * 512 * 2 ** zoom) / 2;
  return Math.hypot(pixels, pixels / Math.cos(latitude * radians));
}

describe('a camera', () => {
  it('shows places where deck.gl shows them, at any zoom', () => {
    fc.assert(
      fc.property(
        fc.record({
          longitude: fc.double({ min: -179, max: 179, noNaN: true }),
          latitude: fc.double({ min: -75, max: 75, noNaN: true }),
          zoom: fc.double({ min: 3, max: 20, noNaN: true }),
          bearing: fc.double({ min: 0, max: 359, noNaN: true }),
        }),
        fc.double({ min: -500, max: 500, noNaN: true }),
        fc.double({ min: -300, max: 300, noNaN: true }),
        (view, dx, dy) => {
          const viewport = new WebMercatorViewport({ ...view, width: 1280, height: 800 });
          const [longitude = 0, latitude = 0] = viewport.unproject([640 + dx, 400 + dy]);
          fc.pre(Math.abs(latitude) < 84);
          const camera = cameraOf(viewport);
          const lon = units(longitude);
          const lat = units(latitude);
          const shown = toScreen(
            camera,
            wrapUnits(lon - camera.longitudeUnits) * RADIANS_PER_UNIT,
            northing(camera.latitudeUnits * RADIANS_PER_UNIT, (lat - camera.latitudeUnits) * RADIANS_PER_UNIT),
          );
          expect(Math.hypot(shown.x - 640 - dx, shown.y - 400 - dy)).toBeLessThan(halfUnit(latitude, view.zoom) + 0.01);
        },
      ),
    );
  });

  it('sees the other side of the antimeridian close by', () => {
    const camera = cameraOf(
      new WebMercatorViewport({ longitude: 179.9, latitude: 0, zoom: 6, width: 800, height: 600 }),
    );
    const east = wrapUnits(units(-179.9) - camera.longitudeUnits) * RADIANS_PER_UNIT;
    expect(toScreen(camera, east, 0).x).toBeCloseTo(400 + (0.2 / 360) * 512 * 64, 3);
  });

  it('shows the world as often as there is room for it, each copy a world away from the next', () => {
    const view = { longitude: 10, latitude: 20, zoom: 1, bearing: 0, width: 3840, height: 2160 };
    const copies = worldCopies(cameraOf(view));
    const places = copies.map((camera) => Math.round(toScreen(camera, 0, 0).x)).sort((one, other) => one - other);
    expect(places).toEqual([-128, 896, 1920, 2944, 3968]);
    expect(worldCopies(cameraOf({ ...view, zoom: 6 }))).toHaveLength(1);
  });
});
