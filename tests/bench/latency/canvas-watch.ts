/** What a page tells of its canvases' pixels, see `installCanvasWatch`. */
export interface CanvasWatch {
  /**
   * Takes the colour of a pixel, and settles with the time (UTC ms) when it is another. Device pixels from the left and the bottom of
   * the canvases, all of which are looked at.
   */
  changed(x: number, y: number): Promise<number>;
}

/**
 * Runs in a page before its own code: makes canvases keep their pixels, so that they can be read, which waits for the GPU. It stands
 * alone, since it is sent to the page as text.
 */
export function installCanvasWatch(): void {
  const contexts: WebGL2RenderingContext[] = [];
  const original: unknown = Reflect.get(HTMLCanvasElement.prototype, 'getContext');
  if (typeof original !== 'function') throw new Error('this browser has no canvas');
  const getOriginal = (canvas: HTMLCanvasElement, args: unknown[]): unknown => Reflect.apply(original, canvas, args);
  Reflect.set(
    HTMLCanvasElement.prototype,
    'getContext',
    function getContext(this: HTMLCanvasElement, kind: string, attributes?: object) {
      const context = getOriginal(this, [
        kind,
        kind === 'webgl2' ? { ...attributes, preserveDrawingBuffer: true } : attributes,
      ]);
      if (context instanceof WebGL2RenderingContext && !contexts.includes(context)) contexts.push(context);
      return context;
    },
  );
  const read = (x: number, y: number) =>
    contexts.map((gl) => {
      const pixel = new Uint8Array(4);
      const framebuffer: unknown = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING);
      const packBuffer: unknown = gl.getParameter(gl.PIXEL_PACK_BUFFER_BINDING);
      gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
      gl.readPixels(x, y, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      gl.bindFramebuffer(gl.READ_FRAMEBUFFER, framebuffer instanceof WebGLFramebuffer ? framebuffer : null);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, packBuffer instanceof WebGLBuffer ? packBuffer : null);
      return pixel;
    });
  const watch: CanvasWatch = {
    changed(x, y) {
      const before = read(x, y).map((pixel) => [...pixel]);
      return new Promise((resolve) => {
        const look = () => {
          const isOther = read(x, y).some((pixel, canvas) =>
            pixel.some((value, channel) => Math.abs(value - (before[canvas]?.[channel] ?? value)) > 40),
          );
          if (isOther) resolve(performance.timeOrigin + performance.now());
          else setTimeout(look, 8);
        };
        look();
      });
    },
  };
  Reflect.set(window, 'canvasWatch', watch);
}
