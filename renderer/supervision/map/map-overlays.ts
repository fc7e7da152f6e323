import type { Map as MapLibreMap } from 'maplibre-gl';
import type { OverlayWish } from '../../workers/index.ts';
import type { FleetStore } from '../fleet/index.ts';
import { RADIANS_PER_DEGREE, RADIANS_PER_UNIT } from '../layers/index.ts';

/** Cells stand for vehicles below this zoom: nearer, there is room for each of them. */
export const DENSITY_BELOW_ZOOM = 9;
/** Trails of all in view are shown from this zoom on: farther out they are a tangle. */
export const TRAILS_FROM_ZOOM = 10;

export interface OverlayChoice {
  readonly trails: 'none' | 'selected' | 'view';
  readonly density: boolean;
}

/** What a map asks for besides its vehicles, where it looks now. */
export function overlayWish(
  choice: OverlayChoice,
  selectedSlot: number | null,
  view: { zoom: number; bounds: { west: number; south: number; east: number; north: number } },
): OverlayWish {
  const { zoom, bounds } = view;
  const density = choice.density && zoom < DENSITY_BELOW_ZOOM ? Math.round(zoom) : null;
  if (choice.trails === 'none') return { trails: null, density };
  if (choice.trails === 'selected' || zoom < TRAILS_FROM_ZOOM) {
    return { trails: { slots: selectedSlot === null ? [] : [selectedSlot] }, density };
  }
  const units = (degrees: number) => Math.round((degrees * RADIANS_PER_DEGREE) / RADIANS_PER_UNIT);
  const { west, south, east, north } = bounds;
  const area = { west: units(west), south: units(south), east: units(east), north: units(north) };
  return { trails: { area }, density };
}

/** Asks for what the map shows, when that is another than before. */
export function createOverlayWishes(map: MapLibreMap, fleet: Pick<FleetStore, 'setOverlay'>) {
  let asked = '';
  return {
    /** True when cells stand for the vehicles. */
    look(choice: OverlayChoice, selectedSlot: number | null): boolean {
      const bounds = map.getBounds();
      const wish = overlayWish(choice, selectedSlot, {
        zoom: map.getZoom(),
        bounds: {
          ...{ west: bounds.getWest(), south: bounds.getSouth() },
          ...{ east: bounds.getEast(), north: bounds.getNorth() },
        },
      });
      const text = JSON.stringify(wish);
      if (text !== asked) fleet.setOverlay(wish);
      asked = text;
      return wish.density !== null;
    },
  };
}
