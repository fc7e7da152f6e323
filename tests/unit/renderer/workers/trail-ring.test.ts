import { describe, expect, it } from 'vitest';
import { trailLines, WAY_BYTES } from '../../../../renderer/workers/trail-lines.ts';
import { TRAIL_STEPS, TrailRing } from '../../../../renderer/workers/trail-ring.ts';
import { DEGREES_PER_UNIT, type PositionRecord } from '../../../../shared/domain/index.ts';
import { recordOf, tableOf } from '../../../support/fleet-records.ts';
import { fc } from '../../../support/property.ts';

/** Notes places one after another, in degrees; null where a vehicle is not known. */
function ringOf(places: readonly ([number, number] | null)[], streamId = 7, ring = new TrailRing()): TrailRing {
  for (const place of places) {
    const record: PositionRecord | null = place === null ? null : recordOf({ longitude: place[0], latitude: place[1] });
    ring.note(tableOf([record], streamId));
  }
  return ring;
}

/** The places of a trail, newest first, in degrees. */
function placesOf(ring: TrailRing, slot = 0): [number, number][] {
  const places: [number, number][] = [];
  ring.walk(slot, (fromX, fromY, toX, toY) => {
    if (places.length === 0) places.push([fromX * DEGREES_PER_UNIT, fromY * DEGREES_PER_UNIT]);
    places.push([toX * DEGREES_PER_UNIT, toY * DEGREES_PER_UNIT]);
  });
  return places;
}

describe('where vehicles were', () => {
  it('is told newest first, within a few centimetres however long the way', () => {
    const step = fc.double({ min: -0.01, max: 0.01, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(step, step), { minLength: 2, maxLength: 60 }), (steps) => {
        let at: [number, number] = [2.35, 48.85];
        const places = steps.map(([east, north]) => (at = [at[0] + east, at[1] + north]));
        const kept = placesOf(ringOf(places));
        const expected = places.slice(-TRAIL_STEPS).toReversed();
        for (const [index, [longitude, latitude]] of kept.entries()) {
          // A step so small that it rounds to nothing is no way; the trail goes on after it.
          const near = expected.some(([x, y]) => Math.hypot(x - longitude, y - latitude) < 1e-6);
          expect(near, `place ${index}`).toBe(true);
        }
        expect(kept.length).toBeLessThanOrEqual(TRAIL_STEPS);
      }),
    );
  });

  it('forgets what is older than its length', () => {
    const places = Array.from({ length: 60 }, (_, index): [number, number] => [2 + index * 0.001, 48]);
    const kept = placesOf(ringOf(places));
    expect(kept).toHaveLength(TRAIL_STEPS);
    expect(kept.at(-1)?.[0]).toBeCloseTo(2 + (60 - TRAIL_STEPS) * 0.001, 5);
  });

  it('is not drawn over a jump, nor over a time when the vehicle was not known', () => {
    expect(
      placesOf(
        ringOf([
          [2, 48],
          [2.001, 48],
          [9, 48],
          [9.001, 48],
        ]),
      ),
    ).toHaveLength(2);
    expect(placesOf(ringOf([[2, 48], [2.001, 48], null, [2.002, 48], [2.003, 48]])).length).toBeLessThanOrEqual(3);
    expect(placesOf(ringOf([[2, 48]]))).toEqual([]);
    expect(placesOf(ringOf([]), 5)).toEqual([]);
  });

  it('crosses the antimeridian', () => {
    const kept = placesOf(
      ringOf([
        [179.999, 0],
        [-179.999, 0],
        [-179.998, 0],
      ]),
    );
    expect(kept.map(([longitude]) => Math.abs(longitude))).toEqual([
      expect.closeTo(179.998, 5),
      expect.closeTo(179.999, 5),
      expect.closeTo(179.999, 5),
    ]);
  });

  it('begins anew with another stream, whose slots are other vehicles', () => {
    const ring = ringOf([
      [2, 48],
      [2.001, 48],
    ]);
    expect(placesOf(ringOf([[2.002, 48]], 8, ring))).toEqual([]);
  });

  it('stays whole while the fleet grows', () => {
    const ring = ringOf([
      [2, 48],
      [2.001, 48],
    ]);
    const many = Array.from({ length: 50 }, () => recordOf({ longitude: 2.002, latitude: 48 }));
    ring.note(tableOf(many));
    expect(placesOf(ring)).toHaveLength(3);
    expect(placesOf(ring, 49)).toEqual([]);
  });
});

describe('the ways of trails', () => {
  it('pale from the newest to the oldest, and join', () => {
    const bytes = trailLines(
      ringOf([
        [2, 48],
        [2.001, 48],
        [2.002, 48.001],
      ]),
      new Uint8Array(0),
      [0, 3],
    );
    expect(bytes.byteLength).toBe(2 * WAY_BYTES);
    const view = new DataView(bytes);
    const way = (index: number) => ({
      from: [view.getInt32(index * WAY_BYTES, true), view.getInt32(index * WAY_BYTES + 4, true)],
      to: [view.getInt32(index * WAY_BYTES + 8, true), view.getInt32(index * WAY_BYTES + 12, true)],
      fresh: [view.getFloat32(index * WAY_BYTES + 16, true), view.getFloat32(index * WAY_BYTES + 20, true)],
    });
    expect(way(0).to).toEqual(way(1).from);
    expect(way(0).fresh[1]).toBe(way(1).fresh[0]);
    expect(way(0).fresh[0]).toBe(1);
    expect(way(1).fresh[1]).toBeLessThan(1);
  });

  it('lead on to where the vehicle is now, but not over a jump', () => {
    const ring = ringOf([
      [2, 48],
      [2.001, 48],
    ]);
    const waysTo = (longitude: number) =>
      trailLines(ring, tableOf([recordOf({ longitude, latitude: 48 })]).records, [0]).byteLength / WAY_BYTES;
    expect(waysTo(2.002)).toBe(2);
    expect(waysTo(9)).toBe(1);
    // A vehicle that was noted once has no way yet.
    expect(trailLines(ringOf([[2, 48]]), tableOf([recordOf()]).records, [0]).byteLength).toBe(0);
  });
});
