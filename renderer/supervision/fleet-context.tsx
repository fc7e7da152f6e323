import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { useStore } from 'zustand/react';
import {
  type AgeClass,
  ageClassOf,
  VEHICLE_STATES,
  type PositionRecord,
  type VehicleState,
} from '../../shared/domain/index.ts';
import type { SlotOf } from '../stores/selection.ts';
import { useNow, usePreferences } from '../stores/services.tsx';
import { FilterProvider } from './filter/filter-context.tsx';
import type { FleetStatus, FleetStore } from './fleet/index.ts';

const FleetContext = createContext<FleetStore | undefined>(undefined);

export function FleetProvider({ fleet, children }: { fleet: FleetStore; children: ReactNode }) {
  const ages = usePreferences((preferences) => preferences.ages);
  useEffect(() => fleet.setThresholds(ages), [fleet, ages]);
  return (
    <FleetContext value={fleet}>
      <FilterProvider fleet={fleet}>{children}</FilterProvider>
    </FleetContext>
  );
}

export function useFleet(): FleetStore {
  const fleet = useContext(FleetContext);
  if (fleet === undefined) throw new Error('useFleet needs a FleetProvider above it');
  return fleet;
}

export function useFleetStatus<T>(select: (status: FleetStatus) => T): T {
  return useStore(useFleet().status, select);
}

/** A vehicle as it was last heard. */
export interface LiveVehicle {
  readonly record: PositionRecord;
  readonly ageMs: number;
  readonly ageClass: AgeClass;
  readonly state: VehicleState;
  readonly speedMetresPerSecond: number;
}

/** Follows one vehicle once a second. Undefined when it was never heard, or its place belongs to another stream. */
export function useLiveVehicle(slotOf: SlotOf | null): LiveVehicle | undefined {
  const fleet = useFleet();
  useNow();
  useWanted(slotOf);
  return slotOf === null ? undefined : readLive(fleet, slotOf);
}

/** The window is sent this vehicle wherever it is, for as long as it is shown. */
export function useWanted(slotOf: SlotOf | null): void {
  const { interest } = useFleet();
  const streamId = useFleetStatus((status) => status.streamId);
  const slot = slotOf?.streamId === streamId ? slotOf.slot : undefined;
  useEffect(() => (slot === undefined ? undefined : interest.want(slot)), [interest, slot]);
}

/** Whether nothing is known of a vehicle only because this window has not been sent it yet. */
export function useElsewhere(slotOf: SlotOf | null): boolean {
  const fleet = useFleet();
  return slotOf !== null && slotOf.streamId === fleet.status.getState().streamId && fleet.isElsewhere(slotOf.slot);
}

/** A vehicle as it was last heard, read now. */
export function readLive(fleet: FleetStore, { streamId, slot }: SlotOf): LiveVehicle | undefined {
  const status = fleet.status.getState();
  const record = status.streamId === streamId ? fleet.readSlot(slot) : undefined;
  const ageMs = fleet.ageMs(slot);
  if (record === undefined || ageMs === undefined) return undefined;
  return {
    record,
    ageMs,
    ageClass: ageClassOf(ageMs, status.thresholds),
    state: VEHICLE_STATES[record.state] ?? 'unknown',
    speedMetresPerSecond: Math.hypot(record.velocityEast, record.velocityNorth),
  };
}
