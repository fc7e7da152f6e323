import { randomUUID } from 'node:crypto';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { Log } from '../log.ts';
import { type EachPosition, decodePositions, encodePositions } from '../services/kept-positions/positions-file.ts';
import type { SupervisionService } from '../services/supervision-service.ts';
import type { RedisClient } from './redis-client.ts';

const CHANNEL = 'vigie:positions';
/** The same pace at which frames leave. */
const EVERY_MS = 250;
/** All that was heard here is told again so often: for processes that came later, or missed a message. */
const ALL_EVERY_MS = 10_000;
/** Vehicles of one message: 400 kB. */
const MOST = 10_000;
const SENDER_BYTES = 36;

export interface PositionExchangeOptions {
  /** One that publishes, and one that does nothing but listen. */
  redis: RedisClient;
  listener: RedisClient;
  supervision: SupervisionService;
  clock: Clock;
  log: Log;
}

/**
 * Tells the other processes where the vehicles are that were heard here, and hears of theirs. What is told is the latest of each vehicle, in
 * binary; while a message is on its way, newer places take the place of older ones, so nothing queues. Redis keeps none of it.
 */
export class PositionExchange {
  readonly #options: PositionExchangeOptions;
  readonly #sender = randomUUID();
  /** When each vehicle was observed, as the others know it, and whether it was heard here. */
  readonly #told = new Map<string, { observedAtMs: number; isOwn: boolean }>();
  #changes = -1;
  #allAtMs = Number.NEGATIVE_INFINITY;
  #cancel: Disposer | undefined;
  #isStopped = false;

  constructor(options: PositionExchangeOptions) {
    this.#options = options;
  }

  start(): void {
    const { listener, log } = this.#options;
    listener
      .subscribe(CHANNEL, (message: Buffer) => this.#hear(message), true)
      .catch((error: Error) => log.debug({ err: error }, 'positions of other processes are not listened to'));
    this.#next();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  #next(): void {
    this.#cancel = this.#options.clock.after(EVERY_MS, () => {
      this.#tell()
        // Redis is away, which it says itself: what is newest then is told when it is back.
        .catch((error: Error) => this.#options.log.debug({ err: error }, 'positions are not told'))
        .finally(() => {
          if (!this.#isStopped) this.#next();
        });
    });
  }

  async #tell(): Promise<void> {
    const { redis, supervision, clock } = this.#options;
    if (!redis.isReady) return;
    const isAll = clock.monotonicMs() - this.#allAtMs >= ALL_EVERY_MS;
    if (!isAll && supervision.changes === this.#changes) return;
    const { changes } = supervision;
    const ids: string[] = [];
    const chunks: Parameters<Parameters<EachPosition>[0]>[][] = [];
    supervision.eachPosition((id, track, state) => {
      const known = this.#told.get(id);
      const isNews = known === undefined || known.observedAtMs < track.observedAtMs;
      if (!isNews && !(isAll && known.isOwn)) return;
      if (ids.length % MOST === 0) chunks.push([]);
      ids.push(id);
      chunks.at(-1)?.push([id, track, state]);
    });
    for (const chunk of chunks) {
      const times = { lastFixAtMs: supervision.feed.status.lastFixAtMs, writtenAtMs: clock.nowMs() };
      const positions = encodePositions((visit) => chunk.forEach((one) => visit(...one)), chunk.length, times);
      await redis.publish(CHANNEL, Buffer.concat([Buffer.from(this.#sender), positions]));
      for (const [id, { observedAtMs }] of chunk) this.#told.set(id, { observedAtMs, isOwn: true });
    }
    this.#changes = changes;
    if (isAll) this.#allAtMs = clock.monotonicMs();
  }

  #hear(message: Buffer): void {
    if (message.toString('latin1', 0, SENDER_BYTES) === this.#sender) return;
    const { supervision, log } = this.#options;
    try {
      let news = 0;
      decodePositions(message.subarray(SENDER_BYTES)).each((id, track, state) => {
        if (!supervision.restore(id, track, state)) return;
        this.#told.set(id, { observedAtMs: track.observedAtMs, isOwn: false });
        news += 1;
      });
      if (news > 0) supervision.feed.count({ accepted: 0, suspect: 0, refused: {} }, news);
    } catch (error) {
      log.warn({ err: error }, 'positions of another process cannot be read: do all run the same version?');
    }
  }
}
