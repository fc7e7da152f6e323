import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { GroundLayer } from '../../shared/contract/index.ts';
import type { GroundScene, StyleChoice } from '../supervision/index.ts';
import { groundAddress } from './ground-protocol.ts';
import { GROUND_COLORS } from './ground-colors.ts';

/** Stops have their names from here on: farther out they would cover the town. */
const NAMES_FROM_ZOOM = 14;
const STOPS_FROM_ZOOM = 10.5;
const FONT = ['Inter Variable', 'Segoe UI', 'DejaVu Sans', 'sans-serif'];

const width = (...stops: number[]): ExpressionSpecification => ['interpolate', ['linear'], ['zoom'], ...stops];

/** The layers that are switched on, the first in the list lowest: areas, then lines, then points, quieter than any vehicle. */
export function layerScene(layers: readonly GroundLayer[], choice: StyleChoice): GroundScene {
  const drawn = layers.flatMap(({ id, isShown, data, kind }) => (isShown && data !== null ? [{ id, data, kind }] : []));
  return {
    sources: Object.fromEntries(drawn.map(({ id, data }) => [id, { type: 'geojson', data: groundAddress(data.key) }])),
    layers: [
      ...drawn.flatMap(({ id }) => areas(id, choice)),
      ...drawn.flatMap(({ id }) => lines(id, choice)),
      ...drawn.flatMap(({ id, kind }) => points(id, kind, choice)),
    ],
  };
}

/** The feature's own colour, or that of the theme where it has none. */
function colour({ theme }: StyleChoice): ExpressionSpecification {
  return ['coalesce', ['get', 'color'], GROUND_COLORS[theme].layer];
}

function areas(source: string, choice: StyleChoice): LayerSpecification[] {
  const filter: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon'];
  return [
    {
      ...{ id: `${source}-area`, type: 'fill', source, filter },
      paint: { 'fill-color': colour(choice), 'fill-opacity': 0.1 },
    },
    {
      ...{ id: `${source}-edge`, type: 'line', source, filter },
      paint: { 'line-color': colour(choice), 'line-opacity': 0.7, 'line-width': 1.2 * choice.scale },
    },
  ];
}

function lines(source: string, choice: StyleChoice): LayerSpecification[] {
  const { scale } = choice;
  return [
    {
      ...{ id: `${source}-line`, type: 'line', source, filter: ['==', ['geometry-type'], 'LineString'] },
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': colour(choice),
        'line-opacity': 0.5,
        'line-width': width(7, 0.7 * scale, 12, 1.8 * scale, 16, 4 * scale),
      },
    },
  ];
}

function points(source: string, kind: GroundLayer['kind'], choice: StyleChoice): LayerSpecification[] {
  const { scale, theme } = choice;
  const { layer, halo, name } = GROUND_COLORS[theme];
  const filter: ExpressionSpecification = ['==', ['geometry-type'], 'Point'];
  // Points of a collection are few and each is meant; stops of a network are thousands.
  const from = kind === 'gtfs' ? STOPS_FROM_ZOOM : 0;
  const namesFrom = kind === 'gtfs' ? NAMES_FROM_ZOOM : 10;
  return [
    {
      ...{ id: `${source}-point`, type: 'circle', source, filter, minzoom: from },
      paint: {
        'circle-radius': width(10, 1.5 * scale, 13, 2.2 * scale, 16, 4 * scale),
        'circle-color': halo,
        'circle-stroke-color': ['coalesce', ['get', 'color'], layer],
        'circle-stroke-width': 1.2 * scale,
      },
    },
    {
      ...{ id: `${source}-name`, type: 'symbol', source, filter, minzoom: namesFrom },
      layout: {
        'text-field': ['coalesce', ['get', 'name'], ''],
        'text-font': FONT,
        'text-size': 11 * scale,
        'text-anchor': 'left',
        'text-offset': [0.7, 0],
        'text-max-width': 12,
        'text-optional': true,
      },
      paint: { 'text-color': name, 'text-halo-color': halo, 'text-halo-width': 1.4 },
    },
  ];
}
