import { pixelsFromCentre } from '../../../support/web-mercator.ts';
import { EMPTY_SEA, VIEW, VIEWPORT } from '../scene.ts';

/** Half the side of the square that is looked at, CSS pixels: a dot and an icon both reach into it. */
const REACH = 5;
/** A difference of less than this is no vehicle. */
const VISIBLE = 20;
const EVERY_MS = 4;

/**
 * Reads pixels out of the canvases themselves, which waits for the GPU: what it sees has been drawn. Must be made before any map,
 * since canvases have to keep what they show for it.
 */
export interface PixelProbe {
  /** Watches a place from the moment on at which there is nothing but the sea, which is when the promise settles. */
  watch(place: readonly [number, number]): Promise<void>;
  /** When the place that is watched has been seen occupied: UTC ms. */
  seen(): Promise<number>;
}

export function createPixelProbe(): PixelProbe {
  const contexts: WebGL2RenderingContext[] = [];
  const original: unknown = Reflect.get(HTMLCanvasElement.prototype, 'getContext');
  if (typeof original !== 'function') throw new Error('this browser has no canvas');
  const getOriginal = (canvas: HTMLCanvasElement, args: unknown[]): unknown => Reflect.apply(original, canvas, args);
  function getContext(this: HTMLCanvasElement, kind: string, attributes?: WebGLContextAttributes) {
    const context = getOriginal(this, [
      kind,
      kind === 'webgl2' ? { ...attributes, preserveDrawingBuffer: true } : attributes,
    ]);
    if (context instanceof WebGL2RenderingContext && !contexts.includes(context)) contexts.push(context);
    return context;
  }
  Reflect.set(HTMLCanvasElement.prototype, 'getContext', getContext);

  let found: Promise<number> | undefined;
  const look = (place: readonly [number, number]) => contexts.map((gl) => readSquare(gl, place));
  /** Settles when a place is occupied, or empty: with the time, UTC ms. */
  const until = (place: readonly [number, number], occupied: boolean, empty: readonly Uint8Array[]) =>
    new Promise<number>((resolve) => {
      const again = () => {
        const isOccupied = look(place).some((pixels, canvas) => differ(pixels, empty[canvas]));
        if (isOccupied === occupied) resolve(performance.timeOrigin + performance.now());
        else setTimeout(again, EVERY_MS);
      };
      setTimeout(again, EVERY_MS);
    });
  return {
    async watch(place) {
      const empty = look(EMPTY_SEA);
      // The update before this one may not have been drawn yet: its vehicle would be taken for what is there when nothing is.
      await until(place, false, empty);
      found = until(place, true, empty);
    },
    seen: () => found ?? Promise.reject(new Error('nothing is watched')),
  };
}

function readSquare(gl: WebGL2RenderingContext, place: readonly [number, number]): Uint8Array {
  const ratio = gl.canvas.width / VIEWPORT.width;
  const at = pixelsFromCentre(VIEW, place);
  const x = Math.round((VIEWPORT.width / 2 + at.x - REACH) * ratio);
  const y = Math.round((VIEWPORT.height / 2 - at.y - REACH) * ratio);
  const side = Math.round(2 * REACH * ratio);
  const pixels = new Uint8Array(side * side * 4);
  const framebuffer: unknown = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING);
  const packBuffer: unknown = gl.getParameter(gl.PIXEL_PACK_BUFFER_BINDING);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
  gl.readPixels(x, y, side, side, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, framebuffer instanceof WebGLFramebuffer ? framebuffer : null);
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, packBuffer instanceof WebGLBuffer ? packBuffer : null);
  return pixels;
}

function differ(pixels: Uint8Array, empty: Uint8Array | undefined): boolean {
  return empty !== undefined && pixels.some((value, index) => Math.abs(value - (empty[index] ?? 0)) > VISIBLE);
}
