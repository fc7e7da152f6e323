import { useEffect, useState } from 'react';
import type { WallFocus } from '../../../shared/contract/index.ts';
import { useServices } from '../../stores/services.tsx';
import { placeOf, useFleetStatus } from '../../supervision/index.ts';

/**
 * Marks on this window's maps and lists what was sent to its wall.
 * @returns how it is called; null while that is not known
 */
export function useFocusShown(focus: WallFocus | null): string | null {
  const { connection, selection } = useServices();
  // Places in the stream mean nothing in another stream.
  const streamId = useFleetStatus((status) => status.streamId);
  const [named, setNamed] = useState<{ focus: WallFocus; name: string | null }>();
  useEffect(() => {
    if (focus === null || focus.kind === 'area') {
      selection.select(null);
      return undefined;
    }
    const shown = focus;
    const { kind, id } = shown;
    const controller = new AbortController();
    const { signal } = controller;
    const { client } = connection;

    async function show(): Promise<void> {
      const mission = kind === 'mission' ? await client.request('missions.get', { id }, { signal }) : undefined;
      const vehicleId = kind === 'vehicle' ? id : (mission?.vehicleId ?? null);
      const vehicle =
        vehicleId === null ? undefined : await client.request('vehicles.get', { id: vehicleId }, { signal });
      if (signal.aborted) return;
      setNamed({ focus: shown, name: mission?.reference ?? vehicle?.code ?? null });
      selection.select({ panel: kind === 'mission' ? 'missions' : 'vehicles', id });
      // Before the window has that stream it has nothing to mark.
      if (vehicle?.streamId === streamId) selection.markSlot(placeOf(vehicle, vehicle.streamId));
    }
    const stop = connection.onOpen(() => {
      // The bar stands without a name when it fails; a new link asks again.
      show().catch(() => undefined);
    });
    return () => {
      stop();
      controller.abort();
    };
  }, [focus, connection, selection, streamId]);
  return named !== undefined && named.focus === focus ? named.name : null;
}
