export { drawFlat } from './gl-program.ts';
export { OverlayPainter } from './overlay-painter.ts';
export { FleetPainter } from './fleet-painter.ts';
export {
  CASING_OPACITY,
  type Colour,
  colour,
  type FleetStyle,
  fleetStyle,
  radiusAtZoom,
  DETAIL_RADIUS,
} from './fleet-style.ts';
export {
  type Camera,
  cameraOf,
  MAX_LATITUDE,
  northing,
  RADIANS_PER_DEGREE,
  RADIANS_PER_UNIT,
  toScreen,
  type ViewOfMap,
  worldCopies,
} from './projection.ts';
export { seesAll, seesNone, type Sight, sightOf } from './sight.ts';
export { type FleetScene, frameSeconds, placeOf } from './vehicle-place.ts';
export { type Bounds, fleetBounds } from './fleet-bounds.ts';
export { fleetViewOf, holdsFor } from './fleet-view.ts';
export { pickVehicle, screenPlace } from './pick-vehicle.ts';
export { type VehicleInView, vehiclesInView } from './vehicles-in-view.ts';
