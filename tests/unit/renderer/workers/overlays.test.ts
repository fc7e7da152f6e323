import { describe, expect, it } from 'vitest';
import { CELL_BYTES, cellsAcross, densityCells } from '../../../../renderer/workers/density-grid.ts';
import { createOverlays } from '../../../../renderer/workers/overlays.ts';
import { type FromPositionsWorker, NO_OVERLAY, type ShownVehicles } from '../../../../renderer/workers/index.ts';
import { WAY_BYTES } from '../../../../renderer/workers/trail-lines.ts';
import { TRAIL_EVERY_MS } from '../../../../renderer/workers/trail-ring.ts';
import { DEFAULT_AGE_THRESHOLDS, DEGREES_PER_UNIT, PASS_ALL } from '../../../../shared/domain/index.ts';
import { frameOf, recordOf, tableOf } from '../../../support/fleet-records.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const units = (degrees: number) => Math.round(degrees / DEGREES_PER_UNIT);
const FRANCE = { west: units(-5), south: units(42), east: units(8), north: units(51) };

function setUp(shown: ShownVehicles | null = null) {
  const clock = createManualClock();
  const table = tableOf([recordOf({ longitude: 2 }), recordOf({ longitude: 40 })]);
  const posted: FromPositionsWorker[] = [];
  const look = () => {
    const { records } = table;
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    return { moment: { records: view, nowSeconds: 0, timeScale: 1, thresholds: DEFAULT_AGE_THRESHOLDS }, shown };
  };
  const overlays = createOverlays(
    table,
    () => clock.monotonicMs(),
    look,
    (message) => posted.push(message),
  );
  const drive = (step: number) => {
    table.write(0, recordOf({ longitude: 2 + step * 0.001 }));
    table.write(1, recordOf({ longitude: 40 + step * 0.001 }));
    clock.advance(TRAIL_EVERY_MS);
    overlays.beat(true);
  };
  const waysOf = (message: FromPositionsWorker | undefined) =>
    message?.type === 'trails' ? message.ways.byteLength / WAY_BYTES : undefined;
  return { overlays, drive, posted, last: () => posted.at(-1), waysOf };
}

describe('what lies on a map besides its vehicles', () => {
  it('costs nothing without a wish', () => {
    const { drive, posted } = setUp();
    for (let step = 0; step < 5; step++) drive(step);
    expect(posted).toEqual([]);
  });

  it('are the ways of the vehicles asked for, or of those in an area', () => {
    const { overlays, drive, last, waysOf } = setUp();
    overlays.want({ trails: { slots: [0, 1] }, density: null });
    for (let step = 0; step < 4; step++) drive(step);
    expect(waysOf(last())).toBe(6);
    overlays.want({ trails: { area: FRANCE }, density: null });
    expect(waysOf(last())).toBe(3);
    overlays.want({ trails: { slots: [] }, density: null });
    expect(waysOf(last())).toBe(0);
    overlays.want(NO_OVERLAY);
  });

  it('are of those alone that the filter shows', () => {
    const { overlays, drive, last, waysOf } = setUp({ sieve: PASS_ALL, mask: Uint8Array.of(0, 1) });
    overlays.want({ trails: { area: { ...FRANCE, east: units(60) } }, density: null });
    for (let step = 0; step < 3; step++) drive(step);
    expect(waysOf(last())).toBe(2);
  });

  it('are cells with vehicles, anew when there is news', () => {
    const { overlays, posted } = setUp();
    overlays.want({ trails: null, density: 5 });
    expect(posted).toMatchObject([{ type: 'density', zoom: 5 }]);
    overlays.beat(false);
    expect(posted).toHaveLength(1);
    overlays.beat(true);
    expect(posted).toHaveLength(2);
  });
});

describe('the density of a fleet', () => {
  it('counts vehicles in cells that hang on the world', () => {
    const here = Array.from({ length: 30 }, () => recordOf({ longitude: 2.35, latitude: 48.85 }));
    const frame = frameOf([...here, recordOf({ longitude: -120, latitude: -30 }), null]);
    const moment = { records: frame.records, nowSeconds: 0, timeScale: 1, thresholds: DEFAULT_AGE_THRESHOLDS };
    const view = new DataView(densityCells(6, null, moment));
    expect(view.byteLength).toBe(2 * CELL_BYTES);
    const cells = [0, 1].map((cell) => ({
      longitude: view.getInt32(cell * CELL_BYTES, true) * DEGREES_PER_UNIT,
      latitude: view.getInt32(cell * CELL_BYTES + 4, true) * DEGREES_PER_UNIT,
      strength: view.getFloat32(cell * CELL_BYTES + 8, true),
    }));
    const side = 360 / cellsAcross(6);
    expect(Math.abs((cells[0]?.longitude ?? 0) - 2.35)).toBeLessThanOrEqual(side / 2);
    expect(Math.abs((cells[0]?.latitude ?? 0) - 48.85)).toBeLessThanOrEqual(side / 2);
    expect(cells[0]?.strength).toBe(1);
    expect(cells[1]?.strength).toBeCloseTo(Math.log(2) / Math.log(31), 6);
    const none = { sieve: PASS_ALL, mask: new Uint8Array(40) };
    expect(densityCells(6, none, moment).byteLength).toBe(0);
  });
});
