import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Disposer } from '../../../shared/domain/index.ts';
import type { FleetInterest } from '../fleet/index.ts';

/** Tells what of the fleet a map needs: the ground that it shows, and the vehicle that is selected. */
export function createMapSight(map: MapLibreMap, interest: FleetInterest) {
  const sight = interest.openMap();
  let letGo: Disposer = () => undefined;
  const look = () => {
    const bounds = map.getBounds();
    sight.look({
      ...{ west: bounds.getWest(), south: bounds.getSouth() },
      ...{ east: bounds.getEast(), north: bounds.getNorth() },
    });
  };
  map.on('move', look);
  map.on('resize', look);
  return {
    look,
    select(slot: number | null): void {
      letGo();
      letGo = slot === null ? () => undefined : interest.want(slot);
    },
    dispose(): void {
      map.off('move', look);
      map.off('resize', look);
      letGo();
      sight.dispose();
    },
  };
}
