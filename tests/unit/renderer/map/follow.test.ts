import { WebMercatorViewport } from '@deck.gl/core';
import { describe, expect, it } from 'vitest';
import { cameraOf, screenPlace, seesAll } from '../../../../renderer/supervision/layers/index.ts';
import { followPosition } from '../../../../renderer/supervision/map/follow.ts';
import { frameOf, recordOf } from '../../../support/fleet-records.ts';

/** A vehicle in Brisbane that drives, seen from somewhere near. */
const record = recordOf({ longitude: 153.03, latitude: -27.47, velocityEast: 20, velocityNorth: -12 });
function sceneAt(longitude: number, latitude: number, bearing = 0) {
  const zoom = 15;
  const viewport = new WebMercatorViewport({ longitude, latitude, zoom, bearing, width: 1280, height: 800 });
  const scene = { frame: frameOf([record]), nowSeconds: 10, camera: cameraOf(viewport), blend: 1, sees: seesAll };
  return { scene, view: { longitude, latitude, zoom, ...(bearing === 0 ? {} : { bearing }) } };
}

describe('following a vehicle', () => {
  it.each([0, 60])('looks where it is drawn, and stays when it looks there (turned by %s degrees)', (bearing) => {
    const { scene, view } = sceneAt(153.02, -27.46, bearing);
    const next = followPosition(scene, 0, view);
    expect(next?.zoom).toBe(15);
    expect(next?.bearing ?? 0).toBe(bearing);
    const there = sceneAt(next?.longitude ?? 0, next?.latitude ?? 0, bearing);
    const at = screenPlace(there.scene, 0);
    expect(at?.x).toBeCloseTo(640, 1);
    expect(at?.y).toBeCloseTo(400, 1);
    expect(followPosition(there.scene, 0, there.view)).toBeUndefined();
  });

  it('has nowhere to look without its vehicle', () => {
    const { scene, view } = sceneAt(153.02, -27.46);
    expect(followPosition(scene, 4, view)).toBeUndefined();
  });
});
