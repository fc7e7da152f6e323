import { grown } from './grown.ts';

/** Where an item stands: nothing found; found, and not yet for long enough; an alarm; an alarm whose cause is gone, and not yet for long enough. */
export const IDLE = 0;
export const PENDING = 1;
export const ACTIVE = 2;
export const LEAVING = 3;

/** Raised by late fixes alone: nobody was told. */
const QUIET = 1;
/** One too many of its rule: nobody was told. */
const HELD = 2;

/** Is told of what becomes of items. Times are UTC ms. */
export interface LatchListener {
  raised(index: number, atMs: number): void;
  returned(index: number, atMs: number, raisedAtMs: number): void;
  /** Raised and returned before anybody could be told. */
  recorded(index: number, atMs: number, raisedAtMs: number): void;
}

export interface LatchOptions {
  onDelayMs: number;
  offDelayMs: number;
  /** How many may stand at once; of the others nobody is told until there is room. */
  mostStanding: number;
}

/**
 * Hysteresis in time of many items (a vehicle, a vehicle in a geofence, a line, a mission), 18 bytes each. There are two ways to turn one:
 *
 *   atFix   by what fixes say: a delay is over with the first fix at or after its end that still says so. The clock has no part in it
 *   turn    by what time says: a delay is over at its end, whenever it is looked at
 */
export class Latches {
  readonly #onDelayMs: number;
  readonly #offDelayMs: number;
  readonly #mostStanding: number;
  readonly #listener: LatchListener;
  #phase = new Uint8Array(0);
  #flags = new Uint8Array(0);
  /** Of PENDING and LEAVING. */
  #since = new Float64Array(0);
  #raisedAt = new Float64Array(0);
  #standing = 0;
  #held = 0;

  constructor({ onDelayMs, offDelayMs, mostStanding }: LatchOptions, listener: LatchListener) {
    this.#onDelayMs = onDelayMs;
    this.#offDelayMs = offDelayMs;
    this.#mostStanding = mostStanding;
    this.#listener = listener;
  }

  /** Alarms that stand and were told. */
  get standing(): number {
    return this.#standing;
  }

  /** Alarms that stand and were not told, since there are too many. */
  get held(): number {
    return this.#held;
  }

  ensure(count: number): void {
    this.#phase = grown(this.#phase, count);
    this.#flags = grown(this.#flags, count);
    this.#since = grown(this.#since, count);
    this.#raisedAt = grown(this.#raisedAt, count);
  }

  phase(index: number): number {
    return this.#phase[index] ?? IDLE;
  }

  /** Whether the limit that counts is the one for falling. */
  isUp(index: number): boolean {
    return (this.#phase[index] ?? IDLE) >= ACTIVE;
  }

  raisedAtMs(index: number): number {
    return this.#raisedAt[index] ?? 0;
  }

  atFix(index: number, isTrue: boolean, atMs: number, isLate: boolean): void {
    switch (this.phase(index)) {
      case IDLE:
        if (!isTrue) return;
        if (this.#onDelayMs === 0) this.#raise(index, atMs, isLate);
        else this.#wait(index, PENDING, atMs);
        return;
      case PENDING:
        if (!isTrue) this.#phase[index] = IDLE;
        else if (atMs - (this.#since[index] ?? 0) >= this.#onDelayMs) this.#raise(index, atMs, isLate);
        return;
      case ACTIVE:
        if (isTrue) this.#wake(index, isLate);
        else if (this.#offDelayMs === 0) this.fall(index, atMs);
        else this.#wait(index, LEAVING, atMs);
        return;
      case LEAVING:
        if (isTrue) {
          this.#phase[index] = ACTIVE;
          this.#wake(index, isLate);
        } else if (atMs - (this.#since[index] ?? 0) >= this.#offDelayMs) this.fall(index, atMs);
    }
  }

  /** It is true, or is not, from a moment on. */
  turn(index: number, isTrue: boolean, atMs: number): void {
    this.settle(index, atMs);
    const phase = this.#phase[index];
    if (isTrue && phase === IDLE) this.#wait(index, PENDING, atMs);
    else if (isTrue && phase === LEAVING) this.#phase[index] = ACTIVE;
    else if (!isTrue && phase === PENDING) this.#phase[index] = IDLE;
    else if (!isTrue && phase === ACTIVE) this.#wait(index, LEAVING, atMs);
    else return;
    this.settle(index, atMs);
  }

  /** It becomes true at a moment, if that has come by now. */
  turnWhenDue(index: number, dueMs: number, nowMs: number): void {
    if (nowMs >= dueMs) this.turn(index, true, dueMs);
    this.settle(index, nowMs);
  }

  /** What time alone has made of it by now. */
  settle(index: number, nowMs: number): void {
    const phase = this.#phase[index];
    const since = this.#since[index] ?? 0;
    if (phase === PENDING && since + this.#onDelayMs <= nowMs) this.#raise(index, since + this.#onDelayMs, false);
    else if (phase === LEAVING && since + this.#offDelayMs <= nowMs) this.fall(index, since + this.#offDelayMs);
  }

  /** There is nothing to look for any more. */
  fall(index: number, atMs: number): void {
    const isUp = this.isUp(index);
    this.#phase[index] = IDLE;
    if (!isUp) return;
    const raisedAtMs = this.#raisedAt[index] ?? 0;
    const flags = this.#flags[index];
    const at = Math.max(atMs, raisedAtMs);
    if (flags === QUIET) this.#listener.recorded(index, at, raisedAtMs);
    else if (flags === HELD) this.#held -= 1;
    else {
      this.#standing -= 1;
      this.#listener.returned(index, at, raisedAtMs);
    }
  }

  /** An alarm that stood before: it is not raised again, and returns as others do. */
  restore(index: number, raisedAtMs: number): void {
    this.#phase[index] = ACTIVE;
    this.#flags[index] = 0;
    this.#raisedAt[index] = raisedAtMs;
    this.#standing += 1;
  }

  /** The clock was set: delays that run go on. */
  shift(byMs: number): void {
    for (let index = 0; index < this.#since.length; index++) this.#since[index] = (this.#since[index] ?? 0) + byMs;
  }

  /** Tells those that were too many, as far as there is room now. */
  tellHeld(): void {
    for (let index = 0; this.#held > 0 && this.#standing < this.#mostStanding && index < this.#phase.length; index++) {
      if (!this.isUp(index) || this.#flags[index] !== HELD) continue;
      this.#held -= 1;
      this.#tell(index);
    }
  }

  /** Raised by late fixes, and a fresh one says so too: it is no thing of history. */
  #wake(index: number, isLate: boolean): void {
    if (!isLate && this.#flags[index] === QUIET) this.#tell(index);
  }

  #wait(index: number, phase: number, atMs: number): void {
    this.#phase[index] = phase;
    this.#since[index] = atMs;
  }

  #raise(index: number, atMs: number, isLate: boolean): void {
    this.#phase[index] = ACTIVE;
    this.#raisedAt[index] = atMs;
    if (isLate) this.#flags[index] = QUIET;
    else this.#tell(index);
  }

  #tell(index: number): void {
    if (this.#standing >= this.#mostStanding) {
      this.#flags[index] = HELD;
      this.#held += 1;
      return;
    }
    this.#flags[index] = 0;
    this.#standing += 1;
    this.#listener.raised(index, this.#raisedAt[index] ?? 0);
  }
}
