import type { FenceIndex } from './fence-index.ts';
import { grown } from './grown.ts';

const NONE = 0xffff_ffff;

/** Is told of visits while those of a vehicle are gone through. */
export interface VisitListener {
  /** A vehicle is in a geofence where it was not. @param fence by its place in the rule */
  entered(visit: number, slot: number, fence: number): void;
  /** A vehicle is, or is not any more, where it was. @returns whether the visit is over and can be forgotten */
  goesOn(visit: number, isIn: boolean): boolean;
}

/**
 * Which vehicles are in which of a rule's geofences: numbers in arrays, and none for a vehicle that is in none. A visit has a number for as
 * long as it lasts, which is then another's.
 */
export class Visits {
  readonly #listener: VisitListener;
  /** By place in the rule: where in the index a geofence is, if at all; and the other way round. */
  #fenceOf = new Int32Array(0);
  /** By slot: its first visit. */
  #first = new Uint32Array(0);
  /** By visit. */
  #next = new Uint32Array(0);
  #fences = new Uint32Array(0);
  #slots = new Uint32Array(0);
  #used = 0;
  #free = NONE;
  /** By place in the rule: in which look the vehicle was found there already. */
  #seen: Uint32Array;
  #look = 0;

  constructor(fences: number, listener: VisitListener) {
    this.#seen = new Uint32Array(fences);
    this.#listener = listener;
  }

  /** As many numbers as visits have. */
  get size(): number {
    return this.#used;
  }

  slotOf(visit: number): number {
    return this.#slots[visit] ?? 0;
  }

  fenceOf(visit: number): number {
    return this.#fences[visit] ?? 0;
  }

  /** @param fenceOf by a geofence's place in the index: its place in the rule, or -1 */
  index(fenceOf: Int32Array<ArrayBuffer>): void {
    this.#fenceOf = fenceOf;
  }

  /** A vehicle is where the index has just looked. */
  follow(slot: number, index: FenceIndex): void {
    this.#look = (this.#look + 1) >>> 0 || 1;
    if (slot < this.#first.length && this.#first[slot] !== NONE) this.#goOn(slot, index);
    for (let at = 0; at < index.count; at++) {
      const fence = this.#fenceOf[index.found[at] ?? 0] ?? -1;
      if (fence >= 0 && this.#seen[fence] !== this.#look) this.enter(slot, fence);
    }
  }

  enter(slot: number, fence: number): number {
    this.#first = grown(this.#first, slot + 1, NONE);
    let visit = this.#free;
    if (visit === NONE) visit = this.#used++;
    else this.#free = this.#next[visit] ?? NONE;
    this.#next = grown(this.#next, this.#used);
    this.#fences = grown(this.#fences, this.#used);
    this.#slots = grown(this.#slots, this.#used);
    this.#next[visit] = this.#first[slot] ?? NONE;
    this.#first[slot] = visit;
    this.#fences[visit] = fence;
    this.#slots[visit] = slot;
    this.#listener.entered(visit, slot, fence);
    return visit;
  }

  /** The visits of a vehicle, or of all in a geofence, are over. @param end is called for each */
  end(which: { slot?: number; fence?: number }, end: (visit: number) => void): void {
    const slots = which.slot === undefined ? this.#first.keys() : [which.slot];
    for (const slot of slots) {
      this.#filter(slot, (visit) => {
        if (which.fence !== undefined && this.#fences[visit] !== which.fence) return false;
        end(visit);
        return true;
      });
    }
  }

  #goOn(slot: number, index: FenceIndex): void {
    this.#filter(slot, (visit) => {
      const fence = this.#fences[visit] ?? 0;
      this.#seen[fence] = this.#look;
      return this.#listener.goesOn(visit, this.#isFound(fence, index));
    });
  }

  #isFound(fence: number, index: FenceIndex): boolean {
    for (let at = 0; at < index.count; at++) if (this.#fenceOf[index.found[at] ?? 0] === fence) return true;
    return false;
  }

  #filter(slot: number, isOver: (visit: number) => boolean): void {
    let before = NONE;
    let visit = this.#first[slot] ?? NONE;
    while (visit !== NONE) {
      const next = this.#next[visit] ?? NONE;
      if (isOver(visit)) {
        if (before === NONE) this.#first[slot] = next;
        else this.#next[before] = next;
        this.#next[visit] = this.#free;
        this.#free = visit;
      } else before = visit;
      visit = next;
    }
  }
}
