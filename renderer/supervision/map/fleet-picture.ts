import type { Layer } from '@deck.gl/core';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { BLEND_FROM_ZOOM } from '../../workers/index.ts';
import type { FleetFrame, FleetStore } from '../fleet/index.ts';
import {
  type Camera,
  FleetLayer,
  type FleetScene,
  fleetStyle,
  frameSeconds,
  OverlayLayer,
  seesNone,
  sightOf,
} from '../layers/index.ts';
import type { DeckOnDemand } from './deck-on-demand.ts';

export interface PictureLook {
  readonly theme: 'dark' | 'light';
  /** 1 at a desk; more on a screen that is read from afar. */
  readonly scale: number;
  readonly selectedSlot: number | null;
  readonly hoveredSlot: number | null;
  /** Whether cells stand for the vehicles now. */
  readonly isDense: boolean;
  /** What becomes of vehicles that the filter leaves out. */
  readonly outside: 'dim' | 'hide';
}

/** The vehicles over a map: what is drawn of them, and where. */
export interface FleetPicture {
  /** Draws it so from the next picture on. */
  set(look: Partial<PictureLook>): void;
  look(): PictureLook;
  /** Draws the latest frame, filter and thresholds. */
  refresh(): void;
  /** The fleet as the next picture shows it; undefined as long as there is none. */
  scene(): FleetScene | undefined;
  /** True while vehicles go from where they were taken to be to where a frame has them, and it can be seen. */
  isBlending(): boolean;
  /** The frame that is drawn. */
  frame(): FleetFrame | undefined;
  dispose: Disposer;
}

export interface FleetPictureOptions {
  deck: DeckOnDemand;
  fleet: FleetStore;
  clock: Clock;
  pixelRatio: () => number;
  /** The slots to draw of a frame with a camera; null: all. The same function every time. */
  slotsOf: (frame: FleetFrame, camera: Camera) => Uint32Array | null;
  look: PictureLook;
  /** Slots mean other vehicles than before. */
  onOtherStream: () => void;
}

/** A GPU that is still at work on a frame is asked again after so long, milliseconds. */
const HELD_MS = 30;

export function createFleetPicture(options: FleetPictureOptions): FleetPicture {
  const { deck, fleet, clock, pixelRatio, slotsOf } = options;
  let { look } = options;
  let drawn: FleetFrame | undefined;
  let stopHeld: Disposer | undefined;
  const thresholds = () => fleet.status.getState().thresholds;
  const styleNow = () => fleetStyle(look.theme, thresholds(), look.scale);
  let style = styleNow();
  const serverNowMs = () => fleet.serverNowMs();
  const blend = () => fleet.blend();
  /** Asks before it draws: the frame of before, drawn again and again, would only keep the GPU longer. */
  const onHeld = (isBusy: () => boolean) => {
    stopHeld ??= clock.after(HELD_MS, () => {
      stopHeld = undefined;
      if (isBusy()) onHeld(isBusy);
      else deck.draw();
    });
  };

  function refresh(): void {
    const frame = fleet.frame();
    if (frame === undefined) return;
    if (drawn !== undefined && drawn.streamId !== frame.streamId) {
      look = { ...look, hoveredSlot: null };
      options.onOtherStream();
    }
    drawn = frame;
    if (style.thresholds !== thresholds()) style = styleNow();
    const { selectedSlot, hoveredSlot, outside, isDense } = look;
    const functions = { serverNowMs, blend, pixelRatio, slotsOf, onHeld };
    const shown = fleet.shown();
    const vehicles = new FleetLayer({
      id: 'fleet',
      frame,
      style,
      shown,
      selectedSlot,
      hoveredSlot,
      outside,
      crowd: !isDense,
      ...functions,
    });
    deck.setLayers([...overlayLayers(), vehicles]);
  }

  /** What lies beneath the vehicles, or stands for them. */
  function overlayLayers(): Layer[] {
    const { trails, density } = fleet.overlays();
    const layers: Layer[] = [];
    if (look.isDense && density !== null) {
      const { zoom: cellZoom, cells: bytes } = density;
      layers.push(new OverlayLayer({ id: 'density', kind: 'density', bytes, style, pixelRatio, cellZoom }));
    }
    if (trails !== null) {
      layers.push(new OverlayLayer({ id: 'trails', kind: 'trails', bytes: trails, style, pixelRatio, cellZoom: 0 }));
    }
    return layers;
  }

  return {
    set(change) {
      look = { ...look, ...change };
      style = styleNow();
      refresh();
    },
    look: () => look,
    refresh,
    scene() {
      const frame = fleet.frame();
      const camera = deck.camera();
      if (frame === undefined || camera === undefined) return undefined;
      const nowSeconds = frameSeconds(frame, serverNowMs());
      const sees = look.isDense ? seesNone : sightOf(frame, nowSeconds, fleet.shown(), thresholds());
      return { frame, nowSeconds, camera, sees, blend: camera.zoom >= BLEND_FROM_ZOOM ? blend() : 1 };
    },
    isBlending: () => blend() < 1 && (deck.camera()?.zoom ?? 0) >= BLEND_FROM_ZOOM,
    frame: () => drawn,
    dispose: () => stopHeld?.(),
  };
}
