import { createListeners } from '../../shared/rpc/index.ts';
import type { MapLookout } from '../shift/index.ts';
import type { CameraLink, MapPosition } from '../supervision/index.ts';

export interface CameraMemory {
  /** Of the map that is shown now. */
  readonly link: CameraLink;
  readonly lookout: MapLookout;
}

/** Remembers where a map was looked at, for the next map that takes its place, and lets a part of the window look elsewhere. */
export function createCameraMemory(): CameraMemory {
  let last: MapPosition | undefined;
  const listeners = createListeners<MapPosition>();
  return {
    link: {
      current: () => last,
      subscribe: (listener) => listeners.add(listener),
      publish: (position) => {
        last = position;
      },
    },
    lookout: {
      current: () => last,
      // A map that is not shown looks there once it is.
      show({ longitude, latitude, zoom }) {
        last = { longitude, latitude, zoom };
        listeners.emit(last);
      },
    },
  };
}
