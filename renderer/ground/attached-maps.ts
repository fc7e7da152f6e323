import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Bounds } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/domain/index.ts';

/** The maps of a window that can be touched. */
export interface AttachedMaps {
  add(map: MapLibreMap): Disposer;
  /** Something lies over their left side, so many CSS pixels wide: what is looked at comes to stand beside it. */
  cover(pixels: number): Disposer;
  /** Has them look at a place. */
  show(bounds: Bounds): void;
}

/** Nearer than this a single point would fill the picture. */
const NEAREST_ZOOM = 15;
const MARGIN = 48;

export function createAttachedMaps(): AttachedMaps {
  const maps = new Set<MapLibreMap>();
  let covered = 0;
  return {
    add(map) {
      maps.add(map);
      return () => void maps.delete(map);
    },
    cover(pixels) {
      covered = pixels;
      return () => {
        covered = 0;
      };
    },
    show([west, south, east, north]) {
      for (const map of maps) {
        const { clientWidth, clientHeight } = map.getContainer();
        // A margin wider than the map itself would leave nowhere to look.
        const margin = Math.max(0, Math.min(MARGIN, clientWidth / 4, clientHeight / 4));
        const left = margin + Math.min(covered, clientWidth / 2);
        const padding = { left, top: margin, right: margin, bottom: margin };
        map.fitBounds([west, south, east, north], { padding, maxZoom: NEAREST_ZOOM, animate: false });
      }
    },
  };
}
