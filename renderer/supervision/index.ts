export {
  createFleetStore,
  type FleetFrame,
  type FleetSource,
  type FleetStatus,
  type FleetStore,
} from './fleet/index.ts';
export {
  type LiveVehicle,
  readLive,
  useFleet,
  useFleetStatus,
  useIsReplay,
  useLiveFleet,
  useLiveVehicle,
} from './fleet-context.tsx';
export { FleetProvider } from './fleet-provider.tsx';
export { GroundProvider } from './ground-context.tsx';
export {
  FilterChip,
  FilterNote,
  type FleetFilter,
  FleetFilterBar,
  listFilterOf,
  SHOW_ALL,
  useFilterStore,
  useFleetFilter,
} from './filter/index.ts';
export { FleetBoard } from './fleet-board.tsx';
export { FleetSummary } from './fleet-summary.tsx';
export { AgeCell, NewsCell, SpeedCell, StateCell } from './vehicles/live-cells.tsx';
export { VehicleDetail } from './vehicles/vehicle-detail.tsx';
export {
  createVehicleListModel,
  placeOf,
  type VehicleEntry,
  type VehicleListModel,
} from './vehicles/vehicle-list-model.ts';
export { VehiclePanel } from './vehicles/vehicle-panel.tsx';
export {
  type BaseMap,
  type CameraLink,
  fleetPosition,
  type Ground,
  type GroundScene,
  groundId,
  type MapPosition,
  PLAIN_GROUND,
  type ShownMap,
  type PictureSize,
  type StyleChoice,
  type TileArchive,
} from './map/index.ts';
export { useShownMaps } from './maps-context.tsx';
export { quietestSlots, ReplayFrame, ReplayMark, useInstant } from './replay/index.ts';
export { useIsLive } from './use-is-live.ts';
export { SupervisionMap, type SupervisionMapProps } from './supervision-map.tsx';
