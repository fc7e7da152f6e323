import { WebMercatorViewport } from '@deck.gl/core';
import { describe, expect, it } from 'vitest';
import { cameraOf, fleetViewOf, holdsFor, placeOf, toScreen } from '../../../../renderer/supervision/layers/index.ts';
import { DOT_HALO } from '../../../../renderer/supervision/layers/fleet-dots.ts';
import { CASING_OPACITY, fleetStyle } from '../../../../renderer/supervision/layers/fleet-style.ts';
import { COVERED_SECONDS, VisibleSlotsFinder } from '../../../../renderer/workers/visible-slots.ts';
import { FleetTable } from '../../../../shared/api/index.ts';
import { DEFAULT_AGE_THRESHOLDS, POSITION_FLAGS } from '../../../../shared/domain/index.ts';
import { recordOf } from '../../../support/fleet-records.ts';

const EPOCH_MS = 1_000_000;
const NOW_SECONDS = 100;
const RADIUS = 2.4;
const LATE_SECONDS = DEFAULT_AGE_THRESHOLDS.lateMs / 1000;

function cameraAt(
  zoom: number,
  size: { width: number; height: number },
  place: readonly [number, number] = [2.35, 48.86],
) {
  return cameraOf(new WebMercatorViewport({ longitude: place[0], latitude: place[1], zoom, ...size }));
}
type Vehicle = Partial<Parameters<FleetTable['write']>[1]> & { ageSeconds?: number };
function fleetOf(vehicles: readonly Vehicle[]) {
  const table = new FleetTable({ streamId: 7, epochMs: EPOCH_MS });
  vehicles.forEach(({ ageSeconds = 1, ...vehicle }, slot) => {
    table.write(slot, { ...recordOf(), observedAtMs: EPOCH_MS + (NOW_SECONDS - ageSeconds) * 1000, ...vehicle });
  });
  return { records: table.records, epochMs: EPOCH_MS, nowSeconds: NOW_SECONDS, timeScale: 1 };
}
function viewOf(camera: ReturnType<typeof cameraOf>, isCrowd: boolean) {
  const { lateMs } = DEFAULT_AGE_THRESHOLDS;
  const view = fleetViewOf({ camera, radius: RADIUS, pixelRatio: 1, isCrowd, lateMs, casingOpacity: CASING_OPACITY });
  if (view === undefined) throw new Error('a flat map has a view');
  return view;
}
/** A generator of the same numbers each time. */
function numbers(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('a crowd of dots', () => {
  const size = { width: 120, height: 80 };
  const camera = cameraAt(5, size);
  const random = numbers(3);
  const [east, north] = [(size.width * 360) / 512 / 2 ** 5, (size.height * 250) / 512 / 2 ** 5];
  const crowd = fleetOf(
    Array.from({ length: 4_000 }, (_, slot) => ({
      longitude: 2.35 + (random() - 0.5) * east,
      latitude: 48.86 + (random() - 0.5) * north,
      state: slot % 5,
      ageSeconds: slot % 40 === 0 ? LATE_SECONDS + 20 : 1,
      velocityEast: slot % 3 === 0 ? 12 : 0,
    })),
  );

  /** The picture that the dots' shader (fleet-dots.ts) makes of some slots: grey and opacity of each pixel. */
  function pictureOf(slots: Iterable<number>, nowSeconds: number): Float64Array {
    const picture = new Float64Array(size.width * size.height * 2);
    const frame = { records: new DataView(crowd.records.buffer), timeScale: 1, earlier: undefined };
    for (const slot of slots) {
      const at = placeOf({ frame: frame as never, nowSeconds, camera, blend: 1 }, slot);
      const { x, y } = toScreen(camera, at.east, at.north);
      const state = frame.records.getUint8(slot * 24 + 21);
      const radius = RADIUS * (state === 1 ? 0.9 : state === 3 ? 0.8 : 1);
      const age = nowSeconds - frame.records.getFloat32(slot * 24 + 16, true);
      const [grey, opacity] = [(slot % 97) / 97, age >= LATE_SECONDS ? 0.8 : 1];
      for (let row = Math.max(0, Math.floor(y - 5)); row < Math.min(size.height, y + 5); row++) {
        for (let column = Math.max(0, Math.floor(x - 5)); column < Math.min(size.width, x + 5); column++) {
          const [dx, dy] = [Math.abs(column + 0.5 - x), Math.abs(row + 0.5 - y)];
          const body = (state === 3 ? Math.max(dx, dy) : Math.hypot(dx, dy)) - radius;
          const cover = Math.max(0, Math.min(1, 0.5 - body)) * opacity;
          const casing = Math.max(0, Math.min(1, 0.5 - (body - DOT_HALO))) * 0.9 * (1 - cover);
          const pixel = (row * size.width + column) * 2;
          const under = 1 - cover - casing;
          picture[pixel] = grey * cover + 0.05 * casing + (picture[pixel] ?? 0) * under;
          picture[pixel + 1] = cover + casing + (picture[pixel + 1] ?? 0) * under;
        }
      }
    }
    return picture;
  }

  it('is drawn to the same picture without the dots that lie beneath others, now and for as long as it is said to hold', () => {
    const { slots, untilSeconds } = new VisibleSlotsFinder(viewOf(camera, true), 1).find(crowd, false);
    expect(slots.length).toBeLessThan(2_500);
    expect([...slots]).toEqual([...slots].toSorted((one, other) => one - other));
    expect(untilSeconds).toBe(NOW_SECONDS + COVERED_SECONDS);
    for (const nowSeconds of [NOW_SECONDS, NOW_SECONDS + COVERED_SECONDS]) {
      const all = pictureOf(Array(4_000).keys(), nowSeconds);
      const some = pictureOf(slots, nowSeconds);
      expect(Math.max(...all.map((value, index) => Math.abs(value - (some[index] ?? 0))))).toBeLessThan(1 / 510);
    }
  });

  it('hides none under a filter, and none that only stands beside it', () => {
    const finder = new VisibleSlotsFinder(viewOf(camera, true), 1);
    const filtered = finder.find(crowd, true);
    expect(filtered.slots).toHaveLength(4_000);
    expect(filtered.untilSeconds).toBeNull();
    const alone = fleetOf([
      { longitude: 2.3 },
      { longitude: 2.9 },
      { flags: POSITION_FLAGS.hidden },
      { longitude: 90 },
    ]);
    expect([...finder.find(alone, false).slots]).toEqual([0, 1]);
  });

  it('hides nothing behind a dot that late vehicles, or fast ones close by, are not opaque enough for', () => {
    const here = { longitude: 2.35, latitude: 48.86 };
    const finder = new VisibleSlotsFinder(viewOf(camera, true), 1);
    // Its soft edge lets through what lies beneath, until enough lie on it.
    const depot = Array.from(
      { length: 500 },
      (_, slot): Vehicle => ({ ...here, longitude: 2.35 + (slot % 23) / 1000, latitude: 48.86 + (slot % 21) / 1500 }),
    );
    expect(finder.find(fleetOf(depot), false).slots.length).toBeLessThan(400);
    const late = depot.map((one) => ({ ...one, ageSeconds: LATE_SECONDS - 1 }));
    expect(finder.find(fleetOf(late), false).slots).toHaveLength(500);
    const near = cameraAt(8, size);
    const fast = depot.map((one) => ({ ...one, velocityEast: 40 }));
    expect(new VisibleSlotsFinder(viewOf(near, true), 1).find(fleetOf(fast), false).slots).toHaveLength(500);
  });

  it('is of colours that let nothing through while vehicles are heard', () => {
    for (const theme of ['dark', 'light'] as const) {
      const { onMission, idle, outOfService, unknown, suspect } = fleetStyle(theme, DEFAULT_AGE_THRESHOLDS);
      for (const fill of [onMission, idle, outOfService, unknown, suspect]) expect(fill[3]).toBe(1);
    }
  });
});

describe('a map of streets', () => {
  const size = { width: 800, height: 600 };
  const camera = cameraAt(15, size);
  const view = viewOf(camera, false);

  it('is given those that are in view or may drive into it, and holds while the map moves a little', () => {
    const far = 2.35 + 0.1;
    const vehicles = [
      {},
      { longitude: far },
      { longitude: far, velocityEast: -140 },
      { latitude: 49.5 },
      { latitude: -48.86 },
    ];
    const { slots, untilSeconds } = new VisibleSlotsFinder(view, 1).find(fleetOf(vehicles), false);
    expect([...slots]).toEqual([0, 2]);
    expect(untilSeconds).toBeNull();
    expect(holdsFor(view, camera)).toBe(true);
    expect(holdsFor(view, cameraAt(15, size, [2.355, 48.861]))).toBe(true);
    expect(holdsFor(view, cameraAt(15, size, [2.45, 48.86]))).toBe(false);
    expect(holdsFor(view, cameraAt(12, size))).toBe(false);
    expect(holdsFor(view, cameraAt(19, size))).toBe(false);
  });

  it('sees across the antimeridian, and all of the world from far out', () => {
    const fiji = viewOf(cameraAt(8, size, [179.9, -17]), false);
    const around = fleetOf([
      { longitude: -179.9, latitude: -17 },
      { longitude: 179.5, latitude: -17 },
      { longitude: 0, latitude: -17 },
    ]);
    expect([...new VisibleSlotsFinder(fiji, 1).find(around, false).slots]).toEqual([0, 1]);
    const world = viewOf(cameraAt(0, size), false);
    expect(new VisibleSlotsFinder(world, 1).find(around, false).slots).toHaveLength(3);
  });
});
