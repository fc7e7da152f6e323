import type { Disposer } from '../../../shared/domain/index.ts';
import type { MapPosition } from './map-camera.ts';

/** A map of this window that can be filmed, and noted. */
export interface ShownMap {
  /** CSS pixels. */
  readonly size: () => { readonly width: number; readonly height: number };
  readonly view: () => MapPosition;
  /** Draws the ground and the vehicles as they are now. */
  readonly paintOn: (target: CanvasRenderingContext2D) => Promise<void>;
}

/** The maps that a window shows at present. */
export interface ShownMaps {
  add(map: ShownMap): Disposer;
  /** The largest; undefined where none is shown. */
  largest(): ShownMap | undefined;
}

export function createShownMaps(): ShownMaps {
  const maps = new Set<ShownMap>();
  const area = (map: ShownMap) => map.size().width * map.size().height;
  return {
    add(map) {
      maps.add(map);
      return () => void maps.delete(map);
    },
    largest: () => [...maps].toSorted((one, other) => area(other) - area(one))[0],
  };
}
