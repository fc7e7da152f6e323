import type { MapArea, MapCamera, Rectangle } from '../../../shared/domain/index.ts';
import type { Picture } from './picture.ts';

/** A tile of the world at zoom 0, CSS pixels. */
const WORLD_PIXELS = 512;
/** Kept free round a fleet, picture pixels: the same for one screen as for several. */
export const FLEET_PADDING = 48;

/** A part of a picture that a window draws: a rectangle of picture pixels, and how many of them one of its own pixels is. */
export interface PicturePart extends Rectangle {
  readonly unit: number;
}

/**
 * The part of a picture that an element of a window covers.
 * @param element in CSS pixels of its window, which fills its display
 */
export function partUnder(element: Rectangle, picture: Picture, screen: string): PicturePart | undefined {
  const place = picture.places.get(screen);
  if (place === undefined) return undefined;
  const { unit } = place;
  return {
    x: place.x + element.x * unit,
    y: place.y + element.y * unit,
    width: element.width * unit,
    height: element.height * unit,
    unit,
  };
}

/**
 * The camera of a part of a picture, from the camera of the whole: looking straight down in Web Mercator, a part is the same
 * map with its middle moved by as many pixels as the part's middle is from the picture's. A window whose pixels are larger
 * than the picture's shows the same ground with fewer of them: at a lower zoom.
 */
export function partCamera(whole: MapCamera, picture: Pick<Picture, 'width' | 'height'>, part: PicturePart): MapCamera {
  const [across, down] = offsetOf(picture, part);
  const world = WORLD_PIXELS * 2 ** whole.zoom;
  return {
    longitude: whole.longitude + (across / world) * 360,
    latitude: latitudeOf(mercatorY(whole.latitude) + down / world),
    zoom: whole.zoom - Math.log2(part.unit),
  };
}

/** The camera of the whole, from that of a part: the reverse of `partCamera`. */
export function wholeCamera(of: MapCamera, picture: Pick<Picture, 'width' | 'height'>, part: PicturePart): MapCamera {
  const zoom = of.zoom + Math.log2(part.unit);
  const [across, down] = offsetOf(picture, part);
  const world = WORLD_PIXELS * 2 ** zoom;
  return {
    longitude: of.longitude - (across / world) * 360,
    latitude: latitudeOf(mercatorY(of.latitude) - down / world),
    zoom,
  };
}

/** The camera with which a picture shows at least what was seen of an area. */
export function cameraOfArea(area: MapArea, size: { readonly width: number; readonly height: number }): MapCamera {
  const { longitude, latitude } = area;
  const growth = Math.min(size.width / area.width, size.height / area.height);
  return { longitude, latitude, zoom: Math.min(22, Math.max(0, area.zoom + Math.log2(growth))) };
}

/** From the picture's middle to the part's, picture pixels to the right and down. */
function offsetOf(picture: Pick<Picture, 'width' | 'height'>, part: PicturePart): [number, number] {
  return [part.x + part.width / 2 - picture.width / 2, part.y + part.height / 2 - picture.height / 2];
}

/** 0 at the top of a square Web Mercator map, 1 at its bottom. */
function mercatorY(latitude: number): number {
  return 0.5 - Math.asinh(Math.tan((latitude * Math.PI) / 180)) / (2 * Math.PI);
}

function latitudeOf(y: number): number {
  return (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;
}
