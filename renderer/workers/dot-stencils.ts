import { VEHICLE_STATES } from '../../shared/domain/index.ts';

/** Places within a pixel that are told apart, along each axis. */
export const STEPS = 16;
/** What a dot may lie beside its place: half of such a step, and what a GPU's own rounding to 1/16 of a pixel adds. */
const SLACK = Math.SQRT2 / (2 * STEPS) + 0.04;
/** Wider dots do not fit the words of a row. */
const WIDEST = 31;

/** How a dot is drawn, device pixels: see fleet-dots.ts in renderer/supervision/layers. */
export interface DotShape {
  /** Of its body, whose edge is one pixel soft. */
  readonly radius: number;
  /** How much wider the casing around it is. */
  readonly halo: number;
  /** Of the casing: 0 to 1. */
  readonly casingOpacity: number;
}

/**
 * Opacities add up as thicknesses: of what shines through, minus the binary logarithm, in 14ths. What is `OPAQUE` lets through a
 * 512th, half a step of a colour of 8 bits, however much lies beneath it.
 */
const UNIT = 14;
export const OPAQUE = 9 * UNIT;

/** Pixels of a dot, in rows of `side`, from the pixel `first` rows and columns from the one that its middle lies in. */
export interface Stencil {
  readonly first: number;
  readonly side: number;
  /** Every pixel that it may touch, a word a row: bit i is that of column i. */
  readonly reach: Int32Array;
  /** How thick it is at each pixel at least. */
  readonly thickness: Uint8Array;
}

/** By a vehicle's state: squares are 0.8, rings 0.9 of a disc. */
function outlineOf(state: number): { size: number; isSquare: boolean } {
  const name = VEHICLE_STATES[state];
  if (name === 'out-of-service') return { size: 0.8, isSquare: true };
  return { size: name === 'idle' ? 0.9 : 1, isSquare: false };
}

/**
 * Stencils of all dots, for each state at each of the places within a pixel: by `(state * STEPS + row) * STEPS + column`. What the
 * place is not known by makes the reach larger and the thickness less.
 * @returns undefined when dots are too large for it
 */
export function dotStencils(shape: DotShape): Stencil[] | undefined {
  const first = -Math.ceil(shape.radius + shape.halo + 0.5 + SLACK);
  const side = 1 - 2 * first;
  if (side > WIDEST) return undefined;
  return VEHICLE_STATES.flatMap((_, state) =>
    Array.from({ length: STEPS * STEPS }, (__, place) => {
      const x = ((place % STEPS) + 0.5) / STEPS;
      const y = (Math.floor(place / STEPS) + 0.5) / STEPS;
      const { size, isSquare } = outlineOf(state);
      const radius = shape.radius * size;
      const stencil = { first, side, reach: new Int32Array(side), thickness: new Uint8Array(side * side) };
      for (let row = 0; row < side; row++) {
        for (let column = 0; column < side; column++) {
          const dx = Math.abs(first + column + 0.5 - x);
          const dy = Math.abs(first + row + 0.5 - y);
          const body = (isSquare ? Math.max(dx, dy) : Math.hypot(dx, dy)) - radius;
          if (body - SLACK < shape.halo + 0.5) stencil.reach[row] = (stencil.reach[row] ?? 0) | (1 << column);
          stencil.thickness[row * side + column] = thicknessAt(body + SLACK, shape);
        }
      }
      return stencil;
    }),
  );
}

/** At a distance from the edge of a body: what the shader makes of it. */
function thicknessAt(body: number, { halo, casingOpacity }: DotShape): number {
  const softened = (distance: number) => Math.max(0, Math.min(1, 0.5 - distance));
  const through = (1 - softened(body)) * (1 - softened(body - halo) * casingOpacity);
  return through <= 0 ? OPAQUE : Math.min(OPAQUE, Math.floor(-UNIT * Math.log2(through)));
}
