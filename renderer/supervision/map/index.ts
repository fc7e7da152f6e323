export { type AlarmedVehicles, NONE_ALARMED } from './alarm-marks.ts';
export type { BaseMap, TileArchive } from './base-map.ts';
export { type Ground, type GroundScene, groundId, PLAIN_GROUND } from './ground.ts';
export type { StyleChoice } from './offline-style.ts';
export { MapView } from './map-view.tsx';
export { fleetPosition, type PictureSize } from './fleet-position.ts';
export type { CameraLink, MapPosition } from './map-camera.ts';
export type { MapViewProps } from './map-view-props.ts';
export { createShownMaps, type ShownMap, type ShownMaps } from './shown-maps.ts';
