import { describe, expect, it } from 'vitest';
import { frameSeconds, placeOf } from '../../../../renderer/supervision/layers/index.ts';
import { EPOCH_MS, frameOf, recordOf } from '../../../support/fleet-records.ts';

const METRES = 6_371_008.8;
const camera = { longitudeUnits: 0, latitudeUnits: 0 };
/** At the equator a radian of the map is a radian of the Earth. */
const driver = recordOf({ longitude: 0, latitude: 0, velocityEast: 20, velocityNorth: -10 });

describe('the place of a vehicle', () => {
  it('is that of its fix when it stands', () => {
    const frame = frameOf([recordOf({ longitude: 1, latitude: 0, velocityEast: 0.2 })]);
    expect(placeOf(frame, 0, 5000, camera).east).toBeCloseTo(Math.PI / 180, 8);
  });

  it('moves with its velocity, by its age', () => {
    const { east, north } = placeOf(frameOf([driver]), 0, 10, camera);
    expect(east * METRES).toBeCloseTo(200, 3);
    expect(north * METRES).toBeCloseTo(-100, 3);
  });

  it('does not drive on when it is not heard from', () => {
    const { east } = placeOf(frameOf([driver]), 0, 86_400, camera);
    expect(east * METRES).toBeCloseTo(20 * 40, 3);
  });

  it('moves as fast as the feed plays', () => {
    const { east } = placeOf(frameOf([driver], 10), 0, 1.5, camera);
    expect(east * METRES).toBeCloseTo(20 * 15, 3);
  });

  it('moves farther on the map the farther it is from the equator', () => {
    const north = recordOf({ longitude: 0, latitude: 60, velocityEast: 20 });
    expect(placeOf(frameOf([north]), 0, 1, camera).east * METRES).toBeCloseTo(40, 3);
  });

  it('takes its time from the epoch of the frame', () => {
    expect(frameSeconds(frameOf([driver]), EPOCH_MS + 2500)).toBe(2.5);
  });
});
