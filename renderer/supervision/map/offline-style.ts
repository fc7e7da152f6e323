import type {
  ExpressionSpecification,
  LayerSpecification,
  StyleSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl';
import { OFFLINE_GROUND_ZOOM, OFFLINE_NAMES_ZOOM } from './base-map.ts';
import { graticule } from './graticule.ts';
import { type MapPalette, PALETTES } from './palette.ts';
import { OFFLINE_PROTOCOL } from './tile-addresses.ts';

const FONT = ['Inter Variable', 'Segoe UI', 'DejaVu Sans', 'sans-serif'];

export interface StyleChoice {
  theme: 'dark' | 'light';
  language: 'fr' | 'en';
  /** 1 at a desk; more on a screen that is read from afar. */
  scale: number;
}

/** The base map that comes with Vigie, as a MapLibre style that asks the network for nothing. */
export function offlineStyle({ theme, language, scale }: StyleChoice): StyleSpecification {
  const palette = PALETTES[theme];
  const tiles = { type: 'vector' as const, tiles: [`${OFFLINE_PROTOCOL}://{z}/{x}/{y}`], minzoom: 0 };
  return {
    version: 8,
    name: `Vigie ${theme}`,
    sources: {
      ground: {
        ...tiles,
        maxzoom: OFFLINE_GROUND_ZOOM,
        attribution: '© OpenStreetMap contributors, Natural Earth, GeoNames',
      },
      names: { ...tiles, maxzoom: OFFLINE_NAMES_ZOOM },
      graticule: { type: 'geojson', data: graticule(10) },
    },
    layers: [...ground(palette), ...countryNames(palette, language, scale), ...placeNames(palette, scale)],
  };
}

function ground(palette: MapPalette): LayerSpecification[] {
  const base = (id: string, layer: string) => ({ id, source: 'ground', 'source-layer': layer }) as const;
  const widths = (...stops: number[]): ExpressionSpecification => ['interpolate', ['linear'], ['zoom'], ...stops];
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
    {
      id: 'graticule',
      type: 'line',
      source: 'graticule',
      maxzoom: 8,
      paint: { 'line-color': palette.graticule, 'line-width': 1 },
    },
    { ...base('land', 'land'), type: 'fill', paint: { 'fill-color': palette.land, 'fill-antialias': false } },
    {
      ...base('rivers', 'rivers'),
      type: 'line',
      minzoom: 4,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': palette.river, 'line-width': widths(4, 0.8, 8, 2, 12, 4) },
    },
    { ...base('lakes', 'lakes'), type: 'fill', paint: { 'fill-color': palette.lake } },
    {
      ...base('coast', 'land'),
      type: 'line',
      paint: { 'line-color': palette.coast, 'line-width': widths(0, 0.5, 6, 0.8, 10, 1.4) },
    },
    {
      ...base('divisions', 'divisions'),
      type: 'line',
      minzoom: 3,
      paint: { 'line-color': palette.division, 'line-width': 1 },
    },
    {
      ...base('borders', 'borders'),
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.border, 'line-width': widths(1, 0.5, 5, 1, 9, 1.8) },
    },
  ];
}

function countryNames(palette: MapPalette, language: 'fr' | 'en', scale: number): LayerSpecification[] {
  return [
    {
      id: 'countries',
      type: 'symbol',
      source: 'names',
      'source-layer': 'countries',
      maxzoom: 7,
      filter: ['<=', ['get', 'rank'], ['zoom']],
      layout: {
        'text-field': ['get', `name_${language}`],
        'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['zoom'], 2, 11 * scale, 6, 15 * scale],
        'text-transform': 'uppercase',
        'text-letter-spacing': 0.12,
        'text-max-width': 7,
        'symbol-sort-key': ['get', 'rank'],
      },
      paint: { 'text-color': palette.country, 'text-halo-color': palette.halo, 'text-halo-width': 1.2 },
    },
  ];
}

function placeNames(palette: MapPalette, scale: number): LayerSpecification[] {
  const source = { source: 'names', 'source-layer': 'places' } as const;
  // The larger a place, the larger its name; deeper in, all names grow a little.
  const size: ExpressionSpecification = [
    'interpolate',
    ['linear'],
    ['zoom'],
    ...[3, ['match', ['get', 'rank'], [3, 4], 11 * scale, 10 * scale]],
    ...[9, ['match', ['get', 'rank'], [3, 4], 16 * scale, [5, 6], 14 * scale, [7], 12.5 * scale, 11 * scale]],
    ...[13, ['match', ['get', 'rank'], [3, 4], 19 * scale, [5, 6], 16 * scale, [7], 14 * scale, 12.5 * scale]],
  ] as ExpressionSpecification;
  const labels: SymbolLayerSpecification = {
    id: 'places',
    type: 'symbol',
    ...source,
    minzoom: 3,
    filter: ['<=', ['get', 'rank'], ['zoom']],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': size,
      'text-variable-anchor': ['top', 'bottom', 'right', 'left'],
      'text-radial-offset': 0.45,
      'text-max-width': 8,
      'text-padding': 6 * scale,
      'symbol-sort-key': ['get', 'rank'],
    },
    paint: { 'text-color': palette.place, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
  };
  return [
    {
      id: 'place-dots',
      type: 'circle',
      ...source,
      minzoom: 3,
      filter: ['<=', ['get', 'rank'], ['zoom']],
      paint: { 'circle-radius': 1.6 * scale, 'circle-color': palette.placeDot },
    },
    labels,
  ];
}
