/** A part of a screen, in fractions of it. */
export interface CellPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Thirds do not add up to one exactly. */
const TOLERANCE = 1e-6;

/** Are all cells within the screen, and does none cover another? */
export function areCellsApart(cells: readonly CellPlace[]): boolean {
  return cells.every((cell, index) => isWithin(cell) && cells.slice(index + 1).every((other) => !doCover(cell, other)));
}

function isWithin({ left, top, width, height }: CellPlace): boolean {
  return left + width <= 1 + TOLERANCE && top + height <= 1 + TOLERANCE;
}

function doCover(one: CellPlace, other: CellPlace): boolean {
  const across = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const down = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  return across > TOLERANCE && down > TOLERANCE;
}

/** How a screen may be divided. The first cell is the main one. */
export const DIVISIONS = ['whole', 'left-right', 'top-bottom', 'main-right', 'main-bottom', 'quarters'] as const;
export type Division = (typeof DIVISIONS)[number];

const THIRD = 1 / 3;
const PLACES: Readonly<Record<Division, readonly CellPlace[]>> = {
  whole: [place(0, 0, 1, 1)],
  'left-right': [place(0, 0, 0.5, 1), place(0.5, 0, 0.5, 1)],
  'top-bottom': [place(0, 0, 1, 0.5), place(0, 0.5, 1, 0.5)],
  'main-right': [place(0, 0, 2 * THIRD, 1), place(2 * THIRD, 0, THIRD, 0.5), place(2 * THIRD, 0.5, THIRD, 0.5)],
  'main-bottom': [place(0, 0, 1, 2 * THIRD), place(0, 2 * THIRD, 0.5, THIRD), place(0.5, 2 * THIRD, 0.5, THIRD)],
  quarters: [place(0, 0, 0.5, 0.5), place(0.5, 0, 0.5, 0.5), place(0, 0.5, 0.5, 0.5), place(0.5, 0.5, 0.5, 0.5)],
};

/** The cells of a division, the main one first. */
export function placesOf(division: Division): readonly CellPlace[] {
  return PLACES[division];
}

/** The division that gives these cells; undefined for one that is none of ours. */
export function divisionOf(cells: readonly CellPlace[]): Division | undefined {
  return DIVISIONS.find((division) => {
    const places = PLACES[division];
    return places.length === cells.length && places.every((at, index) => isSamePlace(at, cells[index]));
  });
}

function isSamePlace(one: CellPlace, other: CellPlace | undefined): boolean {
  if (other === undefined) return false;
  const differences = [one.left - other.left, one.top - other.top, one.width - other.width, one.height - other.height];
  return differences.every((difference) => Math.abs(difference) < TOLERANCE);
}

function place(left: number, top: number, width: number, height: number): CellPlace {
  return { left, top, width, height };
}
