/** A time that a row does not tell. */
export const NO_TIME = -1;

/** The rows of `stop_times.txt` as columns of numbers: two million of them take 40 MB, and no object each. */
export class StopTimes {
  #size = 0;
  #trip = new Uint32Array(1_024);
  #sequence = new Uint32Array(1_024);
  #stop = new Uint32Array(1_024);
  #arrival = new Int32Array(1_024);
  #departure = new Int32Array(1_024);

  get size(): number {
    return this.#size;
  }

  /** @param arrival seconds of the service day, or NO_TIME; the departure likewise */
  add(trip: number, sequence: number, stop: number, arrival: number, departure: number): void {
    if (this.#size === this.#trip.length) this.#grow();
    const at = this.#size++;
    this.#trip[at] = trip;
    this.#sequence[at] = sequence;
    this.#stop[at] = stop;
    this.#arrival[at] = arrival;
    this.#departure[at] = departure;
  }

  /** The rows of each trip, in the order of their sequence: a counting sort by trip, then each by itself, where it is not in order already. */
  byTrip(trips: number): TripRows {
    const starts = new Uint32Array(trips + 1);
    for (let at = 0; at < this.#size; at++) count(starts, (this.#trip[at] ?? 0) + 1, 1);
    for (let trip = 0; trip < trips; trip++) count(starts, trip + 1, starts[trip] ?? 0);
    const next = starts.slice();
    const order = new Uint32Array(this.#size);
    for (let at = 0; at < this.#size; at++) order[count(next, this.#trip[at] ?? 0, 1)] = at;
    const sequence = (at: number) => this.#sequence[at] ?? 0;
    return {
      of: (trip) => {
        const rows = order.subarray(starts[trip], starts[trip + 1]);
        const isSorted = rows.every((at, index) => index === 0 || sequence(at) >= sequence(rows[index - 1] ?? 0));
        return isSorted ? rows : rows.sort((a, b) => sequence(a) - sequence(b));
      },
      stop: (row) => this.#stop[row] ?? 0,
      arrival: (row) => this.#arrival[row] ?? NO_TIME,
      departure: (row) => this.#departure[row] ?? NO_TIME,
    };
  }

  #grow(): void {
    const larger = <T extends Uint32Array | Int32Array>(column: T, into: T): T => {
      into.set(column);
      return into;
    };
    const size = this.#size * 2;
    this.#trip = larger(this.#trip, new Uint32Array(size));
    this.#sequence = larger(this.#sequence, new Uint32Array(size));
    this.#stop = larger(this.#stop, new Uint32Array(size));
    this.#arrival = larger(this.#arrival, new Int32Array(size));
    this.#departure = larger(this.#departure, new Int32Array(size));
  }
}

/** Adds to a cell. @returns what was in it */
function count(cells: Uint32Array, at: number, more: number): number {
  const before = cells[at] ?? 0;
  cells[at] = before + more;
  return before;
}

export interface TripRows {
  /** Rows of a trip, by its index. */
  of(trip: number): Uint32Array;
  stop(row: number): number;
  arrival(row: number): number;
  departure(row: number): number;
}
