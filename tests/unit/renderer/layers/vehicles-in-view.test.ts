import { WebMercatorViewport } from '@deck.gl/core';
import { describe, expect, it } from 'vitest';
import { cameraOf, type FleetScene, seesAll, vehiclesInView } from '../../../../renderer/supervision/layers/index.ts';
import { POSITION_FLAGS } from '../../../../shared/domain/index.ts';
import { EPOCH_MS, frameOf, recordOf } from '../../../support/fleet-records.ts';

const viewport = new WebMercatorViewport({ longitude: 2.35, latitude: 48.86, zoom: 12, width: 1280, height: 800 });
const [west, south, east, north] = viewport.getBounds();
const area = { west, south, east, north };
const thresholds = { lateMs: 60_000, silentMs: 300_000 };
const heard = (secondsAgo: number) => ({ observedAtMs: EPOCH_MS + (600 - secondsAgo) * 1000 });
const records = [
  recordOf({ ...heard(0), longitude: 50, velocityEast: 100 }),
  recordOf({ ...heard(0), velocityEast: 5 }),
  null,
  recordOf({ ...heard(0), velocityNorth: -12 }),
  recordOf({ ...heard(90) }),
  recordOf({ ...heard(0), flags: POSITION_FLAGS.suspect, velocityEast: 1 }),
  recordOf({ ...heard(400) }),
];
const scene: FleetScene = {
  frame: frameOf(records),
  nowSeconds: 600,
  camera: cameraOf(viewport),
  blend: 1,
  sees: seesAll,
};
const slotsOf = (...more: [cap: number, has?: Set<number>, change?: Partial<FleetScene>]) => {
  const [cap, has, change] = more;
  return vehiclesInView({ ...scene, ...change }, area, cap, thresholds, has).map(({ slot }) => slot);
};

describe('the vehicles in view', () => {
  it('are those on the screen: the late and the suspect first, then the fastest', () => {
    expect(slotsOf(10)).toEqual([5, 4, 3, 1, 6]);
    expect(slotsOf(3)).toEqual([5, 4, 3]);
    expect(slotsOf(0)).toEqual([]);
  });

  it('keep their names from those that are hardly faster', () => {
    expect(slotsOf(3, new Set([1]))).toEqual([5, 4, 1]);
    expect(slotsOf(3, new Set([6]))).toEqual([5, 4, 3]);
  });

  it('are not those that the filter leaves out', () => {
    expect(slotsOf(10, undefined, { sees: (slot) => slot > 3 })).toEqual([5, 4, 6]);
  });

  it('say where they are drawn', () => {
    const [first] = vehiclesInView(scene, area, 1, thresholds);
    expect(first?.x).toBeCloseTo(640, -1);
    expect(first?.y).toBeCloseTo(400, -1);
  });
});
