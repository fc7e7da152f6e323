import { WebMercatorViewport } from '@deck.gl/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cameraOf, seesAll } from '../../../../renderer/supervision/layers/index.ts';
import { layOutLabels } from '../../../../renderer/supervision/map/label-layout.ts';
import { createLabels, type LabelView } from '../../../../renderer/supervision/map/labels.ts';
import { createVehicleNames } from '../../../../renderer/supervision/map/vehicle-names.ts';
import { DEFAULT_AGE_THRESHOLDS, type PositionRecord } from '../../../../shared/domain/index.ts';
import { frameOf, recordOf } from '../../../support/fleet-records.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const size = { character: 7, line: 16, gap: 10 };
const candidate = (slot: number, x: number, y: number, must = false) => ({ slot, x, y, must, text: 'BUS 12' });

describe('laying out labels', () => {
  it('leaves out what would lie over an earlier one', () => {
    const kept = layOutLabels([candidate(0, 0, 0), candidate(1, 30, 5), candidate(2, 0, 20)], size);
    expect(kept.map(({ slot }) => slot)).toEqual([0, 2]);
  });

  it('writes what it must, and others around it', () => {
    const kept = layOutLabels([candidate(0, 0, 0), candidate(1, 5, 0, true), candidate(2, 6, 2, true)], size);
    expect(kept.map(({ slot }) => slot)).toEqual([1, 2]);
  });
});

describe('names of vehicles', () => {
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

  it('are asked for once, together, and then known', async () => {
    const ask = vi.fn((slots: number[]) => Promise.resolve(slots.map((slot) => (slot === 2 ? null : `V${slot}`))));
    const onChange = vi.fn();
    const names = createVehicleNames(ask, onChange);
    expect(names.get(1)).toBeUndefined();
    names.want([1, 2]);
    names.want([3]);
    await settle();
    expect(ask.mock.calls).toEqual([[[1, 2]]]);
    expect([names.get(1), names.get(2)]).toEqual(['V1', null]);
    names.want([1, 2, 3]);
    await settle();
    expect(ask.mock.calls[1]).toEqual([[3]]);
    expect(onChange).toHaveBeenCalledTimes(2);
  });

  it('are asked for again after a failure', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    let fails = true;
    const names = createVehicleNames(
      (slots) => (fails ? Promise.reject(new Error('no connection')) : Promise.resolve(slots.map(String))),
      () => undefined,
    );
    names.want([4]);
    await settle();
    expect(names.get(4)).toBeUndefined();
    expect(warn).toHaveBeenCalledOnce();
    fails = false;
    names.want([4]);
    await settle();
    expect(names.get(4)).toBe('4');
    warn.mockRestore();
  });

  it('that come for another stream are not taken', async () => {
    let answer: (names: string[]) => void = () => undefined;
    const names = createVehicleNames(
      () => new Promise((resolve) => (answer = resolve)),
      () => undefined,
    );
    names.want([1]);
    names.forget();
    answer(['old']);
    await settle();
    expect(names.get(1)).toBeUndefined();
  });

  it('are asked for a hundred at a time at most', async () => {
    const ask = vi.fn((slots: number[]) => Promise.resolve(slots.map(String)));
    createVehicleNames(ask, () => undefined).want(Array.from({ length: 150 }, (_, slot) => slot));
    await settle();
    expect(ask.mock.calls[0]?.[0]).toHaveLength(100);
  });
});

describe('labels on the map', () => {
  const container = document.createElement('div');
  const clock = createManualClock();
  const known = new Map<number, string>();
  const names = { get: (slot: number) => known.get(slot), want: () => undefined, forget: () => known.clear() };
  let labels = createLabels(container, names, clock);
  beforeEach(() => {
    known.clear();
    for (const slot of [0, 1, 2]) known.set(slot, `BUS ${slot}`);
    labels = createLabels(container, names, clock);
  });
  afterEach(() => labels.dispose());

  const sceneAt = (zoom: number, records: PositionRecord[]) => {
    const viewport = new WebMercatorViewport({ longitude: 2.35, latitude: 48.86, zoom, width: 1280, height: 800 });
    const [west, south, east, north] = viewport.getBounds();
    const scene = { frame: frameOf(records), nowSeconds: 0, camera: cameraOf(viewport), blend: 1, sees: seesAll };
    return { scene, area: { west, south, east, north } };
  };
  const viewAt = (zoom: number, changes: Partial<LabelView> = {}): LabelView => ({
    ...sceneAt(zoom, [recordOf(), recordOf({ latitude: 48.861 }), recordOf({ longitude: 100 })]),
    thresholds: DEFAULT_AGE_THRESHOLDS,
    slots: null,
    scale: 1,
    selectedSlot: null,
    hoveredSlot: null,
    ...changes,
  });
  const texts = () => [...container.querySelectorAll('span')].map((one) => one.textContent).sort();

  it('name all in view close up, and none from afar but what is selected or pointed at', () => {
    labels.update(viewAt(16));
    expect(texts()).toEqual(['BUS 0', 'BUS 1']);
    clock.advance(1000);
    labels.update(viewAt(8));
    expect(texts()).toEqual([]);
    labels.update(viewAt(8, { selectedSlot: 0, hoveredSlot: 1 }));
    expect(texts()).toEqual(['BUS 0', 'BUS 1']);
    expect(container.querySelector('[data-role="selected"]')?.textContent).toBe('BUS 0');
    expect(container.querySelector('[data-role="hovered"]')?.textContent).toBe('BUS 1');
  });

  it('stand beside their vehicles in every picture', () => {
    labels.update(viewAt(16, { selectedSlot: 0 }));
    const selected = container.querySelector<HTMLElement>('[data-role="selected"]');
    expect(selected?.style.transform).toMatch(/^translate\(66[01]px, 400px\)/);
    const moved = { ...sceneAt(14, [recordOf({ longitude: 2.36 })]), selectedSlot: 0 };
    labels.update(viewAt(14, moved));
    expect(selected?.style.transform).not.toMatch(/^translate\(66[01]px/);
  });

  it('appear as soon as a name is known, and go when they are cleared', () => {
    known.delete(0);
    labels.update(viewAt(8, { selectedSlot: 0 }));
    expect(texts()).toEqual([]);
    known.set(0, 'LATE NAME');
    labels.chooseAgain();
    labels.update(viewAt(8, { selectedSlot: 0 }));
    expect(texts()).toEqual(['LATE NAME']);
    labels.clear();
    expect(texts()).toEqual([]);
  });
});
