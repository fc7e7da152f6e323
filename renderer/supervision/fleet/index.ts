export { createFleetStore, type FleetFrame, type FleetStatus, type FleetStore } from './fleet-store.ts';
