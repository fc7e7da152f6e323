import { createContext, useContext, useEffect } from 'react';
import { useStore } from 'zustand/react';
import {
  type AgeClass,
  ageClassOf,
  VEHICLE_STATES,
  type PositionRecord,
  type VehicleState,
} from '../../shared/domain/index.ts';
import type { SlotOf } from '../stores/selection.ts';
import { useNow } from '../stores/services.tsx';
import type { FleetStatus, FleetStore } from './fleet/index.ts';

export const FleetContext = createContext<FleetStore | undefined>(undefined);

export const LiveContext = createContext<FleetStore | undefined>(undefined);

/** The fleet as it is, whatever this window shows: by it alone is told how the chain from the feed to here stands. */
export function useLiveFleet(): FleetStore {
  const live = useContext(LiveContext);
  if (live === undefined) throw new Error('useLiveFleet needs a FleetProvider above it');
  return live;
}

/** Whether this window shows a recording. */
export function useIsReplay(): boolean {
  return useFleet().source === 'replay';
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

/** Follows one vehicle once a second, and with each frame of a recording. Undefined when it was never heard, or its place belongs to another stream. */
export function useLiveVehicle(slotOf: SlotOf | null): LiveVehicle | undefined {
  const fleet = useFleet();
  useNow();
  useInstantOf(fleet);
  useWanted(slotOf);
  return slotOf === null ? undefined : readLive(fleet, slotOf);
}

/** Renews what shows a recording, whose time does not go by this machine's second. */
function useInstantOf(fleet: FleetStore): void {
  useStore(fleet.status, ({ sequence }) =>
    fleet.source === 'replay' ? `${sequence} ${Math.floor(fleet.serverNowMs() / 1_000)}` : '',
  );
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
