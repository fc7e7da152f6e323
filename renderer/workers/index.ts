export * from './blend.ts';
export { CELL_BYTES, cellsAcross } from './density-grid.ts';
export { WAY_BYTES } from './trail-lines.ts';
export * from './protocol.ts';
export {
  type FleetCounts,
  type FleetMoment,
  isShown,
  MASK_MATCHES,
  NO_VEHICLES,
  type ShownVehicles,
} from '../../shared/domain/index.ts';
export * from './fleet-view.ts';
export { createServerClock, type ServerClock } from './server-clock.ts';
export { createReplayClock, type ReplayClock } from './replay-clock.ts';
export type { ReplayStart, ReplaySteering } from './replay-reader.ts';
export { createPositionsWorker, createReplayWorker, type PositionsWorker } from './positions-worker.ts';
export { windowClock } from './window-clock.ts';
