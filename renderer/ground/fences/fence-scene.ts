import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { GroundScene, StyleChoice } from '../../supervision/index.ts';
import { GROUND_COLORS } from '../ground-colors.ts';
import { groundAddress } from '../ground-protocol.ts';

/** Names of the scene's sources: see `groundId`. */
export const FENCES_SOURCE = 'fences';
export const DRAFT_SOURCE = 'fence-draft';

const FONT = ['Inter Variable', 'Segoe UI', 'DejaVu Sans', 'sans-serif'];
const NAMES_FROM_ZOOM = 9;

/**
 * Geofences, in greys: kinds differ by their edge, so that no colour is needed to tell them apart. A zone has a thin line, a depot
 * a double one, a restricted place a dashed one. What is being drawn has the colour of what is selected.
 * @param key of what `serveGround` gives for the geofences; undefined: none are shown
 */
export function fenceScene(key: string | undefined, isDrawing: boolean, choice: StyleChoice): GroundScene {
  const fences = key === undefined ? [] : fenceLayers(choice);
  const source = { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } };
  return {
    sources: {
      ...(key === undefined ? {} : { [FENCES_SOURCE]: { type: 'geojson', data: groundAddress(key) } }),
      ...(isDrawing ? { [DRAFT_SOURCE]: source } : {}),
    },
    layers: [...fences, ...(isDrawing ? draftLayers(choice) : [])],
  };
}

function fenceLayers({ theme, scale }: StyleChoice): LayerSpecification[] {
  const { fence, name, halo } = GROUND_COLORS[theme];
  const base = { source: FENCES_SOURCE } as const;
  const isArea: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon'];
  const ofKind = (kind: string): ExpressionSpecification => ['all', isArea, ['==', ['get', 'kind'], kind]];
  const edge = { 'line-color': fence, 'line-width': 1.4 * scale };
  return [
    {
      ...{ ...base, id: 'fence-area', type: 'fill', filter: isArea },
      paint: { 'fill-color': fence, 'fill-opacity': ['match', ['get', 'kind'], 'restricted', 0.16, 0.07] },
    },
    { ...{ ...base, id: 'fence-zone', type: 'line', filter: ofKind('zone') }, paint: edge },
    {
      ...{ ...base, id: 'fence-depot', type: 'line', filter: ofKind('depot') },
      paint: { ...edge, 'line-gap-width': 2 * scale },
    },
    {
      ...{ ...base, id: 'fence-restricted', type: 'line', filter: ofKind('restricted') },
      paint: { ...edge, 'line-width': 2 * scale, 'line-dasharray': [2, 1.5] },
    },
    {
      ...{ ...base, id: 'fence-name', type: 'symbol', minzoom: NAMES_FROM_ZOOM },
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 12 * scale,
        'text-anchor': 'bottom',
        'text-offset': [0, -0.3],
        'text-max-width': 14,
      },
      paint: { 'text-color': name, 'text-halo-color': halo, 'text-halo-width': 1.5 },
    },
  ];
}

function draftLayers({ theme, scale }: StyleChoice): LayerSpecification[] {
  const { draft, halo } = GROUND_COLORS[theme];
  const base = { source: DRAFT_SOURCE } as const;
  const isSelected: ExpressionSpecification = ['coalesce', ['get', 'selected'], false];
  const isPart = (...parts: string[]): ExpressionSpecification => [
    'in',
    ['coalesce', ['get', 'part'], ''],
    ['literal', parts],
  ];
  return [
    {
      ...{ ...base, id: 'draft-area', type: 'fill', filter: ['==', ['geometry-type'], 'Polygon'] },
      paint: { 'fill-color': draft, 'fill-opacity': 0.14 },
    },
    {
      ...{ ...base, id: 'draft-edge', type: 'line', filter: ['!=', ['geometry-type'], 'Point'] },
      paint: { 'line-color': draft, 'line-width': 2 * scale },
    },
    {
      ...{ ...base, id: 'draft-between', type: 'circle', filter: isPart('between') },
      paint: { 'circle-radius': 3.5 * scale, 'circle-color': draft, 'circle-opacity': 0.7 },
    },
    {
      ...{ ...base, id: 'draft-corner', type: 'circle', filter: isPart('corner', 'center', 'edge') },
      paint: {
        'circle-radius': ['case', isSelected, 8 * scale, 6 * scale],
        'circle-color': ['case', isSelected, draft, halo],
        'circle-stroke-color': draft,
        'circle-stroke-width': 2 * scale,
      },
    },
  ];
}
