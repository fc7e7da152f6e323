import type { AlarmPriority, Disposer } from '../../../shared/domain/index.ts';
import { type FleetScene, radiusAtZoom, screenPlace } from '../layers/index.ts';

/** What is announced of one vehicle: its most urgent alarm. */
export interface AlarmOfVehicle {
  readonly priority: AlarmPriority;
  readonly isAcknowledged: boolean;
}

/** Vehicles that alarm, by slot, the most urgent first. The slots mean nothing in another stream. */
export interface AlarmedVehicles {
  readonly streamId: number;
  readonly bySlot: ReadonlyMap<number, AlarmOfVehicle>;
}
export const NONE_ALARMED: AlarmedVehicles = { streamId: 0, bySlot: new Map() };

/** As many marks as can be told apart at once; each is an element. The most urgent come first. */
const MOST_MARKS = 200;

export interface AlarmMarks {
  /** Puts the marks where their vehicles are drawn in this picture. */
  update(scene: FleetScene, scale: number, alarmed: AlarmedVehicles): void;
  dispose: Disposer;
}

/**
 * A mark above each vehicle that alarms, by the shape of its priority, filled until somebody has acknowledged it: at every zoom, since the vehicle
 * itself may be one dot among thousands. Elements over the map, as names are.
 */
export function createAlarmMarks(container: HTMLElement): AlarmMarks {
  const layer = document.createElement('div');
  layer.className = 'map-alarms';
  layer.setAttribute('aria-hidden', 'true');
  container.append(layer);
  const marks = new Map<number, HTMLElement>();

  function markOf(slot: number, { priority, isAcknowledged }: AlarmOfVehicle): HTMLElement {
    const element = marks.get(slot) ?? document.createElement('span');
    const acknowledged = String(isAcknowledged);
    if (element.dataset['priority'] !== priority) element.dataset['priority'] = priority;
    if (element.dataset['acknowledged'] !== acknowledged) element.dataset['acknowledged'] = acknowledged;
    if (!marks.has(slot)) layer.append(element);
    marks.set(slot, element);
    return element;
  }

  return {
    update(scene, scale, { streamId, bySlot }) {
      const shown = new Set<number>();
      const above = radiusAtZoom(scene.camera.zoom) * scale + 9 * scale;
      for (const [slot, alarm] of streamId === scene.frame.streamId ? bySlot : []) {
        if (shown.size >= MOST_MARKS) break;
        const at = screenPlace(scene, slot);
        if (at === undefined || at.x < 0 || at.y < 0 || at.x > scene.camera.width || at.y > scene.camera.height)
          continue;
        shown.add(slot);
        markOf(slot, alarm).style.transform =
          `translate(${Math.round(at.x)}px, ${Math.round(at.y - above)}px) translate(-50%, -50%)`;
      }
      for (const [slot, element] of marks) {
        if (shown.has(slot)) continue;
        element.remove();
        marks.delete(slot);
      }
    },
    dispose: () => layer.remove(),
  };
}
