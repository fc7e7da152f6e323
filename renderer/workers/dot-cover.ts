import { VEHICLE_STATES } from '../../shared/domain/index.ts';
import { type DotShape, dotStencils, OPAQUE, type Stencil, STEPS } from './dot-stencils.ts';

/** Pixels around the picture, so that a dot that reaches beyond its edge needs no care. */
const MARGIN = 32;

/**
 * How much of a picture is covered by dots that are laid from the topmost down. One all of whose pixels are opaque by then cannot be
 * seen: whatever is left out so, together it changes no pixel by more than half a step of its colour.
 */
export class DotCover {
  readonly #width: number;
  readonly #height: number;
  /** Pixels from a row to the next, whole words. */
  readonly #stride: number;
  readonly #thickness: Uint8Array;
  /** Which pixels are opaque, a bit each. */
  readonly #opaque: Int32Array;
  readonly #stencils: readonly Stencil[] | undefined;

  /** Device pixels. */
  constructor(size: DotShape & { readonly width: number; readonly height: number }) {
    this.#width = size.width;
    this.#height = size.height;
    this.#stride = Math.ceil((size.width + 2 * MARGIN) / 32) * 32;
    const pixels = this.#stride * (Math.ceil(size.height) + 2 * MARGIN);
    this.#thickness = new Uint8Array(pixels);
    this.#opaque = new Int32Array(pixels / 32 + 1);
    this.#stencils = dotStencils(size);
  }

  /** False where dots are too large to be told: all are seen. */
  get isOf(): boolean {
    return this.#stencils !== undefined;
  }

  clear(): void {
    this.#thickness.fill(0);
    this.#opaque.fill(0);
  }

  /** Whether a dot at that place may reach into the picture. */
  isNear(x: number, y: number): boolean {
    const far = MARGIN / 2;
    return x > -far && y > -far && x < this.#width + far && y < this.#height + far;
  }

  /** Whether anything of a dot at that place is seen, beneath those before. One that covers what it shows covers later ones. */
  lay(x: number, y: number, state: number, covers: boolean): boolean {
    if (!this.isNear(x, y)) return false;
    const column = Math.floor(x);
    const row = Math.floor(y);
    const place = Math.floor((y - row) * STEPS) * STEPS + Math.floor((x - column) * STEPS);
    // Of a state that is not known the shader makes a disc, as of the first.
    const stencil = this.#stencils?.[(state < VEHICLE_STATES.length ? state : 0) * STEPS * STEPS + place];
    if (stencil === undefined) return true;
    const start = (row + stencil.first + MARGIN) * this.#stride + column + stencil.first + MARGIN;
    if (this.#isOpaque(stencil.reach, start)) return false;
    if (covers) this.#cover(stencil, start);
    return true;
  }

  #isOpaque(rows: Int32Array, start: number): boolean {
    const opaque = this.#opaque;
    const words = this.#stride / 32;
    const shift = start & 31;
    for (let row = 0, at = start >>> 5; row < rows.length; row++, at += words) {
      const bits = rows[row] ?? 0;
      if ((~(opaque[at] ?? 0) & (bits << shift)) !== 0) return false;
      // A shift by 32 would be one by nothing.
      if (shift > 0 && (~(opaque[at + 1] ?? 0) & (bits >>> (32 - shift))) !== 0) return false;
    }
    return true;
  }

  #cover({ side, thickness }: Stencil, start: number): void {
    const covered = this.#thickness;
    for (let row = 0, from = 0, at = start; row < side; row++, at += this.#stride - side) {
      for (let column = 0; column < side; column++, from++, at++) {
        const before = covered[at] ?? 0;
        const added = thickness[from] ?? 0;
        if (added === 0 || before >= OPAQUE) continue;
        covered[at] = before + added;
        if (before + added >= OPAQUE) this.#opaque[at >>> 5] = (this.#opaque[at >>> 5] ?? 0) | (1 << (at & 31));
      }
    }
  }
}
