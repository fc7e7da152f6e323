import { describe, expect, it } from 'vitest';
import { createWallCameras } from '../../../../electron/data/walls/wall-cameras.ts';
import type { SpanCamera } from '../../../../shared/contract/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const at = (longitude: number) => ({ longitude, latitude: 48, zoom: 10 });

function open() {
  const clock = createManualClock();
  const told: SpanCamera[] = [];
  return { clock, told, cameras: createWallCameras(clock, (_wall, camera) => told.push(camera)) };
}

describe('the cameras of walls', () => {
  it('tells the first position at once, then the newest only, once a picture', () => {
    const { clock, told, cameras } = open();
    for (let step = 0; step < 50; step++) cameras.move('1', 'a', at(step), undefined);
    expect(told.map(({ camera }) => camera.longitude)).toEqual([0]);
    clock.advance(16);
    expect(told.map(({ camera }) => camera.longitude)).toEqual([0, 49]);
    clock.advance(1_000);
    expect(told).toHaveLength(2);
    expect(clock.plannedCount()).toBe(0);
  });

  it('names an instant to come at which all windows move together', () => {
    const { clock, told, cameras } = open();
    cameras.move('1', 'a', at(1), undefined);
    const before = clock.nowMs();
    expect(told[0]?.applyAtMs).toBeGreaterThan(before);
    expect(told[0]?.applyAtMs).toBeLessThan(before + 100);
  });

  it('lets the first window of a generation say where the camera begins', () => {
    const { cameras } = open();
    const longitudes = () => cameras.of('1').map(({ camera }) => camera.longitude);
    cameras.move('1', 'a', at(1), cameras.generation('1'));
    cameras.move('1', 'a', at(2), cameras.generation('1'));
    expect(longitudes()).toEqual([1]);
    const old = cameras.generation('1');
    cameras.forget('1');
    cameras.move('1', 'a', at(3), old);
    expect(longitudes()).toEqual([]);
    cameras.move('1', 'a', at(4), cameras.generation('1'));
    cameras.move('1', 'a', at(5), undefined);
    expect(longitudes()).toEqual([5]);
  });

  it('keeps the cameras of walls and spans apart, and stops when it is disposed of', () => {
    const { clock, told, cameras } = open();
    cameras.move('1', 'a', at(1), undefined);
    cameras.move('2', 'a', at(2), undefined);
    cameras.move('2', 'b', at(3), undefined);
    expect(cameras.of('2').map(({ span }) => span)).toEqual(['a', 'b']);
    cameras.dispose();
    clock.advance(1_000);
    expect(told).toHaveLength(3);
    expect(clock.plannedCount()).toBe(0);
  });
});
