import type { DotShape } from './dot-stencils.ts';

/** Wire units, 180 / 2^31 degrees; `east` may be beyond 2^31. */
export interface ViewArea {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** What a map shows of the ground, so that only those vehicles need be drawn that can be seen on it. */
export interface FleetView {
  /** What of the ground may be on the screen, symbols included. */
  readonly area: ViewArea;
  /** Where vehicles are dots: which of them lie wholly beneath others. Null: that cannot be told of their symbols. */
  readonly crowd: CrowdView | null;
}

/** A picture of dots, in device pixels. */
export interface CrowdView extends DotShape {
  /** Of the camera's point, wire coordinates. */
  readonly longitudeUnits: number;
  readonly latitudeUnits: number;
  /**
   * From easting and northing relative to that point, in radians at the equator, to pixels from the top left:
   * x = a e + b n + c, y = d e + f n + g, as [a, b, c, d, f, g].
   */
  readonly toPixels: readonly [number, number, number, number, number, number];
  readonly width: number;
  readonly height: number;
  /** From this age on a dot is not opaque any more, milliseconds. */
  readonly lateMs: number;
}

/** The slots that are to be drawn of a frame so that nothing is missed that can be seen, in their order. */
export interface VisibleSlots {
  /** The view that was asked for, by its number. */
  readonly view: number;
  readonly slots: Uint32Array<ArrayBuffer>;
  /** Until when dots hide what lies beneath them, seconds after the frame's epoch by the server's clock; null: only what is out of view is left out, which time does not change. */
  readonly untilSeconds: number | null;
}
