import { type BusEvent, type EventBatch, eventBatch, eventHead, type EventsPage } from '../../../shared/api/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { createListeners } from '../../../shared/rpc/index.ts';
import { backoffMs, SYNC_BACKOFF } from '../../../shared/sync/index.ts';
import type { Log } from '../log.ts';
import { RemoteError, ResyncError } from '../remote/remote-error.ts';
import type { EventPlace } from '../store/event-place.ts';

/** Batches that wait until what comes before them is here. What is more is fetched. */
const MOST_HELD = 100;
const PAGE = 500;
/** What a server has kept for this connection is on its way when it is there: it is not fetched at once. */
const GRACE_MS = 400;
/** Without a connection the log is asked so often. */
const POLL_MS = 30_000;

/** How the log is followed over a connection: asks the server to send, and is answered where the log ends. */
export type Follow = (answer: (head: unknown) => void) => void;

export interface EventFollowerOptions {
  /** A page of the log. @throws ResyncError, RemoteError */
  read(query: { after: number; limit: number }, signal: AbortSignal): Promise<EventsPage>;
  /** Where this desktop was when it ended last. */
  place: EventPlace | undefined;
  /** To be kept, soon. */
  onPlace(place: EventPlace): void;
  /** Something has happened of which the log does not tell any more: only the rows do. */
  onGap(): void;
  clock: Clock;
  random: () => number;
  log: Log;
}

/**
 * Hears each event of the log once and in order, whatever becomes of connections and servers. Batches that come twice are passed by; what is
 * missing is fetched, from after the last event that was heard. A desktop that begins hears what happens from now on.
 */
export class EventFollower {
  readonly #options: EventFollowerOptions;
  readonly #listeners = createListeners<readonly BusEvent[]>();
  readonly #ending = new AbortController();
  #place: EventPlace | undefined;
  #follow: Follow | undefined;
  #held: EventBatch[] = [];
  #fetching: Promise<void> | undefined;
  #failures = 0;
  #stopWaiting: Disposer = () => undefined;

  constructor(options: EventFollowerOptions) {
    this.#options = options;
    this.#place = options.place;
  }

  get place(): EventPlace | undefined {
    return this.#place;
  }

  onEvents(listener: (events: readonly BusEvent[]) => void): Disposer {
    return this.#listeners.add(listener);
  }

  connected(follow: Follow): void {
    this.#follow = follow;
    this.#ask();
  }

  lost(): void {
    this.#follow = undefined;
    this.#waitFor(POLL_MS);
  }

  /** @param raw what came over the socket, unchecked */
  received(raw: unknown): void {
    const parsed = eventBatch.safeParse(raw);
    if (!parsed.success) {
      this.#options.log.warn(
        { issue: parsed.error.issues[0]?.message },
        'a batch of events is malformed; it is fetched',
      );
      return this.#waitFor(0);
    }
    if (this.#place === undefined || this.#fetching !== undefined || !this.#accept(parsed.data))
      this.#hold(parsed.data);
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#stopWaiting();
    await this.#fetching;
  }

  #ask(): void {
    const follow = this.#follow;
    follow?.((answer) => {
      if (follow === this.#follow && !this.#ending.signal.aborted) this.#answered(answer);
    });
  }

  #answered(answer: unknown): void {
    const parsed = eventHead.safeParse(answer);
    if (!parsed.success) return this.#options.log.warn({}, 'the server does not say where its log of events ends');
    const { epoch, position } = parsed.data;
    if (this.#place?.epoch !== epoch) {
      if (this.#place !== undefined) this.#options.onGap();
      this.#moveTo({ epoch, position });
    }
    this.#release();
    this.#stopWaiting();
    const isBehind = () => (this.#place?.position ?? 0) < position;
    if (isBehind()) this.#waitFor(GRACE_MS * (0.5 + this.#options.random()), isBehind);
  }

  /** @returns false where something is missing before it */
  #accept({ epoch, from, to, events }: EventBatch): boolean {
    const place = this.#place;
    if (place?.epoch !== epoch) return this.#otherHistory({ epoch, from, to, events });
    if (from > place.position) {
      this.#waitFor(0);
      return false;
    }
    const news = events.filter(({ position }) => position > place.position);
    if (to > place.position) this.#moveTo({ epoch, position: to });
    if (news.length > 0) this.#listeners.emit(news);
    return true;
  }

  /** The server was restored: what happened up to here is of another history. */
  #otherHistory(batch: EventBatch): boolean {
    this.#options.onGap();
    this.#moveTo({ epoch: batch.epoch, position: batch.from });
    return this.#accept(batch);
  }

  #moveTo(place: EventPlace): void {
    this.#place = place;
    this.#options.onPlace(place);
  }

  #hold(batch: EventBatch): void {
    this.#held.push(batch);
    if (this.#held.length > MOST_HELD) this.#held = [];
  }

  /** What was held goes on, as far as it goes on from here. */
  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const batch of held.toSorted((a, b) => a.from - b.from)) if (!this.#accept(batch)) this.#hold(batch);
  }

  #waitFor(delayMs: number, isNeeded: () => boolean = () => true): void {
    this.#stopWaiting();
    if (this.#ending.signal.aborted) return;
    this.#stopWaiting = this.#options.clock.after(delayMs, () => {
      if (!isNeeded()) return;
      this.#fetching ??= this.#fetch().finally(() => {
        this.#fetching = undefined;
        if (!this.#ending.signal.aborted) this.#release();
      });
    });
  }

  async #fetch(): Promise<void> {
    try {
      for (let hasMore = this.#place !== undefined; hasMore; ) {
        const after = this.#place?.position ?? 0;
        const page = await this.#options.read({ after, limit: PAGE }, this.#ending.signal);
        this.#accept(page);
        hasMore = page.hasMore && page.to > after;
      }
      this.#failures = 0;
      if (this.#follow === undefined) this.#waitFor(POLL_MS);
    } catch (error) {
      if (!this.#ending.signal.aborted) this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    if (error instanceof ResyncError) {
      // Away for longer than the log reaches back: from its end on, and the rows tell the rest.
      this.#options.log.warn({ place: this.#place?.position }, 'the log of events does not reach back so far');
      this.#place = undefined;
      this.#options.onGap();
      return this.#ask();
    }
    if (!(error instanceof RemoteError)) this.#options.log.error({ err: error }, 'events could not be fetched');
    this.#failures += 1;
    const rest = error instanceof RemoteError ? error.retryAfterMs : undefined;
    this.#waitFor(backoffMs(this.#failures, SYNC_BACKOFF, this.#options.random, rest));
  }
}
