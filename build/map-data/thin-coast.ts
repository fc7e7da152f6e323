import type { Feature, Position } from './geojson.ts';
import { ringArea } from './label-point.ts';

/** Side of a cell of the grid that says where people live, degrees. */
const CELL = 0.2;
/** How far a coast where nobody lives may stray: degrees of latitude, about 1.3 km. */
const REMOTE_TOLERANCE = 0.012;
/** Islands where nobody lives are left out below this: square degrees, about 4 square kilometres. */
const SMALLEST_REMOTE_ISLAND = 0.0003;

/**
 * Keeps the coast in full where vehicles may drive, near places, and thins it elsewhere: fjords and arctic islands are
 * most of the world's coastline.
 * @param rings the outer rings of the land
 */
export function thinCoast(rings: readonly Position[][], places: readonly Feature[]): Position[][] {
  const inhabited = inhabitedCells(places);
  return rings.flatMap((ring) => {
    const near = ring.map((position) => inhabited.has(cellOf(position, 0, 0)));
    if (near.every(Boolean)) return [ring];
    if (!near.some(Boolean) && Math.abs(ringArea(ring)) < SMALLEST_REMOTE_ISLAND) return [];
    const thinned = thinRing(ring, near);
    return thinned.length < 4 ? [] : [thinned];
  });
}

/** Cells with a place in them, and those around. */
function inhabitedCells(places: readonly Feature[]): Set<number> {
  const cells = new Set<number>();
  for (const { geometry } of places) {
    if (geometry.type !== 'Point') continue;
    for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) cells.add(cellOf(geometry.coordinates, dx, dy));
  }
  return cells;
}

function cellOf([longitude, latitude]: Position, dx: number, dy: number): number {
  const columns = 360 / CELL;
  const column = (Math.floor((longitude + 180) / CELL) + dx + columns) % columns;
  return (Math.floor((latitude + 90) / CELL) + dy) * columns + column;
}

/** Thins the stretches of a ring that are not near, each between its ends. */
function thinRing(ring: readonly Position[], near: readonly boolean[]): Position[] {
  const kept: Position[] = [];
  let start = 0;
  while (start < ring.length) {
    let end = start;
    while (end + 1 < ring.length && near[end + 1] === near[start]) end++;
    const stretch = ring.slice(start, end + 1);
    kept.push(...(near[start] === true ? stretch : douglasPeucker(stretch, REMOTE_TOLERANCE)));
    start = end + 1;
  }
  return kept;
}

/** D. Douglas and T. Peucker, 1973, on degrees with longitudes shrunk by the latitude. */
function douglasPeucker(line: readonly Position[], tolerance: number): Position[] {
  const keep = new Uint8Array(line.length);
  keep[0] = 1;
  keep[line.length - 1] = 1;
  const spans: [number, number][] = [[0, line.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [first, last] = span;
    const farthest = farthestFrom(line, first, last);
    if (farthest.distance <= tolerance) continue;
    keep[farthest.index] = 1;
    spans.push([first, farthest.index], [farthest.index, last]);
  }
  return line.filter((_, index) => keep[index] === 1);
}

function farthestFrom(line: readonly Position[], first: number, last: number): { index: number; distance: number } {
  const [x0, y0] = line[first] ?? [0, 0];
  const [x1, y1] = line[last] ?? [0, 0];
  const shrink = Math.cos((y0 * Math.PI) / 180);
  const [dx, dy] = [(x1 - x0) * shrink, y1 - y0];
  const length = dx * dx + dy * dy;
  let worst = { index: first, distance: 0 };
  for (let index = first + 1; index < last; index++) {
    const [x, y] = line[index] ?? [0, 0];
    const [ex, ey] = [(x - x0) * shrink, y - y0];
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, (ex * dx + ey * dy) / length));
    const distance = Math.hypot(ex - along * dx, ey - along * dy);
    if (distance > worst.distance) worst = { index, distance };
  }
  return worst;
}
