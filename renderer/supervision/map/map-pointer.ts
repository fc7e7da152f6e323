import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import { pickVehicle, radiusAtZoom } from '../layers/index.ts';
import type { FleetPicture } from './fleet-picture.ts';
import type { Ground } from './ground.ts';

/** How far beside a vehicle the pointer may be, CSS pixels. */
const PICK_MARGIN = 5;

/**
 * Points at vehicles and selects them. What moves under a pointer that rests is pointed at too: `look` is to be called
 * with each frame.
 */
export function createMapPointer(
  map: MapLibreMap,
  picture: FleetPicture,
  ground: Ground,
  onSelectSlot: (slot: number | null) => void,
): { look: () => void } {
  let pointer: { x: number; y: number } | undefined;

  function pick(point: { x: number; y: number }): number | null {
    const scene = picture.scene();
    if (scene === undefined) return null;
    const radius = radiusAtZoom(scene.camera.zoom) * picture.look().scale + PICK_MARGIN;
    return pickVehicle(scene, point, radius, (x, y) => map.unproject([x, y]));
  }
  function look(): void {
    const slot = pointer === undefined || ground.hasPointer() ? null : pick(pointer);
    if (slot === picture.look().hoveredSlot) return;
    map.getCanvas().style.cursor = slot === null ? '' : 'pointer';
    picture.set({ hoveredSlot: slot });
  }

  map.on('mousemove', ({ point }: MapMouseEvent) => {
    pointer = point;
    look();
  });
  map.on('mouseout', () => {
    pointer = undefined;
    look();
  });
  map.on('click', ({ point }: MapMouseEvent) => {
    if (!ground.hasPointer()) onSelectSlot(pick(point));
  });
  return { look };
}
