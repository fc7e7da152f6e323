import type { PostPositionsResult } from '../../../shared/api/index.ts';
import type { Clock, Fix } from '../../../shared/domain/index.ts';
import { type Scope, WHOLE } from '../../database/scope.ts';
import type { SupervisionService } from '../supervision-service.ts';

/** What a sender may give in the long run, positions a second; it may save up two seconds of it. */
export const DEFAULT_POSITIONS_PER_SECOND = 250_000;
const SAVED_UP_SECONDS = 2;
/** Senders whose rate is remembered: those that have been quiet for longest are forgotten. */
const MOST_SENDERS = 1_000;

/** A sender gives more than it may. */
export class TooManyPositionsError extends Error {
  override name = 'TooManyPositionsError';
  readonly retryAfterMs: number;
  constructor(perSecond: number, retryAfterMs: number) {
    super(`more than ${perSecond} positions a second came from this sender`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The one way into the fleet for positions that come from outside, whatever carries them: HTTP, a socket or a broker. */
export class PositionIngest {
  readonly #supervision: SupervisionService;
  readonly #clock: Clock;
  readonly #perSecond: number;
  /** When each sender's allowance would be full again, by the monotonic clock (the generic cell rate algorithm). */
  readonly #fullAtMs = new Map<string, number>();

  constructor(supervision: SupervisionService, clock: Clock, perSecond = DEFAULT_POSITIONS_PER_SECOND) {
    this.#supervision = supervision;
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  /**
   * Takes fixes in, oldest first. Bad ones are refused with index, field and reason, and do not fail their neighbours.
   * @param at may give the same object each time
   * @param scope whose vehicles the sender may speak for
   * @throws TooManyPositionsError and takes none of them
   */
  take(sender: string, count: number, at: (index: number) => Fix, scope: Scope = WHOLE): PostPositionsResult {
    this.#allow(sender, count);
    return this.#supervision.ingestEach(count, at, scope);
  }

  #allow(sender: string, count: number): void {
    const nowMs = this.#clock.monotonicMs();
    const fullAtMs = Math.max(nowMs, this.#fullAtMs.get(sender) ?? nowMs) + (count * 1_000) / this.#perSecond;
    const waitMs = fullAtMs - nowMs - SAVED_UP_SECONDS * 1_000;
    if (waitMs > 0) throw new TooManyPositionsError(this.#perSecond, Math.ceil(waitMs));
    // Written anew, so that the oldest entry is that of who has been quiet for longest.
    this.#fullAtMs.delete(sender);
    this.#fullAtMs.set(sender, fullAtMs);
    if (this.#fullAtMs.size <= MOST_SENDERS) return;
    const [quietest] = this.#fullAtMs.keys();
    if (quietest !== undefined) this.#fullAtMs.delete(quietest);
  }
}
