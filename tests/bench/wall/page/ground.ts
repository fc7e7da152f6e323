import { Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { VIEW } from '../scene.ts';

/** A peer's map: the same view, no fading in, and nothing for ground but a colour, which costs it less than Vigie's own does. */
export async function createGround(container: HTMLElement): Promise<MapLibreMap> {
  setWorkerUrl(workerUrl);
  const map = new MapLibreMap({
    container,
    style: {
      version: 8,
      sources: {},
      layers: [{ id: 'sea', type: 'background', paint: { 'background-color': '#101418' } }],
    },
    center: [VIEW.longitude, VIEW.latitude],
    zoom: VIEW.zoom,
    attributionControl: false,
    fadeDuration: 0,
  });
  await map.once('load');
  return map;
}
