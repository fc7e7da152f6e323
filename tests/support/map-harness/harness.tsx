import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createFleetStore } from '../../../renderer/supervision/fleet/index.ts';
import { MapView } from '../../../renderer/supervision/map/map-view.tsx';
import { PASS_ALL } from '../../../shared/domain/index.ts';
import { createPositionsWorker, windowClock } from '../../../renderer/workers/index.ts';
import { readScene } from './scene.ts';

/** The real worker, store and map over a data host of positions alone. See scene.ts for what the address may say. */
const scene = readScene(location.search);
document.documentElement.dataset['theme'] = scene.theme;

const host = new Worker(new URL('./host.worker.ts', import.meta.url), { type: 'module' });
host.postMessage({ type: 'start', scene });
const worker = createPositionsWorker();
const { port1, port2 } = new MessageChannel();
host.postMessage({ type: 'port' }, [port1]);
worker.postMessage({ type: 'port' }, [port2]);
const fleet = createFleetStore(worker, windowClock);
if (scene.only.length > 0) fleet.setFilter({ sieve: PASS_ALL, directory: { ids: scene.only } });
const overlays = { trails: scene.trails, density: scene.density };
const labelFor = (slots: number[]) => Promise.resolve(slots.map((slot) => (scene.names ? `BUS ${slot}` : null)));

function Harness() {
  const [selectedSlot, setSelectedSlot] = useState<number | null>(scene.kind === 'looks' ? 0 : null);
  const [theme, setTheme] = useState(scene.theme);
  return (
    <div className="harness">
      <button type="button" className="visually-hidden" onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}>
        theme
      </button>
      <output className="visually-hidden" data-testid="selected">
        {String(selectedSlot)}
      </output>
      <MapView
        {...{ fleet, selectedSlot, theme, labelFor, overlays }}
        outside={scene.outside}
        onSelectSlot={setSelectedSlot}
        language={scene.language}
        view={
          scene.view === null ? undefined : { longitude: scene.view[0], latitude: scene.view[1], zoom: scene.view[2] }
        }
      />
    </div>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <Harness />
  </StrictMode>,
);
