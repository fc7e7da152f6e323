import type { LayerSpecification, Map as MapLibreMap, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { Disposer } from '../../../shared/domain/index.ts';
import type { BaseMap } from './base-map.ts';
import { mapStyle } from './map-style.ts';
import type { StyleChoice } from './offline-style.ts';

/** Sources and layers by names of their own: they never meet those of the base map. */
export interface GroundScene {
  readonly sources: Readonly<Record<string, SourceSpecification>>;
  /** From the lowest to the topmost. A layer's `source` is one of the scene's. */
  readonly layers: readonly LayerSpecification[];
}

/**
 * All that lies beneath the vehicles: the base map, and layers upon it (a network, its stops, geofences). This is the
 * one way in which anything but the fleet gets onto a map. Areas and lines lie beneath the base map's names, names and
 * marks of the scene above them.
 */
export interface Ground {
  baseMap(): BaseMap;
  /** What lies on it now. Large data by address, so that comparing two scenes stays cheap. */
  scene(choice: StyleChoice): GroundScene;
  /** Called when the base map or the scene is another. */
  onChange(listener: () => void): Disposer;
  /** Called with each map that is made and can be touched, for tools that work with the pointer on it. */
  attach(map: MapLibreMap): Disposer;
  /** True while a tool has the pointer: what is clicked then is no vehicle. */
  hasPointer(): boolean;
}

/** The base map that comes with Vigie, and nothing on it. */
export const PLAIN_GROUND: Ground = {
  baseMap: () => ({ kind: 'offline' }),
  scene: () => ({ sources: {}, layers: [] }),
  onChange: () => () => undefined,
  attach: () => () => undefined,
  hasPointer: () => false,
};

const PREFIX = 'ground:';
/** The name of a scene's source or layer within the map's style. */
export function groundId(name: string): string {
  return `${PREFIX}${name}`;
}

/** The whole style: the base map with the scene in it. */
export function groundStyle(ground: Ground, choice: StyleChoice): StyleSpecification {
  const base = mapStyle(ground.baseMap(), choice);
  const scene = ground.scene(choice);
  const sources = Object.entries(scene.sources).map(([name, source]) => [groundId(name), source] as const);
  const layers = scene.layers.map(withPrefix);
  const firstName = base.layers.findIndex((layer) => layer.type === 'symbol');
  const below = firstName < 0 ? base.layers.length : firstName;
  return {
    ...base,
    sources: { ...base.sources, ...Object.fromEntries(sources) },
    layers: [
      ...base.layers.slice(0, below),
      ...layers.filter(({ type }) => type !== 'symbol'),
      ...base.layers.slice(below),
      ...layers.filter(({ type }) => type === 'symbol'),
    ],
  };
}

function withPrefix(layer: LayerSpecification): LayerSpecification {
  const id = groundId(layer.id);
  return layer.type === 'background' ? { ...layer, id } : { ...layer, id, source: groundId(layer.source) };
}
