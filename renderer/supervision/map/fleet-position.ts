import { type Bounds, fleetBounds, MAX_LATITUDE, RADIANS_PER_DEGREE, type Sight } from '../layers/index.ts';
import type { FleetFrame } from '../fleet/index.ts';
import type { MapPosition } from './map-camera.ts';

/** Of a map, or of a picture made of several, in CSS pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
  /** Kept free at each side. */
  readonly padding: number;
}

/** A few vehicles close together are still shown with the streets around them. */
const DEEPEST_ZOOM = 13;
const WORLD_PIXELS = 512;

/** Where to look so that the bulk of a fleet fills a picture; undefined when no vehicle is to be seen. */
export function fleetPosition(
  frame: Pick<FleetFrame, 'records' | 'count'>,
  size: PictureSize,
  bearing = 0,
  sees?: Sight,
): MapPosition | undefined {
  const bounds = fleetBounds(frame, sees);
  return bounds === undefined ? undefined : positionShowing(bounds, size, bearing);
}

/** Where to look so that an area fills a picture, turned by a bearing in degrees. */
export function positionShowing(bounds: Bounds, size: PictureSize, bearing = 0): MapPosition {
  const { west, south, east, north } = bounds;
  const [top, bottom] = [mercator(north), mercator(south)];
  const [across, down] = [(east - west) / 360, bottom - top];
  const [sine, cosine] = [Math.sin, Math.cos].map((of) => Math.abs(of(bearing * RADIANS_PER_DEGREE))) as [
    number,
    number,
  ];
  const room = (pixels: number) => Math.max(1, pixels - 2 * size.padding) / WORLD_PIXELS;
  const scale = Math.min(
    room(size.width) / (across * cosine + down * sine),
    room(size.height) / (across * sine + down * cosine),
  );
  return {
    longitude: (west + east) / 2,
    latitude: latitudeOf((top + bottom) / 2),
    zoom: Math.max(0, Math.min(DEEPEST_ZOOM, Math.log2(scale))),
    ...(bearing === 0 ? {} : { bearing }),
  };
}

/** 0 at the top of a square Web Mercator map, 1 at its bottom. */
function mercator(latitude: number): number {
  const radians = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude * RADIANS_PER_DEGREE));
  return 0.5 - Math.asinh(Math.tan(radians)) / (2 * Math.PI);
}

function latitudeOf(y: number): number {
  return Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) / RADIANS_PER_DEGREE;
}
