import { describe, expect, it } from 'vitest';
import { frameSeconds, placeOf } from '../../../../renderer/supervision/layers/index.ts';
import type { FleetFrame } from '../../../../renderer/supervision/fleet/index.ts';
import { fc } from '../../../support/property.ts';
import { EPOCH_MS, frameOf, recordOf } from '../../../support/fleet-records.ts';

const METRES = 6_371_008.8;
const camera = { longitudeUnits: 0, latitudeUnits: 0 };
const sceneOf = (frame: FleetFrame, nowSeconds: number, blend = 1) => ({ frame, nowSeconds, camera, blend });
/** At the equator a radian of the map is a radian of the Earth. */
const driver = recordOf({ longitude: 0, latitude: 0, velocityEast: 20, velocityNorth: -10 });

describe('the place of a vehicle', () => {
  it('is that of its fix when it stands', () => {
    const frame = frameOf([recordOf({ longitude: 1, latitude: 0, velocityEast: 0.2 })]);
    expect(placeOf(sceneOf(frame, 5000), 0).east).toBeCloseTo(Math.PI / 180, 8);
  });

  it('moves with its velocity, by its age', () => {
    const { east, north } = placeOf(sceneOf(frameOf([driver]), 10), 0);
    expect(east * METRES).toBeCloseTo(200, 3);
    expect(north * METRES).toBeCloseTo(-100, 3);
  });

  it('does not drive on when it is not heard from', () => {
    const { east } = placeOf(sceneOf(frameOf([driver]), 86_400), 0);
    expect(east * METRES).toBeCloseTo(20 * 40, 3);
  });

  it('moves as fast as the feed plays', () => {
    const { east } = placeOf(sceneOf(frameOf([driver], 10), 1.5), 0);
    expect(east * METRES).toBeCloseTo(20 * 15, 3);
  });

  it('moves farther on the map the farther it is from the equator', () => {
    const north = recordOf({ longitude: 0, latitude: 60, velocityEast: 20 });
    expect(placeOf(sceneOf(frameOf([north]), 1), 0).east * METRES).toBeCloseTo(40, 3);
  });

  describe('after a fix that differs from what it was taken to be', () => {
    const before = recordOf({ longitude: 0, latitude: 0, velocityEast: 10 });
    /** Taken to be at 100 m after 10 s; it is at 80 m. */
    const frame = (
      record = recordOf({ longitude: 80 / 111_195.08, latitude: 0, velocityEast: 10, observedAtMs: EPOCH_MS + 10_000 }),
    ) => ({
      ...frameOf([record]),
      earlier: frameOf([before]).records,
    });
    const eastAt = (seconds: number, blend: number, at = frame()) =>
      placeOf(sceneOf(at, seconds, blend), 0).east * METRES;

    it('begins where it was drawn, ends where it is, and goes evenly between', () => {
      expect(eastAt(10, 0)).toBeCloseTo(100, 1);
      expect(eastAt(10.5, 0.5)).toBeCloseTo(95, 1);
      expect(eastAt(11, 1)).toBeCloseTo(90, 1);
    });

    it('is shown at once where that is farther than a few seconds of driving', () => {
      const far = recordOf({
        longitude: 1000 / 111_195.08,
        latitude: 0,
        velocityEast: 10,
        observedAtMs: EPOCH_MS + 10_000,
      });
      expect(eastAt(10, 0, frame(far))).toBeCloseTo(1000, 0);
    });

    it('is shown at once where it was not known before', () => {
      const known = frame();
      expect(eastAt(10, 0, { ...known, earlier: frameOf([null]).records })).toBeCloseTo(80, 1);
      expect(eastAt(10, 0, { ...known, earlier: frameOf([]).records })).toBeCloseTo(80, 1);
    });

    it('never leaves the way between the two, and never goes back on it', () => {
      const metres = fc.double({ min: -300, max: 300, noNaN: true });
      const speed = fc.double({ min: -40, max: 40, noNaN: true });
      fc.assert(
        fc.property(metres, speed, speed, fc.double({ min: 0, max: 30, noNaN: true }), (jump, was, is, seconds) => {
          const earlier = frameOf([recordOf({ longitude: 0, latitude: 0, velocityEast: was })]).records;
          const record = recordOf({ longitude: jump / 111_195.08, latitude: 0, velocityEast: is });
          const at = { ...frameOf([record]), earlier };
          const steps = [0, 0.25, 0.5, 0.75, 1].map((blend) => eastAt(seconds, blend, at));
          const [first = 0, last = 0] = [steps[0], steps.at(-1)];
          const isJump = steps.every((step) => step === last);
          const way = Math.sign(last - first);
          for (const [index, step] of steps.entries()) {
            if (index > 0 && !isJump) expect(way * (step - (steps[index - 1] ?? 0))).toBeGreaterThanOrEqual(-1e-6);
          }
        }),
      );
    });
  });

  it('takes its time from the epoch of the frame', () => {
    expect(frameSeconds(frameOf([driver]), EPOCH_MS + 2500)).toBe(2.5);
  });
});
