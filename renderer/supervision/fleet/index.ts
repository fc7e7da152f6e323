export type { FleetInterest } from './fleet-interest.ts';
export type { MapView } from './map-views.ts';
export {
  createFleetStore,
  type FleetFrame,
  type FleetOverlays,
  type FleetSource,
  type FleetStatus,
  type FleetStore,
} from './fleet-store.ts';
