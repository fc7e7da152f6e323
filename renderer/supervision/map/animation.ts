import type { Clock, Disposer } from '../../../shared/domain/index.ts';

/** How often the fleet is drawn anew between two frames. */
export const FASTEST_RATE = 30;
export const FASTEST_SOFTWARE_RATE = 10;
/** While anything moves, though too far away to be seen moving: milliseconds. */
export const STILL_INTERVAL_MS = 1_000;
/** Late vehicles fade, by less than can be seen in so many milliseconds. */
export const FADING_INTERVAL_MS = 10_000;
/** What a brisk vehicle does, metres per second: a motorway coach. */
const BRISK = 28;
/** A step on the screen too small to see, CSS pixels. */
const INVISIBLE_STEP = 0.34;
/** Metres a CSS pixel at zoom 0 on the equator, with 512-pixel tiles. */
const METRES_PER_PIXEL = 40_075_016.69 / 512;

export interface AnimationState {
  /** Vehicles that move, as counted. */
  moving: number;
  vehicles: number;
  /** Of the vehicles: late, and fading towards silent. */
  late: number;
  timeScale: number;
  zoom: number;
  /** Degrees, of the middle of the map. */
  latitude: number;
  software: boolean;
  /** Vehicles are on their way from one frame's places to the next one's. */
  blending: boolean;
}

/**
 * Milliseconds until the next picture: never sooner than the renderer can bear, and no sooner than a brisk vehicle has
 * moved by a step that can be seen, which at the zoom of a country takes a minute. Null: the picture stays as it is
 * until there is news, or a vehicle turns late or silent, which its counts tell.
 */
export function drawIntervalMs(state: AnimationState): number | null {
  if (state.vehicles === 0) return null;
  const leastMs = 1000 / (state.software ? FASTEST_SOFTWARE_RATE : FASTEST_RATE);
  if (state.blending) return leastMs;
  if (state.moving === 0) return state.late === 0 ? null : FADING_INTERVAL_MS;
  const metresPerPixel = (METRES_PER_PIXEL * Math.cos((state.latitude * Math.PI) / 180)) / 2 ** state.zoom;
  const stepMs = (INVISIBLE_STEP * metresPerPixel * 1000) / (BRISK * state.timeScale);
  return Math.min(STILL_INTERVAL_MS, Math.max(leastMs, stepMs));
}

export interface Animation {
  /** What it depends on has changed: think again. */
  wake(): void;
  /** False while nobody can see it. */
  setVisible(visible: boolean): void;
  /** Whether a picture is to come. */
  isDue(): boolean;
  stop: Disposer;
}

/** Asks for one picture after another, each at the interval that holds then. Null: none until `wake`. */
export function createAnimation(clock: Clock, intervalMs: () => number | null, draw: () => void): Animation {
  let visible = true;
  let stopped = false;
  let stopTimer: Disposer | undefined;
  let dueAtMs = 0;
  let drawnAtMs = Number.NEGATIVE_INFINITY;

  function schedule(): void {
    const interval = visible && !stopped ? intervalMs() : null;
    if (interval === null) return cancel();
    const due = Math.max(clock.monotonicMs(), drawnAtMs + interval);
    if (stopTimer !== undefined && dueAtMs <= due) return;
    cancel();
    dueAtMs = due;
    stopTimer = clock.after(due - clock.monotonicMs(), () => {
      stopTimer = undefined;
      drawnAtMs = clock.monotonicMs();
      draw();
      schedule();
    });
  }
  function cancel(): void {
    stopTimer?.();
    stopTimer = undefined;
  }

  return {
    wake: schedule,
    isDue: () => stopTimer !== undefined,
    setVisible(next) {
      visible = next;
      schedule();
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
