import { WebMercatorViewport } from '@deck.gl/core';
import { describe, expect, it } from 'vitest';
import {
  cameraOf,
  type FleetScene,
  pickVehicle,
  screenPlace,
  seesAll,
} from '../../../../renderer/supervision/layers/index.ts';
import type { FleetFrame } from '../../../../renderer/supervision/fleet/index.ts';
import { frameOf, recordOf } from '../../../support/fleet-records.ts';

const view = (longitude: number, latitude: number, zoom: number) =>
  new WebMercatorViewport({ longitude, latitude, zoom, width: 1280, height: 800 });

function sceneOf(
  frame: FleetFrame,
  viewport: WebMercatorViewport,
  nowSeconds = 0,
  change: Partial<FleetScene> = {},
): FleetScene {
  return { frame, nowSeconds, camera: cameraOf(viewport), blend: 1, sees: seesAll, ...change };
}

function pickAt(
  frame: FleetFrame,
  viewport: WebMercatorViewport,
  point: { x: number; y: number },
  nowSeconds = 0,
  change: Partial<FleetScene> = {},
) {
  return pickVehicle(sceneOf(frame, viewport, nowSeconds, change), point, 12, (x, y) => {
    const [lng = 0, lat = 0] = viewport.unproject([x, y]);
    return { lng, lat };
  });
}

describe('picking', () => {
  const viewport = view(2.35, 48.86, 14);
  const centre = { x: 640, y: 400 };

  it('finds the vehicle under the pointer, and none where none is', () => {
    const frame = frameOf([recordOf({ longitude: 9 }), recordOf()]);
    expect(pickAt(frame, viewport, { x: 645, y: 396 })).toBe(1);
    expect(pickAt(frame, viewport, { x: 660, y: 400 })).toBeNull();
  });

  it('finds it where it is drawn, not where it was', () => {
    const frame = frameOf([recordOf({ velocityEast: 30 })]);
    const drawn = screenPlace(sceneOf(frame, viewport, 15), 0);
    if (drawn === undefined) throw new Error('it is drawn');
    expect(drawn.x).toBeGreaterThan(700);
    expect(pickAt(frame, viewport, drawn, 15)).toBe(0);
    expect(pickAt(frame, viewport, centre, 15)).toBeNull();
  });

  it('takes the nearest, and of two in one place the one on top', () => {
    const near = recordOf({ longitude: 2.35003 });
    expect(pickAt(frameOf([recordOf({ longitude: 2.3502 }), near]), viewport, centre)).toBe(1);
    expect(pickAt(frameOf([recordOf(), recordOf()]), viewport, centre)).toBe(1);
  });

  it('does not see the hidden', () => {
    expect(pickAt(frameOf([null]), viewport, centre)).toBeNull();
    expect(screenPlace(sceneOf(frameOf([null]), viewport), 0)).toBeUndefined();
    expect(screenPlace(sceneOf(frameOf([null]), viewport), 5)).toBeUndefined();
  });

  it('sees across the antimeridian', () => {
    const frame = frameOf([recordOf({ longitude: -179.9999, latitude: 0 })]);
    const viewport = view(179.9999, 0, 12);
    const drawn = screenPlace(sceneOf(frame, viewport), 0);
    if (drawn === undefined) throw new Error('it is drawn');
    expect(Math.abs(drawn.x - 640)).toBeLessThan(3);
    expect(pickAt(frame, viewport, centre)).toBe(0);
  });

  it('does not find what the filter leaves out', () => {
    const frame = frameOf([recordOf({ longitude: 2.35001 }), recordOf()]);
    expect(pickAt(frame, viewport, centre)).toBe(1);
    expect(pickAt(frame, viewport, centre, 0, { sees: (slot) => slot === 0 })).toBe(0);
    expect(pickAt(frame, viewport, centre, 0, { sees: () => false })).toBeNull();
  });

  it.each([1, 0.3])('agrees with looking at every vehicle, wherever the pointer is (blend %s)', (blend) => {
    const records = Array.from({ length: 400 }, (_, index) =>
      recordOf({
        longitude: 2.35 + Math.sin(index * 12.9898) * 0.05,
        latitude: 48.86 + Math.sin(index * 78.233) * 0.03,
        velocityEast: (index % 7) * 5,
        velocityNorth: (index % 5) * -6,
      }),
    );
    // What the frame before had of them, some from driving the other way.
    const before = records.map((record, index) => ({
      ...record,
      longitude: record.longitude + Math.sin(index * 3) * 0.002,
      velocityEast: record.velocityEast * (index % 3 === 0 ? -0.5 : 0.8),
    }));
    const frame = { ...frameOf(records), earlier: frameOf(before).records };
    const scene = sceneOf(frame, viewport, 12, { blend });
    for (let x = 20; x < 1280; x += 60) {
      for (let y = 20; y < 800; y += 60) {
        let nearest: number | null = null;
        let least = 144;
        records.forEach((_, slot) => {
          const at = screenPlace(scene, slot);
          const distance = at === undefined ? Number.POSITIVE_INFINITY : (at.x - x) ** 2 + (at.y - y) ** 2;
          if (distance > least) return;
          least = distance;
          nearest = slot;
        });
        expect(pickAt(frame, viewport, { x, y }, 12, { blend })).toBe(nearest);
      }
    }
  });

  it('finds one that the filter shows among 100,000 in one city, all moving', () => {
    const records = Array.from({ length: 1000 }, (_, index) =>
      recordOf({
        longitude: 2.35 + Math.sin(index) * 0.1,
        latitude: 48.86 + Math.sin(index * 3) * 0.07,
        velocityEast: (index % 9) * 3,
        velocityNorth: (index % 5) * 2,
      }),
    );
    const frame = frameOf(Array.from({ length: 100_000 }, (_, slot) => records[slot % 1000] ?? null));
    const scene = sceneOf(frame, viewport, 1);
    const inView = records.flatMap((_record, slot) => {
      const at = screenPlace(scene, slot);
      return at !== undefined && at.x > 0 && at.x < 1280 && at.y > 0 && at.y < 800 ? [{ slot, at }] : [];
    });
    expect(inView.length).toBeGreaterThan(10);
    for (const { slot, at } of inView.slice(0, 10)) {
      const pickAmong = (rest: number) => pickAt(frame, viewport, at, 1, { sees: (one) => one % 2 === rest });
      // A hundred lie on one another there: the last is on top.
      expect(pickAmong(slot % 2)).toBe(99_000 + slot);
      expect((pickAmong(1 - (slot % 2)) ?? slot + 1) % 2).toBe(1 - (slot % 2));
    }
  });
});
