/** Where a camera that looks straight down, north up, shows a place: CSS pixels from the middle, y down (EPSG:3857). */
export function pixelsFromCentre(
  camera: { longitude: number; latitude: number; zoom: number },
  place: readonly [longitude: number, latitude: number],
): { x: number; y: number } {
  const world = 512 * 2 ** camera.zoom;
  return {
    x: ((place[0] - camera.longitude) / 360) * world,
    y: ((northing(camera.latitude) - northing(place[1])) / (2 * Math.PI)) * world,
  };
}

/** The camera that shows a place so many pixels from its middle. */
export function cameraShowing(
  place: readonly [longitude: number, latitude: number],
  at: { x: number; y: number },
  zoom: number,
): { longitude: number; latitude: number; zoom: number } {
  const world = 512 * 2 ** zoom;
  const north = northing(place[1]) + (at.y / world) * 2 * Math.PI;
  return {
    longitude: place[0] - (at.x / world) * 360,
    latitude: (Math.atan(Math.sinh(north)) * 180) / Math.PI,
    zoom,
  };
}

function northing(latitude: number): number {
  return Math.asinh(Math.tan((latitude * Math.PI) / 180));
}
