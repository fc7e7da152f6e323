import {
  AttributionControl,
  Map as MapLibreMap,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type StyleSpecification,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { FitControl } from './fit-control.ts';
import { showAsTold } from './map-camera.ts';
import type { MapTexts } from './map-texts.ts';
import { registerTileProtocols } from './tile-protocols.ts';

export interface MapOptions {
  container: HTMLElement;
  style: StyleSpecification;
  texts: MapTexts;
  language: 'fr' | 'en';
  interactive: boolean;
  /** A part of a larger picture: it shows where it is told, be it beyond the edge of the world. */
  isPart: boolean;
  onFit: () => void;
}

/** Where a map looks before it has anything to show: Europe. */
const START = { center: [3, 47] as [number, number], zoom: 4 };

let prepared = false;
/** The page's policy allows workers of the app's own origin only, so the worker is a file of the build. */
function prepareMaps(): void {
  if (prepared) return;
  prepared = true;
  setWorkerUrl(workerUrl);
  registerTileProtocols();
}

/**
 * A map that looks straight down with north up, as on paper: nobody has to find out which way it is turned.
 * @throws Error where WebGL 2 is missing
 */
export function createMap({ container, style, texts, language, interactive, isPart, onFit }: MapOptions): MapLibreMap {
  prepareMaps();
  const map = new MapLibreMap({
    container,
    style,
    ...START,
    interactive,
    minZoom: 1,
    maxZoom: 20,
    maxPitch: 0,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    attributionControl: false,
    // A calm picture: names appear, they do not fade, and nothing is drawn to fade them.
    fadeDuration: 0,
    transformConstrain: isPart ? showAsTold : null,
    locale: {
      'Map.Title': texts.title,
      'NavigationControl.ZoomIn': texts.zoomIn,
      'NavigationControl.ZoomOut': texts.zoomOut,
      'AttributionControl.ToggleAttribution': texts.attribution,
      'ScaleControl.Meters': 'm',
      'ScaleControl.Kilometers': 'km',
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 120 }), 'bottom-left');
  map.addControl(new AttributionControl({ compact: false }), 'bottom-right');
  if (interactive) {
    map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    map.addControl(new FitControl(texts.fit, onFit), 'top-right');
  }
  map.getCanvas().lang = language;
  return map;
}
