import { useCallback, useMemo, useState } from 'react';
import { useLanguage, useTheme } from '../stores/appearance.ts';
import { useClient, usePreferences, useSelection, useServices } from '../stores/services.tsx';
import { FilterNote, useFleetFilter } from './filter/index.ts';
import { MapTools } from './map-tools.tsx';
import { useShownMaps } from './maps-context.tsx';
import { useFleet, useFleetStatus } from './fleet-context.tsx';
import { useMapGround } from './ground-context.tsx';
import { type CameraLink, type MapPosition, MapView } from './map/index.ts';
import { useAlarmed } from './use-alarmed.ts';
import { useShownPlace } from './replay/index.ts';
import { placeOf } from './vehicles/vehicle-list-model.ts';

export interface SupervisionMapProps {
  /** False: a picture that nobody touches. */
  interactive?: boolean | undefined;
  /** Where to look at first; the bulk of the fleet when not said. */
  view?: MapPosition | undefined;
  /** A camera shared with other maps: what it says goes before `view`. The same object every time. */
  camera?: CameraLink | undefined;
  className?: string | undefined;
}

/** The map of this window's fleet, bound to what is selected. */
export function SupervisionMap({ interactive = true, view, camera, className }: SupervisionMapProps) {
  const client = useClient();
  const fleet = useFleet();
  const ground = useMapGround();
  const maps = useShownMaps();
  const { selection } = useServices();
  const selectedId = useSelection(({ selected }) => (selected?.panel === 'vehicles' ? selected.id : null));
  const slotOf = useShownPlace(
    selectedId,
    useSelection((state) => state.slotOf),
  );
  const streamId = useFleetStatus((status) => status.streamId);
  const outside = useFleetFilter((filter) => filter.outside);
  const trails = usePreferences((preferences) => preferences.trails);
  const density = usePreferences((preferences) => preferences.density);
  const overlays = useMemo(() => ({ trails, density }), [trails, density]);
  const alarmed = useAlarmed();
  const [following, setFollowing] = useState(false);
  const theme = useTheme();
  const language = useLanguage();

  const labelFor = useCallback(
    async (slots: number[]) => {
      const { rows } = await client.request('vehicles.bySlots', { streamId, slots });
      return rows.map((row) => row?.code ?? null);
    },
    [client, streamId],
  );
  const onSelectSlot = useCallback(
    (slot: number | null) => {
      if (slot === null) return selection.select(null);
      client.request('vehicles.bySlots', { streamId, slots: [slot] }).then(
        ({ rows: [row] }) => {
          if (row === null || row === undefined) return selection.select(null);
          selection.showPanel('vehicles');
          selection.select({ panel: 'vehicles', id: row.id });
          selection.markSlot(placeOf(row, streamId));
        },
        () => selection.select(null), // The banner says that the data host does not answer.
      );
    },
    [client, selection, streamId],
  );

  return (
    <>
      <MapView
        fleet={fleet}
        ground={ground}
        selectedSlot={slotOf !== null && slotOf.streamId === streamId ? slotOf.slot : null}
        onSelectSlot={onSelectSlot}
        theme={theme}
        language={language}
        labelFor={labelFor}
        interactive={interactive}
        view={view}
        camera={camera}
        outside={outside}
        following={following}
        overlays={overlays}
        alarmed={alarmed}
        maps={maps}
        onLetGo={() => setFollowing(false)}
        className={className}
      />
      {interactive ? <MapTools following={following} onFollow={setFollowing} /> : <FilterNote />}
    </>
  );
}
