import type { AgeThresholds, Clock, Disposer } from '../../../shared/domain/index.ts';
import { type Bounds, type FleetScene, radiusAtZoom, screenPlace, vehiclesInView } from '../layers/index.ts';
import { type LabelCandidate, layOutLabels } from './label-layout.ts';
import type { VehicleNames } from './vehicle-names.ts';

/** From this zoom on every vehicle in view may be named, as far as there is room. */
const NAMES_FROM_ZOOM = 11.5;
/** As many names at once: more cannot be read, and each is an element. */
const MOST_LABELS = 60;
/** Which are named is thought over so often; where they stand, at every picture. Milliseconds. */
const CHOOSE_EVERY_MS = 400;

/** What labels are drawn from. */
export interface LabelView {
  scene: FleetScene;
  /** What of the ground is on the screen. */
  area: Bounds;
  thresholds: AgeThresholds;
  /** Of the vehicles that can be on the screen, where that is known; null: any. */
  slots: Uint32Array | null;
  scale: number;
  selectedSlot: number | null;
  hoveredSlot: number | null;
}

export interface Labels {
  /** Puts every label where its vehicle is in this picture. */
  update(view: LabelView): void;
  /** Names have become known: which are written is thought over with the next picture. */
  chooseAgain(): void;
  clear(): void;
  dispose: Disposer;
}

/** A name that is written, and what of it is known to stand in its element. */
interface Label {
  readonly element: HTMLElement;
  text: string;
  role: 'selected' | 'hovered' | 'other' | undefined;
  isHidden: boolean;
  /** Device pixels from the top left of the map. */
  x: number;
  y: number;
}

/** Names beside vehicles as elements over the map: sharp at any size, and as many as can be read. */
export function createLabels(container: HTMLElement, names: VehicleNames, clock: Clock): Labels {
  const layer = document.createElement('div');
  layer.className = 'map-labels';
  layer.setAttribute('aria-hidden', 'true');
  container.append(layer);
  const labels = new Map<number, Label>();
  let chosenAtMs = Number.NEGATIVE_INFINITY;
  let chosenFor = '';

  function choose(view: LabelView): void {
    const { selectedSlot, hoveredSlot, scene } = view;
    const { camera } = scene;
    const must = [hoveredSlot, selectedSlot].filter((slot) => slot !== null);
    const chosen = must.flatMap((slot) => {
      const at = screenPlace(scene, slot);
      return at === undefined || !isOnScreen(at, camera) ? [] : [{ slot, ...at }];
    });
    const cap = camera.zoom >= NAMES_FROM_ZOOM ? MOST_LABELS * 2 : 0;
    const others = cap === 0 ? [] : vehiclesInView(scene, view.area, cap, view.thresholds, labels, view.slots);
    const shown = [...chosen, ...others.filter(({ slot }) => !must.includes(slot))];
    names.want(shown.map(({ slot }) => slot));
    const candidates: LabelCandidate[] = shown.flatMap(({ slot, x, y }) => {
      const text = names.get(slot);
      return text == null ? [] : [{ slot, x, y, text, must: must.includes(slot) }];
    });
    const gap = bodyRadius(view) + 6 * view.scale;
    const size = { character: 6.6 * view.scale, line: 16 * view.scale, gap };
    const kept = layOutLabels(candidates, size).slice(0, MOST_LABELS);
    const keptSlots = new Set(kept.map(({ slot }) => slot));
    for (const [slot, { element }] of labels) {
      if (keptSlots.has(slot)) continue;
      element.remove();
      labels.delete(slot);
    }
    for (const { slot, text } of kept) write(slot, text, view);
  }

  function write(slot: number, text: string, view: LabelView): void {
    let label = labels.get(slot);
    if (label === undefined) {
      const element = document.createElement('span');
      label = { element, text: '', role: undefined, isHidden: false, x: Number.NaN, y: Number.NaN };
      labels.set(slot, label);
      layer.append(element);
    }
    const role = slot === view.selectedSlot ? 'selected' : slot === view.hoveredSlot ? 'hovered' : 'other';
    if (label.text !== text) label.element.textContent = text;
    if (label.role !== role) label.element.dataset.role = role;
    Object.assign(label, { text, role });
  }

  /** On whole pixels of the screen, where letters are sharp; most names stay on theirs from one picture to the next. */
  function place(label: Label, at: { x: number; y: number } | undefined, gap: number): void {
    const isHidden = at === undefined;
    if (label.isHidden !== isHidden) label.element.hidden = isHidden;
    label.isHidden = isHidden;
    if (at === undefined) return;
    const ratio = layer.ownerDocument.defaultView?.devicePixelRatio ?? 1;
    const [x, y] = [Math.round((at.x + gap) * ratio), Math.round(at.y * ratio)];
    if (x === label.x && y === label.y) return;
    Object.assign(label, { x, y });
    label.element.style.transform = `translate(${x / ratio}px, ${y / ratio}px) translateY(-50%)`;
  }

  return {
    update(view) {
      const now = clock.monotonicMs();
      const situation = `${view.scene.frame.streamId}/${view.selectedSlot}/${view.hoveredSlot}`;
      if (now - chosenAtMs >= CHOOSE_EVERY_MS || situation !== chosenFor) {
        chosenAtMs = now;
        chosenFor = situation;
        choose(view);
      }
      const radius = bodyRadius(view);
      for (const [slot, label] of labels) {
        place(label, screenPlace(view.scene, slot), radius * (label.role === 'other' ? 1 : 1.9) + 5 * view.scale);
      }
    },
    chooseAgain() {
      chosenAtMs = Number.NEGATIVE_INFINITY;
    },
    clear() {
      chosenAtMs = Number.NEGATIVE_INFINITY;
      layer.replaceChildren();
      labels.clear();
    },
    dispose: () => layer.remove(),
  };
}

/** Of a vehicle, CSS pixels. */
function bodyRadius({ scene, scale }: LabelView): number {
  return radiusAtZoom(scene.camera.zoom) * scale;
}

function isOnScreen({ x, y }: { x: number; y: number }, { width, height }: FleetScene['camera']): boolean {
  return x >= 0 && y >= 0 && x <= width && y <= height;
}
