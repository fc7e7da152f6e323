import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Bounds } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/domain/index.ts';

/** The maps of a window that can be touched. */
export interface AttachedMaps {
  add(map: MapLibreMap): Disposer;
  all(): readonly MapLibreMap[];
  /** Has them look at a place. */
  show(bounds: Bounds): void;
}

/** Nearer than this a single point would fill the picture. */
const NEAREST_ZOOM = 15;
const MARGIN = 48;

export function createAttachedMaps(): AttachedMaps {
  const maps = new Set<MapLibreMap>();
  return {
    add(map) {
      maps.add(map);
      return () => void maps.delete(map);
    },
    all: () => [...maps],
    show([west, south, east, north]) {
      for (const map of maps) {
        const room = Math.min(map.getContainer().clientWidth, map.getContainer().clientHeight);
        // A margin wider than the map itself would leave nowhere to look.
        const padding = Math.max(0, Math.min(MARGIN, room / 4));
        map.fitBounds([west, south, east, north], { padding, maxZoom: NEAREST_ZOOM, animate: false });
      }
    },
  };
}
