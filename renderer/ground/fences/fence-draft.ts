import {
  cornersFault,
  cornersOf,
  distanceMetres,
  type GeofenceGeometry,
  type GeofenceKind,
  type GeometryFault,
  geometryFault,
  type LngLat,
  MAX_GEOFENCE_CORNERS,
  polygonOf,
} from '../../../shared/domain/index.ts';

/** The outline of a geofence while it is drawn. */
export type Outline =
  | {
      readonly shape: 'polygon';
      readonly corners: readonly LngLat[];
      /** Further clicks add no corners. */
      readonly isClosed: boolean;
    }
  | { readonly shape: 'circle'; readonly center: LngLat | null; readonly radiusMetres: number | null };

/** A geofence that is being made or changed, and nothing of it kept yet. */
export interface FenceDraft {
  /** Null: a new one. */
  readonly id: string | null;
  readonly name: string;
  readonly kind: GeofenceKind;
  readonly outline: Outline;
  /** What the outline was before each change, the oldest first. */
  readonly before: readonly Outline[];
  /** The corner that the keyboard and the list mean. */
  readonly selected: number | null;
}

export type DraftChange =
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'kind'; readonly kind: GeofenceKind }
  | { readonly type: 'add'; readonly at: LngLat }
  | { readonly type: 'insert'; readonly index: number; readonly at: LngLat }
  /** `isNew`: the first of a drag, or one that was typed; those after it belong to the same step. */
  | { readonly type: 'move'; readonly index: number; readonly to: LngLat; readonly isNew: boolean }
  | { readonly type: 'remove'; readonly index: number }
  | { readonly type: 'close' }
  | { readonly type: 'center'; readonly at: LngLat; readonly isNew: boolean }
  | { readonly type: 'radius'; readonly metres: number; readonly isNew: boolean }
  | { readonly type: 'select'; readonly index: number | null }
  | { readonly type: 'undo' };

/** Steps that can be taken back. */
const MOST_STEPS = 200;

export function newDraft(shape: Outline['shape']): FenceDraft {
  const outline: Outline =
    shape === 'polygon' ? { shape, corners: [], isClosed: false } : { shape, center: null, radiusMetres: null };
  return { id: null, name: '', kind: 'zone', outline, before: [], selected: null };
}

export function draftOf(row: { id: string; name: string; kind: GeofenceKind; geometry: GeofenceGeometry }): FenceDraft {
  const { id, name, kind, geometry } = row;
  const outline: Outline =
    geometry.type === 'Polygon'
      ? { shape: 'polygon', corners: cornersOf(geometry), isClosed: true }
      : { shape: 'circle', center: geometry.center, radiusMetres: geometry.radiusMetres };
  return { id, name, kind, outline, before: [], selected: null };
}

export function changeDraft(draft: FenceDraft, change: DraftChange): FenceDraft {
  const { outline } = draft;
  switch (change.type) {
    case 'name':
      return { ...draft, name: change.name };
    case 'kind':
      return { ...draft, kind: change.kind };
    case 'select':
      return { ...draft, selected: change.index };
    case 'undo': {
      const last = draft.before.at(-1);
      return last === undefined
        ? draft
        : { ...draft, outline: last, before: draft.before.slice(0, -1), selected: null };
    }
    case 'center':
      if (outline.shape !== 'circle') return draft;
      return step(draft, { ...outline, center: change.at }, change.isNew, null);
    case 'radius':
      if (outline.shape !== 'circle') return draft;
      return step(draft, { ...outline, radiusMetres: change.metres }, change.isNew, null);
    default:
      return outline.shape === 'polygon' ? changeCorners(draft, outline, change) : draft;
  }
}

type Polygon = Extract<Outline, { shape: 'polygon' }>;
type CornerChange = Extract<DraftChange, { type: 'add' | 'insert' | 'move' | 'remove' | 'close' }>;

function changeCorners(draft: FenceDraft, outline: Polygon, change: CornerChange): FenceDraft {
  const { corners } = outline;
  switch (change.type) {
    case 'add':
      return changeCorners(draft, outline, { type: 'insert', index: corners.length, at: change.at });
    case 'insert':
      if (corners.length >= MAX_GEOFENCE_CORNERS) return draft;
      return step(draft, { ...outline, corners: corners.toSpliced(change.index, 0, change.at) }, true, change.index);
    case 'move': {
      if (corners[change.index] === undefined) return draft;
      const moved = { ...outline, corners: corners.with(change.index, change.to) };
      return step(draft, moved, change.isNew, change.index);
    }
    case 'remove': {
      if (corners[change.index] === undefined) return draft;
      const left = corners.toSpliced(change.index, 1);
      // What is no polygon any more is drawn on.
      const isClosed = outline.isClosed && left.length >= 3;
      return step(draft, { ...outline, corners: left, isClosed }, true, null);
    }
    case 'close':
      return corners.length < 3 ? draft : step(draft, { ...outline, isClosed: true }, true, null);
  }
}

function step(draft: FenceDraft, outline: Outline, isNew: boolean, selected: number | null): FenceDraft {
  const before = isNew ? [...draft.before, draft.outline].slice(-MOST_STEPS) : draft.before;
  return { ...draft, outline, before, selected };
}

/** What the outline is as a geometry; undefined as long as it is none. */
export function geometryOf(outline: Outline): GeofenceGeometry | undefined {
  if (outline.shape === 'polygon') return outline.corners.length < 3 ? undefined : polygonOf(outline.corners);
  const { center, radiusMetres } = outline;
  return center === null || radiusMetres === null ? undefined : { type: 'Circle', center, radiusMetres };
}

/** Why the outline cannot be kept as it is; `no-center` and `no-radius` for a circle that is not there yet. */
export function outlineFault(outline: Outline): GeometryFault | 'no-center' | 'no-radius' | undefined {
  if (outline.shape === 'polygon') return cornersFault(outline.corners);
  if (outline.center === null) return 'no-center';
  const geometry = geometryOf(outline);
  return geometry === undefined ? 'no-radius' : geometryFault(geometry);
}

/** Metres from the centre to a place, a metre at least. */
export function radiusTo(center: LngLat, to: LngLat): number {
  return Math.max(1, Math.round(distanceMetres(center[0], center[1], to[0], to[1])));
}
