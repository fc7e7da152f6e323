import { z } from 'zod';

/** Device-independent pixels of the desktop that all displays share. */
export const rectangle = z.strictObject({
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
});
export type Rectangle = z.infer<typeof rectangle>;

/** What is kept of a display, so that it is recognised after a restart, at another socket or turned on its side. */
export const knownDisplay = z.strictObject({
  /** The system's own number for it; another one when a cable has moved. */
  id: z.number(),
  /** The monitor's own name; empty where the system does not tell it. */
  label: z.string().max(200),
  bounds: rectangle,
  /** Of the panel itself, in its own pixels, the longer side first: neither turning nor rescaling changes them. */
  pixels: z.tuple([z.number().positive(), z.number().positive()]).optional(),
  /** Built into the computer. */
  internal: z.boolean().optional(),
});
export type KnownDisplay = z.infer<typeof knownDisplay>;

/** A display that is there now, as windows are told of it. */
export const shownDisplay = knownDisplay.extend({
  /** Device pixels in one device-independent pixel. */
  scaleFactor: z.number().positive(),
  /** Degrees clockwise. */
  rotation: z.number(),
  primary: z.boolean(),
});
export type ShownDisplay = z.infer<typeof shownDisplay>;

/** What is kept of a display that is there now. */
export function knownOf({ id, label, bounds, pixels, internal }: KnownDisplay): KnownDisplay {
  const { x, y, width, height } = bounds;
  return {
    ...{ id, label, bounds: { x, y, width, height } },
    ...(pixels === undefined ? {} : { pixels }),
    ...(internal === undefined ? {} : { internal }),
  };
}

export function sameRectangle(one: Rectangle, other: Rectangle): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}
