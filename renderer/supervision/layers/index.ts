export { FleetLayer, type FleetLayerProps } from './fleet-layer.ts';
export { type Colour, colour, type FleetStyle, fleetStyle, radiusAtZoom } from './fleet-style.ts';
export {
  type Camera,
  cameraOf,
  MAX_LATITUDE,
  northing,
  RADIANS_PER_DEGREE,
  toScreen,
  type ViewportLike,
} from './projection.ts';
export { frameSeconds, placeOf } from './vehicle-place.ts';
export { type Bounds, fleetBounds } from './fleet-bounds.ts';
export { pickVehicle, screenPlace, vehiclesInView } from './pick-vehicle.ts';
