import type { FeedStatus, PostPositionsResult } from '../../shared/api/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { FeedSilence } from './feed-silence.ts';

/** Its listeners hear of a change at most so often. */
const LEAST_INTERVAL_MS = 1000;

/** Without a feed, positions come from outside, through `POST /api/v2/positions`. */
const EXTERNAL: FeedStatus = {
  name: 'API',
  kind: 'external',
  state: 'live',
  speed: 1,
  feedTimeMs: null,
  lastFixAtMs: null,
  accepted: 0,
  suspect: 0,
  refused: {},
  notice: null,
};

/** Where positions come from and how well: counts, and what the feed says of itself. */
export class FeedMonitor {
  readonly #clock: Clock;
  readonly #listeners = new Set<(status: FeedStatus) => void>();
  readonly #silence: FeedSilence;
  #status: FeedStatus = { ...EXTERNAL, refused: {} };
  #pending: Disposer | undefined;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#silence = new FeedSilence(clock, () => this.#tellNow());
  }

  get status(): FeedStatus {
    const { state, refused } = this.#status;
    const isPlaying = state === 'live' || state === 'replay';
    return { ...this.#status, state: isPlaying && this.#silence.isSilent ? 'silent' : state, refused: { ...refused } };
  }

  begin(feed: Pick<FeedStatus, 'name' | 'kind' | 'speed'>): void {
    this.#silence.reset();
    this.report({ ...feed, state: 'starting' });
  }

  report(change: Partial<FeedStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#tell();
  }

  /** Positions are known from before the service was started: when the newest of them came, server's clock, UTC ms. */
  restore(lastFixAtMs: number): void {
    this.#status.lastFixAtMs = lastFixAtMs;
    this.#tell();
  }

  /** @param news how many were not known yet: a feed that repeats its last word has stopped */
  count(
    { accepted, suspect, refused }: Pick<PostPositionsResult, 'accepted' | 'suspect' | 'refused'>,
    news: number,
  ): void {
    if (news > 0) {
      this.#status.lastFixAtMs = this.#clock.nowMs();
      this.#silence.heard();
    }
    this.#status.accepted += accepted;
    this.#status.suspect += suspect;
    for (const [reason, count] of Object.entries(refused)) this.countRefused(reason, count);
    this.#tell();
  }

  countRefused(reason: string, count: number): void {
    this.#status.refused[reason] = (this.#status.refused[reason] ?? 0) + count;
    this.#tell();
  }

  subscribe(listener: (status: FeedStatus) => void): Disposer {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#silence.reset();
    this.#pending?.();
    this.#listeners.clear();
  }

  #tell(): void {
    if (this.#pending !== undefined) return;
    const wait = Math.max(0, this.#toldAtMs + LEAST_INTERVAL_MS - this.#clock.monotonicMs());
    this.#pending = this.#clock.after(wait, () => this.#tellNow());
  }

  /** Also that it fell silent: this must be on every screen within 2 s. */
  #tellNow(): void {
    this.#pending?.();
    this.#pending = undefined;
    this.#toldAtMs = this.#clock.monotonicMs();
    for (const listener of this.#listeners) listener(this.status);
  }
}
