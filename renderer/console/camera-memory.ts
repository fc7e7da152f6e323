import type { CameraLink, MapPosition } from '../supervision/index.ts';

/** Remembers where a map was looked at, for the next map that takes its place. */
export function createCameraMemory(): CameraLink {
  let last: MapPosition | undefined;
  return {
    current: () => last,
    // Only its own user moves the map of a console.
    subscribe: () => () => undefined,
    publish: (position) => {
      last = position;
    },
  };
}
