import type { Clock, Disposer } from '../../shared/domain/index.ts';

/** A feed whose positions follow each other closely is silent after so long: it must be said on screens within 2 s. */
export const LEAST_SILENCE_MS = 1_200;
/** So many times the longest pause that is usual is a silence. */
const UNUSUAL = 3;
/** Pauses are remembered in so many periods, the present one among them. */
const PERIODS = 10;
const PERIOD_MS = 60_000;
/** Before so much has been seen of a feed, nobody can say what is usual. */
const LEAST_OBSERVED_MS = 10_000;
const LEAST_PAUSES = 8;

/**
 * Tells when a feed has stopped, though nobody says so: when nothing has come for much longer than what was usual in the
 * last ten minutes. A poll of 30 s is silent after a minute and a half, a stream of hundreds of fixes a second at once.
 */
export class FeedSilence {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #firstAtMs: number | undefined;
  /** By the monotonic clock. */
  #lastAtMs = 0;
  #pauses = 0;
  /** Longest pause of each period, the present one last. */
  #longest: number[] = [0];
  #periodEndsAtMs = 0;
  #isSilent = false;
  #cancel: Disposer | undefined;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Positions have come. */
  heard(): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#firstAtMs === undefined) {
      this.#firstAtMs = nowMs;
      this.#periodEndsAtMs = nowMs + PERIOD_MS;
    } else this.#remember(nowMs - this.#lastAtMs, nowMs);
    this.#lastAtMs = nowMs;
    this.#cancel ??= this.#clock.after(this.#limitMs(), () => this.#look());
    if (!this.#isSilent) return;
    this.#isSilent = false;
    this.#onChange();
  }

  /** Another feed: what was usual says nothing of it. */
  reset(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#firstAtMs = undefined;
    this.#pauses = 0;
    this.#longest = [0];
    this.#isSilent = false;
  }

  /** An outage is not usual: it counts as little more than what is bearable, so that the next one is noticed as well. */
  #remember(pauseMs: number, nowMs: number): void {
    const counted = Math.min(pauseMs, 2 * this.#limitMs());
    this.#pauses += 1;
    for (; nowMs >= this.#periodEndsAtMs; this.#periodEndsAtMs += PERIOD_MS) {
      this.#longest.push(0);
      if (this.#longest.length > PERIODS) this.#longest.shift();
      // A night without a fix is not gone through minute by minute.
      if (nowMs - this.#periodEndsAtMs > PERIODS * PERIOD_MS) this.#periodEndsAtMs = nowMs;
    }
    const present = this.#longest.length - 1;
    this.#longest[present] = Math.max(this.#longest[present] ?? 0, counted);
  }

  #limitMs(): number {
    return Math.max(LEAST_SILENCE_MS, UNUSUAL * Math.max(...this.#longest));
  }

  #look(): void {
    this.#cancel = undefined;
    const nowMs = this.#clock.monotonicMs();
    const leftMs = this.#lastAtMs + this.#limitMs() - nowMs;
    const isKnown = this.#pauses >= LEAST_PAUSES && this.#lastAtMs - (this.#firstAtMs ?? nowMs) >= LEAST_OBSERVED_MS;
    // One timer that looks again, not one for each of a thousand posts a second.
    if (leftMs > 0) this.#cancel = this.#clock.after(leftMs, () => this.#look());
    else if (isKnown && !this.#isSilent) {
      this.#isSilent = true;
      this.#onChange();
    }
  }
}
