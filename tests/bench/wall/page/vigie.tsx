import { createRoot } from 'react-dom/client';
import { createFleetStore } from '../../../../renderer/supervision/fleet/index.ts';
import { MapView } from '../../../../renderer/supervision/map/map-view.tsx';
import { createPositionsWorker, windowClock } from '../../../../renderer/workers/index.ts';
import type { CameraLink, MapPosition } from '../../../../renderer/supervision/map/map-camera.ts';
import { createListeners } from '../../../../shared/rpc/index.ts';
import { VIEW } from '../scene.ts';

/**
 * Vigie's own worker, store, map and layer, as a wall shows them.
 * @returns what moves the map
 */
export function showVigie(container: HTMLElement, url: string, session: string): (to: MapPosition) => void {
  const worker = createPositionsWorker();
  worker.postMessage({ type: 'socket', url, session });
  const fleet = createFleetStore(worker, windowClock);
  const labelFor = (slots: number[]) => Promise.resolve(slots.map((slot) => `Vehicle ${slot}`));
  const moves = createListeners<MapPosition>();
  const camera: CameraLink = {
    current: () => VIEW,
    subscribe: (listener) => moves.add(listener),
    publish: () => undefined,
  };
  createRoot(container).render(
    <MapView
      {...{ fleet, labelFor, camera, theme: 'dark', language: 'en', interactive: false, selectedSlot: null }}
      onSelectSlot={() => undefined}
    />,
  );
  return (to) => moves.emit(to);
}
