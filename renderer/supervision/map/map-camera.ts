import type { MapOptions } from 'maplibre-gl';
import type { Disposer } from '../../../shared/domain/index.ts';

/** What the middle of a map shows: degrees, and zoom levels of 512-pixel tiles. */
export interface MapPosition {
  readonly longitude: number;
  readonly latitude: number;
  readonly zoom: number;
  /** Degrees clockwise from north that the top of the map faces; north when not said. */
  readonly bearing?: number | undefined;
}

/** One camera that several maps share, of this window or of others. Whoever makes it decides which position is newer. */
export interface CameraLink {
  /** Where to look now; undefined as long as nobody has said: each map then shows the bulk of the fleet. */
  current(): MapPosition | undefined;
  /** Called with each newer position. A map follows it before the call returns, so that it is in the next picture. */
  subscribe(listener: (position: MapPosition) => void): Disposer;
  /** The user of a map has moved it there. What a map follows, and the fit that it begins with, it does not publish. */
  publish(position: MapPosition): void;
}

/** The part of a MapLibre map that a camera needs; a test passes its own. */
export interface MapLike {
  getCenter(): { lng: number; lat: number };
  getZoom(): number;
  getBearing(): number;
  jumpTo(to: { center: [number, number]; zoom: number; bearing: number }): unknown;
  on(type: 'move', listener: () => void): unknown;
  off(type: 'move', listener: () => void): unknown;
}

export interface MapCamera {
  view(): MapPosition;
  /** Moves the map without telling the others. */
  quietly(move: () => void): void;
  dispose: Disposer;
}

/**
 * The camera of a map, tied to a link if there is one: it goes where the link says, at once, and tells the link where its
 * user takes it. Only a position that differs from the last one known is told, so that nothing echoes.
 * @param onFollow called after the map has gone where the link said
 */
export function createMapCamera(map: MapLike, link: CameraLink | undefined, onFollow: () => void): MapCamera {
  let known = view();
  let quiet = false;

  function view(): MapPosition {
    const { lng: longitude, lat: latitude } = map.getCenter();
    const bearing = map.getBearing();
    return { longitude, latitude, zoom: map.getZoom(), ...(bearing === 0 ? {} : { bearing }) };
  }
  function quietly(move: () => void): void {
    const before = quiet;
    quiet = true;
    try {
      move();
    } finally {
      quiet = before;
      known = view();
    }
  }
  function follow(position: MapPosition): void {
    if (isSamePosition(position, known)) return;
    const { longitude, latitude, zoom, bearing = 0 } = position;
    quietly(() => map.jumpTo({ center: [longitude, latitude], zoom, bearing }));
    onFollow();
  }
  function onMove(): void {
    const position = view();
    if (quiet || isSamePosition(position, known)) return;
    known = position;
    link?.publish(position);
  }

  map.on('move', onMove);
  const unsubscribe = link?.subscribe(follow);
  const first = link?.current();
  if (first !== undefined) {
    follow(first);
    onFollow();
  }
  return {
    view,
    quietly,
    dispose() {
      unsubscribe?.();
      map.off('move', onMove);
    },
  };
}

export function isSamePosition(a: MapPosition, b: MapPosition): boolean {
  return (
    a.longitude === b.longitude &&
    a.latitude === b.latitude &&
    a.zoom === b.zoom &&
    (a.bearing ?? 0) === (b.bearing ?? 0)
  );
}

/**
 * A part of a larger picture shows what it is told, be it beyond the edge of the world: moved to where there is ground,
 * as a map by itself is, it would not fit its neighbours.
 */
export const showAsTold: NonNullable<MapOptions['transformConstrain']> = (center, zoom) => ({ center, zoom });
