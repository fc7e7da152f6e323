import type { FleetView } from '../../workers/index.ts';
import type { FleetFrame, FleetStore } from '../fleet/index.ts';
import {
  type Camera,
  CASING_OPACITY,
  DETAIL_RADIUS,
  fleetViewOf,
  frameSeconds,
  holdsFor,
  radiusAtZoom,
} from '../layers/index.ts';
import { isSameCamera } from './fleet-canvas.ts';

/** What is drawn of the fleet on a map: what can be seen. */
export interface DrawnSlots {
  /** The slots of a frame to draw with a camera; null: all. */
  of(frame: FleetFrame, camera: Camera): Uint32Array | null;
  /** Asks for what a camera needs, where that is not asked for yet: to be called when the map is at rest. */
  look(camera: Camera): void;
  dispose(): void;
}

interface Wanted {
  readonly view: FleetView;
  readonly camera: Camera;
  readonly scale: number;
  readonly pixelRatio: number;
  readonly isCrowd: boolean;
}

/** @param scale of vehicles, 1 at a desk */
export function createDrawnSlots(fleet: FleetStore, pixelRatio: () => number, scale: () => number): DrawnSlots {
  const map = fleet.openView();
  let wanted: Wanted | undefined;
  const lateMs = () => fleet.status.getState().thresholds.lateMs;

  /** Dots are told apart to a part of a pixel, so everything that places them must be as it was. */
  function isSamePicture({ view: { crowd }, ...before }: Wanted, camera: Camera): boolean {
    return (
      crowd?.lateMs === lateMs() &&
      before.scale === scale() &&
      before.pixelRatio === pixelRatio() &&
      isSameCamera(before.camera, camera)
    );
  }
  const radiusOf = (camera: Camera) => radiusAtZoom(camera.zoom) * scale();

  return {
    of(frame, camera) {
      const visible = map.visible(frame);
      if (visible === undefined || wanted === undefined) return null;
      const { slots, untilSeconds } = visible;
      if (untilSeconds === null) return holdsFor(wanted.view, camera) ? slots : null;
      const isOver = frameSeconds(frame, fleet.serverNowMs()) > untilSeconds || fleet.shown() !== null;
      return isOver || !isSamePicture(wanted, camera) ? null : slots;
    },
    look(camera) {
      const isCrowd = radiusOf(camera) < DETAIL_RADIUS;
      if (wanted !== undefined) {
        const isSame = wanted.view.crowd === null ? holdsFor(wanted.view, camera) : isSamePicture(wanted, camera);
        if (isSame && wanted.isCrowd === isCrowd) return;
      }
      const ratio = pixelRatio();
      const look = { radius: radiusOf(camera), pixelRatio: ratio, casingOpacity: CASING_OPACITY, lateMs: lateMs() };
      const view = fleetViewOf({ camera, isCrowd, ...look });
      if (view === undefined) return;
      wanted = { view, camera, scale: scale(), pixelRatio: ratio, isCrowd };
      map.want(view);
    },
    dispose: () => map.close(),
  };
}
