export type { BaseMap } from './base-map.ts';
export { MapView } from './map-view.tsx';
export type { MapPosition, MapViewProps } from './map-view-props.ts';
