import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand/react';
import type { SlotOf } from '../../stores/selection.ts';
import { useClient } from '../../stores/services.tsx';
import { useFleetStatus, useIsReplay } from '../fleet-context.tsx';
import { createRecordedPlaces, placeKey, type RecordedPlaces } from './places.ts';

const PlacesContext = createContext<RecordedPlaces | undefined>(undefined);

export function PlacesProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const [places] = useState(() => createRecordedPlaces(client));
  return <PlacesContext value={places}>{children}</PlacesContext>;
}

/**
 * Where a vehicle is in the frames that are shown.
 * @param place in those that are live
 */
export function useShownPlace(vehicleId: string | null, place: SlotOf | null): SlotOf | null {
  const places = useContext(PlacesContext);
  if (places === undefined) throw new Error('useShownPlace needs a FleetProvider above it');
  const isReplay = useIsReplay();
  const streamId = useFleetStatus((status) => status.streamId);
  const isAsked = isReplay && vehicleId !== null && streamId !== 0 && place?.streamId !== streamId;
  useEffect(() => {
    if (isAsked) places.want(streamId, vehicleId);
  }, [isAsked, places, streamId, vehicleId]);
  const found = useStore(places.state, (known) =>
    isAsked ? (known.get(placeKey(streamId, vehicleId)) ?? null) : null,
  );
  return isAsked ? found : place;
}
