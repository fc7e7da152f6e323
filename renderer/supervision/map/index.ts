export type { BaseMap } from './base-map.ts';
export { MapView } from './map-view.tsx';
export { fleetPosition, type PictureSize } from './fleet-position.ts';
export type { CameraLink, MapPosition } from './map-camera.ts';
export type { MapViewProps } from './map-view-props.ts';
