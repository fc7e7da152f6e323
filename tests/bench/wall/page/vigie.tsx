import { createRoot } from 'react-dom/client';
import { createFleetStore } from '../../../../renderer/supervision/fleet/index.ts';
import { MapView } from '../../../../renderer/supervision/map/map-view.tsx';
import { createPositionsWorker, windowClock } from '../../../../renderer/workers/index.ts';
import { VIEW } from '../scene.ts';

/** Vigie's own worker, store, map and layer, as a wall shows them. */
export function showVigie(container: HTMLElement, url: string, session: string): void {
  const worker = createPositionsWorker();
  worker.postMessage({ type: 'socket', url, session });
  const fleet = createFleetStore(worker, windowClock);
  const labelFor = (slots: number[]) => Promise.resolve(slots.map((slot) => `Vehicle ${slot}`));
  createRoot(container).render(
    <MapView
      {...{ fleet, labelFor, view: VIEW, theme: 'dark', language: 'en', interactive: false, selectedSlot: null }}
      onSelectSlot={() => undefined}
    />,
  );
}
