import type { GeofenceRow } from '../../../shared/contract/index.ts';
import { cornersOf, type GeofenceGeometry, type LngLat, unwrapped } from '../../../shared/domain/index.ts';
import { circleRing, destination } from './circle-ring.ts';
import { type FenceDraft, radiusTo } from './fence-draft.ts';

/** As much of GeoJSON as is drawn here. */
export interface DrawnFeature {
  readonly type: 'Feature';
  readonly properties: Readonly<Record<string, string | number | boolean>>;
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: LngLat }
    | { readonly type: 'LineString'; readonly coordinates: LngLat[] }
    | { readonly type: 'Polygon'; readonly coordinates: LngLat[][] };
}
export interface DrawnCollection {
  readonly type: 'FeatureCollection';
  readonly features: DrawnFeature[];
}

/** The outline, first and last place the same. Beyond 180 degrees where it lies across the antimeridian: a map draws it there and on the other side. */
export function ringOf(geometry: GeofenceGeometry): LngLat[] {
  return geometry.type === 'Polygon'
    ? closed(unwrapped(cornersOf(geometry)))
    : circleRing(geometry.center, geometry.radiusMetres);
}

const closed = (corners: readonly LngLat[]): LngLat[] => [...corners, ...corners.slice(0, 1)];

/** The areas of geofences, and a point for each name. `without`: the one that is being drawn. */
export function fenceFeatures(rows: readonly GeofenceRow[], without: string | null): DrawnCollection {
  const features = rows.flatMap(({ id, name, kind, geometry }): DrawnFeature[] => {
    if (id === without) return [];
    const ring = ringOf(geometry);
    return [
      { type: 'Feature', properties: { kind }, geometry: { type: 'Polygon', coordinates: [ring] } },
      { type: 'Feature', properties: { kind, name }, geometry: { type: 'Point', coordinates: topOf(ring) } },
    ];
  });
  return { type: 'FeatureCollection', features };
}

/** Names stand at the northern end of what they name: its middle belongs to the vehicles. */
function topOf(ring: readonly LngLat[]): LngLat {
  return ring.reduce((top, place) => (place[1] > top[1] ? place : top), ring[0] ?? [0, 0]);
}

/**
 * What is drawn of a draft: its area, its edges, a handle for each corner (`corner` with its `index`), one between each two
 * (`between`), for a circle its `center` and a place on its edge (`edge`).
 * @param pointer where the next click would go: the line to it, or the circle through it, is drawn as well
 */
export function draftFeatures(draft: FenceDraft | null, pointer?: LngLat): DrawnCollection {
  if (draft === null) return { type: 'FeatureCollection', features: [] };
  const { outline, selected } = draft;
  const features = outline.shape === 'polygon' ? polygonParts(outline, selected) : circleParts(outline);
  const next = pointer === undefined ? [] : nextParts(outline, pointer);
  return { type: 'FeatureCollection', features: [...features, ...next] };
}

/** What a click at the pointer would add. */
function nextParts(outline: FenceDraft['outline'], pointer: LngLat): DrawnFeature[] {
  if (outline.shape === 'polygon') {
    const last = outline.isClosed ? undefined : outline.corners.at(-1);
    return last === undefined ? [] : line(unwrapped([last, pointer]));
  }
  const { center, radiusMetres } = outline;
  return center === null || radiusMetres !== null ? [] : area(circleRing(center, radiusTo(center, pointer)));
}

function polygonParts(
  { corners: entered, isClosed }: Extract<FenceDraft['outline'], { shape: 'polygon' }>,
  selected: number | null,
): DrawnFeature[] {
  const corners = unwrapped(entered);
  const ring = corners.length < 3 ? corners : closed(corners);
  const handles = corners.map((corner, index) => handle('corner', corner, { index, selected: index === selected }));
  const edges = isClosed ? corners.length : corners.length - 1;
  const between = corners.slice(0, Math.max(0, edges)).flatMap((corner, index) => {
    const next = corners[(index + 1) % corners.length];
    if (next === undefined) return [];
    return [handle('between', [(corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2], { index: index + 1 })];
  });
  return [...(corners.length < 3 ? line(ring) : area(ring)), ...between, ...handles];
}

function circleParts({ center, radiusMetres }: Extract<FenceDraft['outline'], { shape: 'circle' }>): DrawnFeature[] {
  if (center === null) return [];
  if (radiusMetres === null) return [handle('center', center)];
  const edge = destination(center, radiusMetres, Math.PI / 2);
  return [...area(circleRing(center, radiusMetres)), handle('center', center), handle('edge', edge)];
}

function area(ring: LngLat[]): DrawnFeature[] {
  return [{ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } }];
}

function line(places: LngLat[]): DrawnFeature[] {
  return places.length < 2
    ? []
    : [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: places } }];
}

function handle(part: string, at: LngLat, properties: DrawnFeature['properties'] = {}): DrawnFeature {
  return { type: 'Feature', properties: { part, ...properties }, geometry: { type: 'Point', coordinates: at } };
}
