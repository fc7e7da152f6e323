import { createListeners } from '../../../shared/rpc/index.ts';
import type { CameraLink, MapPosition } from '../../supervision/index.ts';

/** A camera that a cell sets and its map follows. A wall's map is a picture: nobody moves it, and it publishes nothing. */
export interface CameraHolder extends CameraLink {
  set(position: MapPosition): void;
}

export function createCameraHolder(): CameraHolder {
  const listeners = createListeners<MapPosition>();
  let now: MapPosition | undefined;
  return {
    current: () => now,
    subscribe: (listener) => listeners.add(listener),
    publish: () => undefined,
    set(position) {
      if (now !== undefined && isSame(now, position)) return;
      now = position;
      listeners.emit(position);
    },
  };
}

function isSame(one: MapPosition, other: MapPosition): boolean {
  return one.longitude === other.longitude && one.latitude === other.latitude && one.zoom === other.zoom;
}
