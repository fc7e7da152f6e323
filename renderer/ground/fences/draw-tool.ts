import type { GeoJSONSource, Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import type { Disposer, LngLat } from '../../../shared/domain/index.ts';
import { groundId } from '../../supervision/index.ts';
import { draftFeatures } from './fence-features.ts';
import { radiusTo } from './fence-draft.ts';
import { DRAFT_SOURCE } from './fence-scene.ts';
import type { FencesStore } from './fences-store.ts';

/** How far beside a handle the pointer may be, CSS pixels: WCAG 2.2 asks for targets of 24 by 24. */
const REACH = 12;
const HANDLES = ['draft-corner', 'draft-between'].map(groundId);

interface Grip {
  readonly part: 'corner' | 'between' | 'center' | 'edge';
  readonly index: number;
}

/**
 * Draws with the pointer on a map: a click adds a corner, one on the first closes the polygon; a corner is dragged, taken away with
 * the right button or with Alt, and one is drawn out between two. A circle takes its centre with one click and its edge with
 * the next. All of it can be typed as well: see `outline-fields.tsx`.
 */
export function attachDrawTool(map: MapLibreMap, store: FencesStore): Disposer {
  let dragged: Grip | undefined;
  let isFirstMove = false;
  /** A drag ends with a click, which is none. */
  let wasDragged = false;
  /** Where the pointer is, while it draws. */
  let pointer: LngLat | undefined;

  const draft = () => store.state.getState().draft;
  const place = ({ lngLat }: MapMouseEvent): LngLat => [lngLat.wrap().lng, lngLat.lat];

  function gripAt({ point }: MapMouseEvent): Grip | undefined {
    const layers = HANDLES.filter((id) => map.getLayer(id) !== undefined);
    const around: [[number, number], [number, number]] = [
      [point.x - REACH, point.y - REACH],
      [point.x + REACH, point.y + REACH],
    ];
    // Corners come before what lies between them, as they are drawn above it.
    const [found] = map.queryRenderedFeatures(around, { layers });
    const part: unknown = found?.properties['part'];
    const index: unknown = found?.properties['index'];
    if (part !== 'corner' && part !== 'between' && part !== 'center' && part !== 'edge') return undefined;
    return { part, index: typeof index === 'number' ? index : 0 };
  }

  function onMouseDown(event: MapMouseEvent): void {
    wasDragged = false;
    if (draft() === null || event.originalEvent.button !== 0 || event.originalEvent.altKey) return;
    const grip = gripAt(event);
    if (grip === undefined) return;
    // The map stays where it is while a handle moves.
    event.preventDefault();
    dragged = grip;
    isFirstMove = true;
  }
  function onMouseMove(event: MapMouseEvent): void {
    const now = draft();
    if (now === null) return;
    if (dragged === undefined) {
      const isFree = gripAt(event) === undefined;
      map.getCanvas().style.cursor = isFree ? 'crosshair' : 'move';
      pointer = place(event);
      show();
      return;
    }
    pointer = undefined;
    wasDragged = true;
    drag(dragged, place(event));
    isFirstMove = false;
  }
  function drag(grip: Grip, to: LngLat): void {
    const outline = draft()?.outline;
    const isNew = isFirstMove;
    if (grip.part === 'between') {
      store.change({ type: 'insert', index: grip.index, at: to });
      // From now on it is a corner.
      dragged = { part: 'corner', index: grip.index };
    } else if (grip.part === 'corner') store.change({ type: 'move', index: grip.index, to, isNew });
    else if (grip.part === 'center') store.change({ type: 'center', at: to, isNew });
    else if (outline?.shape === 'circle' && outline.center !== null)
      store.change({ type: 'radius', metres: radiusTo(outline.center, to), isNew });
  }
  function onMouseUp(): void {
    dragged = undefined;
  }
  function onMouseOut(): void {
    pointer = undefined;
    if (draft() !== null) show();
  }

  function onClick(event: MapMouseEvent): void {
    const now = draft();
    if (now === null || wasDragged) return;
    const { outline } = now;
    const grip = gripAt(event);
    if (outline.shape === 'circle') {
      if (outline.center === null) store.change({ type: 'center', at: place(event), isNew: true });
      else if (outline.radiusMetres === null)
        store.change({ type: 'radius', metres: radiusTo(outline.center, place(event)), isNew: true });
    } else if (grip?.part === 'corner') {
      if (event.originalEvent.altKey) store.change({ type: 'remove', index: grip.index });
      else if (grip.index === 0 && !outline.isClosed && outline.corners.length >= 3) store.change({ type: 'close' });
      else store.change({ type: 'select', index: grip.index });
    } else if (!outline.isClosed) store.change({ type: 'add', at: place(event) });
  }
  function onContextMenu(event: MapMouseEvent): void {
    if (draft() === null) return;
    event.preventDefault();
    const grip = gripAt(event);
    if (grip?.part === 'corner') store.change({ type: 'remove', index: grip.index });
  }

  /** Straight into the source: a style is compared with the one before, which is too much for each move of a pointer. */
  function show(): void {
    const source = map.getSource<GeoJSONSource>(groundId(DRAFT_SOURCE));
    source?.setData(draftFeatures(draft(), pointer)).catch((error: unknown) => {
      // The map went while its worker was at it.
      console.warn('what is being drawn could not be shown', error);
    });
  }
  function onDraft(): void {
    const isDrawing = draft() !== null;
    if (isDrawing) map.doubleClickZoom.disable();
    else {
      map.doubleClickZoom.enable();
      map.getCanvas().style.cursor = '';
      dragged = undefined;
      pointer = undefined;
    }
    show();
  }

  map.on('mousedown', onMouseDown);
  map.on('mousemove', onMouseMove);
  map.on('mouseup', onMouseUp);
  map.on('mouseout', onMouseOut);
  map.on('click', onClick);
  map.on('contextmenu', onContextMenu);
  // After a change of theme or of the base map the source is another.
  map.on('styledata', show);
  const stop = store.state.subscribe((now, before) => {
    if (now.draft !== before.draft) onDraft();
  });
  return () => {
    stop();
    map.off('mousedown', onMouseDown);
    map.off('mousemove', onMouseMove);
    map.off('mouseup', onMouseUp);
    map.off('mouseout', onMouseOut);
    map.off('click', onClick);
    map.off('contextmenu', onContextMenu);
    map.off('styledata', show);
  };
}
