import type { WallFocus } from '../../shared/contract/index.ts';
import { type MapCamera, type PositionRecord } from '../../shared/domain/index.ts';
import type { Selected } from '../stores/selection.ts';

/** Near enough to see the streets round a vehicle. */
const VEHICLE_ZOOM = 14;

/** Where the wall goes to show a vehicle; null where it was never heard. */
export function cameraAt(record: Pick<PositionRecord, 'longitude' | 'latitude'> | undefined): MapCamera | null {
  if (record === undefined) return null;
  return { longitude: record.longitude, latitude: record.latitude, zoom: VEHICLE_ZOOM };
}

/** What is sent to a wall of what the console has selected; undefined where a wall has nothing to show of it. */
export function focusOf(selected: Selected | null, camera: MapCamera | null): WallFocus | undefined {
  if (selected === null) return undefined;
  if (selected.panel === 'vehicles') return { kind: 'vehicle', id: selected.id, camera };
  if (selected.panel === 'missions') return { kind: 'mission', id: selected.id, camera };
  return undefined;
}
