import { type ReactNode, useEffect } from 'react';
import { usePreferences } from '../stores/services.tsx';
import { FilterProvider } from './filter/filter-context.tsx';
import type { FleetStore } from './fleet/index.ts';
import { FleetContext, LiveContext } from './fleet-context.tsx';
import { MapsProvider } from './maps-context.tsx';
import { PlacesProvider } from './replay/places-context.tsx';

/** @param live the fleet as it is, where `fleet` is a recording of it */
export function FleetProvider({
  fleet,
  live = fleet,
  children,
}: {
  fleet: FleetStore;
  live?: FleetStore;
  children: ReactNode;
}) {
  const ages = usePreferences((preferences) => preferences.ages);
  useEffect(() => fleet.setThresholds(ages), [fleet, ages]);
  useEffect(() => live.setThresholds(ages), [live, ages]);
  return (
    <LiveContext value={live}>
      <FleetContext value={fleet}>
        <FilterProvider fleet={fleet}>
          <PlacesProvider>
            <MapsProvider>{children}</MapsProvider>
          </PlacesProvider>
        </FilterProvider>
      </FleetContext>
    </LiveContext>
  );
}
