import type { PositionObject } from '../scene.ts';

/** A fleet on a map, of a peer. */
export interface Shown {
  /** Shows these vehicles; settles when they are drawn, as far as the library knows. */
  show(positions: PositionObject[]): Promise<void>;
  /** Asks for a picture though nothing has changed. */
  redraw(): void;
}
