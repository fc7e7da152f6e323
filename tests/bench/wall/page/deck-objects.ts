import { Deck } from '@deck.gl/core';
import { ScatterplotLayer } from '@deck.gl/layers';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { PositionObject } from '../scene.ts';
import type { Shown } from './shown.ts';

const COLOURS: readonly [number, number, number][] = [
  [46, 125, 50],
  [198, 40, 40],
  [97, 97, 97],
  [21, 101, 192],
];

/** deck.gl as its documentation begins: an array of objects, an accessor for each attribute, a new layer for each change. */
export async function showWithObjects(map: MapLibreMap): Promise<Shown> {
  let settle: (() => void) | undefined;
  let isLoaded: () => void = () => undefined;
  const loaded = new Promise<void>((resolve) => {
    isLoaded = resolve;
  });
  const overlay = new MapLibreOverlay({
    layers: [],
    onLoad: () => isLoaded(),
    onAfterRender: () => {
      settle?.();
      settle = undefined;
    },
  });
  map.addControl(overlay);
  await loaded;
  return {
    async show(positions) {
      const drawn = new Promise<void>((resolve) => {
        settle = resolve;
      });
      overlay.setProps({
        layers: [
          new ScatterplotLayer<PositionObject>({
            id: 'fleet',
            data: positions,
            getPosition: ({ longitude, latitude }) => [longitude, latitude],
            getFillColor: ({ deviceId }) => COLOURS[deviceId % COLOURS.length] ?? [0, 0, 0],
            getRadius: ({ attributes }) => (attributes.motion ? 3 : 2),
            radiusUnits: 'pixels',
          }),
        ],
      });
      await drawn;
    },
    redraw() {
      const inner: unknown = overlay['_deck'];
      if (inner instanceof Deck) inner.redraw('the same again');
    },
  };
}
