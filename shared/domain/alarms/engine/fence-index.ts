import { type Box, geometryBox, placeTest } from '../../geofence-search.ts';
import type { GeofenceGeometry } from '../../geofence-geometry.ts';
import { grown } from './grown.ts';

/** Boxes, or nodes, that one node of the tree holds. */
const FAN = 8;

/**
 * In which of many geofences a place is. Boxes in a tree (packed as by Leutenegger, Lopez and Edgington, "STR", 1997): a place outside of all of
 * them costs a few comparisons, however many there are. What was found is read from this object, which is used again.
 */
export class FenceIndex {
  /** How many geofences the last place is in, and which: the first `count` of `found`. */
  count = 0;
  found = new Uint32Array(64);
  readonly #tests: ((longitude: number, latitude: number) => boolean)[];
  /** Four numbers a box, levels from the root down; the last level are the geofences' own. */
  readonly #levels: { boxes: Float64Array; count: number }[];
  readonly #fences: Uint32Array;

  constructor(geometries: readonly GeofenceGeometry[]) {
    this.#tests = geometries.map(placeTest);
    const leaves = packed(
      geometries.flatMap((geometry, fence) => halves(geometryBox(geometry)).map((box) => ({ box, fence }))),
    );
    this.#fences = Uint32Array.from(leaves, ({ fence }) => fence);
    this.#levels = levelsOver(leaves.map(({ box }) => box));
  }

  /** Looks for the geofences that a place is in. */
  look(longitude: number, latitude: number): void {
    this.count = 0;
    this.#descend(0, 0, this.#levels[0]?.count ?? 0, longitude, latitude);
  }

  #descend(level: number, from: number, to: number, longitude: number, latitude: number): void {
    const boxes = this.#levels[level]?.boxes;
    if (boxes === undefined) return;
    const below = this.#levels[level + 1]?.count;
    for (let node = from; node < to; node++) {
      const at = node * 4;
      if (longitude < (boxes[at] ?? 0) || longitude > (boxes[at + 2] ?? 0)) continue;
      if (latitude < (boxes[at + 1] ?? 0) || latitude > (boxes[at + 3] ?? 0)) continue;
      if (below === undefined) this.#test(this.#fences[node] ?? 0, longitude, latitude);
      else this.#descend(level + 1, node * FAN, Math.min(below, (node + 1) * FAN), longitude, latitude);
    }
  }

  #test(fence: number, longitude: number, latitude: number): void {
    if (this.#tests[fence]?.(longitude, latitude) !== true) return;
    // A geofence across the antimeridian is here twice, and a place on the line itself in both halves.
    for (let index = 0; index < this.count; index++) if (this.found[index] === fence) return;
    this.found = grown(this.found, this.count + 1);
    this.found[this.count++] = fence;
  }
}

/** The parts of a box on either side of the antimeridian. */
function halves([west, south, east, north]: Box): Box[] {
  if (west >= -180 && east <= 180) return [[west, south, east, north]];
  if (east - west >= 360) return [[-180, south, 180, north]];
  return west < -180
    ? [
        [west + 360, south, 180, north],
        [-180, south, east, north],
      ]
    : [
        [west, south, 180, north],
        [-180, south, east - 360, north],
      ];
}

/** Boxes in an order in which those near each other are close to each other. */
function packed<Item extends { box: Box }>(items: readonly Item[]): Item[] {
  const middle = (item: Item, axis: 0 | 1) => item.box[axis] + item.box[(axis + 2) as 2 | 3];
  const byLongitude = items.toSorted((one, other) => middle(one, 0) - middle(other, 0));
  const slices = Math.ceil(Math.sqrt(Math.ceil(items.length / FAN)));
  const inSlice = FAN * Math.max(1, Math.ceil(items.length / FAN / Math.max(1, slices)));
  const result: Item[] = [];
  for (let from = 0; from < items.length; from += inSlice) {
    const slice = byLongitude.slice(from, from + inSlice);
    result.push(...slice.toSorted((one, other) => middle(one, 1) - middle(other, 1)));
  }
  return result;
}

function levelsOver(leaves: readonly Box[]): { boxes: Float64Array; count: number }[] {
  const levels = [leaves];
  for (let top = leaves; top.length > FAN; levels.unshift(top)) {
    const below = top;
    top = Array.from({ length: Math.ceil(below.length / FAN) }, (_, node) =>
      around(below.slice(node * FAN, (node + 1) * FAN)),
    );
  }
  return levels.map((boxes) => ({ boxes: Float64Array.from(boxes.flat()), count: boxes.length }));
}

function around(boxes: readonly Box[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    west = Math.min(west, box[0]);
    south = Math.min(south, box[1]);
    east = Math.max(east, box[2]);
    north = Math.max(north, box[3]);
  }
  return [west, south, east, north];
}
