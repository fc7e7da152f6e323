import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { BLEND_FROM_ZOOM } from '../../workers/index.ts';
import type { FleetFrame, FleetStore } from '../fleet/index.ts';
import {
  type Camera,
  FleetPainter,
  type FleetScene,
  fleetStyle,
  frameSeconds,
  OverlayPainter,
  seesNone,
  sightOf,
  worldCopies,
} from '../layers/index.ts';
import type { FleetCanvas } from './fleet-canvas.ts';

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
  /** Draws it. */
  paint(camera: Camera): void;
  /** The fleet as the next picture shows it; undefined as long as there is none. */
  scene(): FleetScene | undefined;
  /** True while vehicles go from where they were taken to be to where a frame has them, and it can be seen. */
  isBlending(): boolean;
  /** The frame that is drawn. */
  frame(): FleetFrame | undefined;
  dispose: Disposer;
}

export interface FleetPictureOptions {
  canvas: Pick<FleetCanvas, 'gl' | 'draw' | 'camera'>;
  /** Whether maps show the world over and over where there is room. */
  hasCopies: () => boolean;
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
  const { canvas, fleet, clock, pixelRatio, slotsOf } = options;
  let { look } = options;
  let drawn: FleetFrame | undefined;
  let stopHeld: Disposer | undefined;
  const thresholds = () => fleet.status.getState().thresholds;
  const styleNow = () => fleetStyle(look.theme, thresholds(), look.scale);
  let style = styleNow();
  /** Asks before it draws: the frame of before, drawn again and again, would only keep the GPU longer. */
  const onHeld = (isBusy: () => boolean) => {
    stopHeld ??= clock.after(HELD_MS, () => {
      stopHeld = undefined;
      if (isBusy()) onHeld(isBusy);
      else canvas.draw();
    });
  };
  const vehicles = new FleetPainter(canvas.gl, onHeld);
  /** Made when they are first needed: most maps never show them. */
  let trails: OverlayPainter | undefined;
  let density: OverlayPainter | undefined;

  function refresh(): void {
    const frame = fleet.frame();
    if (frame === undefined) return;
    if (drawn !== undefined && drawn.streamId !== frame.streamId) {
      look = { ...look, hoveredSlot: null };
      options.onOtherStream();
    }
    drawn = frame;
    if (style.thresholds !== thresholds()) style = styleNow();
    canvas.draw();
  }

  /** What lies beneath the vehicles, or stands for them. */
  function paintOverlays(cameras: readonly Camera[]): void {
    const overlays = fleet.overlays();
    const shared = { style, pixelRatio: pixelRatio() };
    if (look.isDense && overlays.density !== null) {
      density ??= new OverlayPainter(canvas.gl, 'density');
      const { zoom: cellZoom, cells: bytes } = overlays.density;
      density.draw({ ...shared, bytes, cellZoom }, cameras);
    }
    if (overlays.trails === null) return;
    trails ??= new OverlayPainter(canvas.gl, 'trails');
    trails.draw({ ...shared, bytes: overlays.trails, cellZoom: 0 }, cameras);
  }

  return {
    set(change) {
      look = { ...look, ...change };
      style = styleNow();
      refresh();
    },
    look: () => look,
    refresh,
    paint(camera) {
      if (drawn === undefined) return;
      const cameras = options.hasCopies() ? worldCopies(camera) : [camera];
      paintOverlays(cameras);
      const { selectedSlot, hoveredSlot, outside, isDense } = look;
      const now = { serverNowMs: fleet.serverNowMs(), blend: fleet.blend(), pixelRatio: pixelRatio() };
      const what = { frame: drawn, style, shown: fleet.shown(), slotsOf, crowd: !isDense };
      vehicles.draw({ ...what, ...now, selectedSlot, hoveredSlot, outside }, cameras);
    },
    scene() {
      const frame = fleet.frame();
      if (frame === undefined) return undefined;
      const camera = canvas.camera();
      const nowSeconds = frameSeconds(frame, fleet.serverNowMs());
      const sees = look.isDense ? seesNone : sightOf(frame, nowSeconds, fleet.shown(), thresholds());
      return { frame, nowSeconds, camera, sees, blend: camera.zoom >= BLEND_FROM_ZOOM ? fleet.blend() : 1 };
    },
    isBlending: () => fleet.blend() < 1 && canvas.camera().zoom >= BLEND_FROM_ZOOM,
    frame: () => drawn,
    dispose() {
      stopHeld?.();
      for (const painter of [vehicles, trails, density]) painter?.destroy();
    },
  };
}
