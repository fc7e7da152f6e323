import type { Disposer } from '../../shared/domain/index.ts';
import { windowClock } from '../workers/index.ts';
import { createFreezeWatch } from './freeze-watch.ts';
import { coverScale, paintCover } from './paint-cover.ts';
import type { CoverLook, PageSize, ToWatchdog } from './protocol.ts';

/** The global scope of this file: a dedicated worker. */
interface Scope {
  postMessage(message: 'watching'): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWatchdog>) => void): void;
}
const scope: Scope = self;
const PAINT_EVERY_MS = 250;

let canvas: OffscreenCanvas | undefined;
let look: CoverLook | undefined;
let stopPainting: Disposer = () => undefined;
let size: PageSize = { width: 1, height: 1, pixelRatio: 1 };

/**
 * Clears the canvas, in the size of the page. Only while the page lives: a canvas of another size has to be put in place by
 * the page's thread, and so has one that was never drawn on.
 */
function clear(): void {
  const context = canvas?.getContext('2d');
  if (canvas === undefined || context == null) return;
  const scale = coverScale(size);
  const [width, height] = [size.width, size.height].map((pixels) => Math.max(1, Math.round(pixels * scale)));
  if (width !== undefined && canvas.width !== width) canvas.width = width;
  if (height !== undefined && canvas.height !== height) canvas.height = height;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  // What is clear all over is not put in place at all: one pixel in a corner is not quite.
  context.fillStyle = 'rgb(0 0 0 / 1%)';
  context.fillRect(0, 0, 1, 1);
}

const watch = createFreezeWatch(windowClock, paint, () => {
  stopPainting();
  clear();
});

/** Again and again, a few times a second: a single picture may be lost on its way to a screen that is busy. */
function paint(sinceMs: number): void {
  const context = canvas?.getContext('2d');
  if (context != null && look !== undefined) paintCover(context, size, look, sinceMs);
  stopPainting = windowClock.after(PAINT_EVERY_MS, () => paint(sinceMs));
}

scope.addEventListener('message', ({ data: message }) => {
  switch (message.type) {
    case 'canvas':
      canvas = message.canvas;
      return clear();
    case 'look':
      look = message.look;
      return;
    case 'beat': {
      const isOther = (['width', 'height', 'pixelRatio'] as const).some((name) => size[name] !== message[name]);
      size = message;
      const isWatching = watch.beat();
      if (isOther) clear();
      if (isWatching) scope.postMessage('watching');
      return;
    }
    case 'hidden':
      return watch.rest();
  }
});
