import type { SpanCamera } from '../../../shared/contract/index.ts';
import type { Clock, Disposer, MapCamera } from '../../../shared/domain/index.ts';

/** Windows of one camera are told at most this often: once in a picture of a display, ms. */
const TELL_EVERY_MS = 16;
/** How long a position takes to reach every window: they all wait for this and then move together, ms. */
const TRAVEL_MS = 24;

export interface WallCameras {
  /** Newest wins. With `begins` only where the camera is nowhere, in that generation. */
  move(wall: string, span: string, camera: MapCamera, begins: number | undefined): void;
  /** Puts a camera where it was before a restart: nobody is told, since nobody listens yet. */
  restore(wall: string, span: string, camera: MapCamera): void;
  of(wall: string): SpanCamera[];
  generation(wall: string): number;
  /** Another generation: the cameras of a wall are nowhere, until the next says where they begin. */
  forget(wall: string): void;
  dispose: Disposer;
}

/** The cameras that several windows share. What moves faster than pictures are drawn is told once a picture, the newest only. */
export function createWallCameras(clock: Clock, tell: (wall: string, camera: SpanCamera) => void): WallCameras {
  const walls = new Map<string, Map<string, SpanCamera>>();
  const generations = new Map<string, number>();
  const generationOf = (wall: string) => generations.get(wall) ?? 0;
  const waiting = new Map<string, Disposer>();

  function say(wall: string, span: string): void {
    const known = walls.get(wall)?.get(span);
    if (known === undefined) return;
    const next = { ...known, applyAtMs: clock.nowMs() + TRAVEL_MS };
    walls.get(wall)?.set(span, next);
    tell(wall, next);
  }

  return {
    move(wall, span, camera, begins) {
      const cameras = walls.get(wall) ?? new Map<string, SpanCamera>();
      if (begins !== undefined && (cameras.has(span) || begins !== generationOf(wall))) return;
      walls.set(wall, cameras);
      cameras.set(span, { span, camera, applyAtMs: clock.nowMs() + TRAVEL_MS });
      const key = `${wall} ${span}`;
      if (waiting.has(key)) return;
      let told: SpanCamera | undefined;
      const run = () => {
        if (walls.get(wall)?.get(span)?.camera === told?.camera) return void waiting.delete(key);
        say(wall, span);
        told = walls.get(wall)?.get(span);
        waiting.set(key, clock.after(TELL_EVERY_MS, run));
      };
      run();
    },
    restore(wall, span, camera) {
      const cameras = walls.get(wall) ?? new Map<string, SpanCamera>();
      walls.set(wall, cameras.set(span, { span, camera, applyAtMs: clock.nowMs() }));
    },
    of: (wall) => [...(walls.get(wall)?.values() ?? [])],
    generation: generationOf,
    forget(wall) {
      walls.delete(wall);
      generations.set(wall, generationOf(wall) + 1);
    },
    dispose() {
      for (const stop of waiting.values()) stop();
      waiting.clear();
    },
  };
}
