import { createListeners } from '../../shared/rpc/index.ts';
import type { CameraLink, MapPosition } from '../supervision/index.ts';

export interface CameraMemory {
  /** Of the map that is shown now. */
  readonly link: CameraLink;
  current(): MapPosition | undefined;
  /** Has it look elsewhere. A map that is not shown looks there once it is. */
  show(position: MapPosition): void;
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
    current: () => last,
    show({ longitude, latitude, zoom }) {
      last = { longitude, latitude, zoom };
      listeners.emit(last);
    },
  };
}
