import type { EventBatch } from '../../shared/api/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log.ts';
import { CHANGES_CHANNEL } from './change-watch.ts';
import type { EventLog } from './event-log.ts';
import type { RelayLease } from './relay-lease.ts';

/** Events that happen within so long go out together. */
const GATHER_MS = 25;
/** How often to look without having been told, and to see to followers that have been left behind. */
const TICK_MS = 1000;
/** Events of one message. */
const BATCH = 100;

/** The ways to those who follow the log. */
export interface EventOutlet {
  /** To the followers of this process, or to those of all. Whoever has had a batch already passes it by. */
  send(batch: EventBatch, reach: 'process' | 'cluster'): void;
  /** Brings those followers of this process up to a position who are not there yet, whatever the reason. */
  tend(position: number): Promise<void>;
}

export interface EventRelayOptions {
  database: Database;
  log: EventLog;
  outlet: EventOutlet;
  clock: Clock;
  logger: Log;
  /** Where several processes share a way to all followers: which of them may use it, and whether it works. */
  cluster?: { readonly isReady: boolean; lease: RelayLease } | undefined;
}

/**
 * Takes events from the log to its followers. Alone, each process serves its own. Over a cluster one process sends to the followers of all,
 * and each process looks once a second whether its own have had everything: what the cluster lost comes from the log then. So the way
 * over the cluster may fail in any manner.
 */
export class EventRelay {
  readonly #options: EventRelayOptions;
  #position = 0;
  #isStopped = false;
  #disposers: Disposer[] = [];
  #gathering: Disposer | undefined;
  #isRunning = false;
  #isAsked = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: EventRelayOptions) {
    this.#options = options;
  }

  /** Up to where the log has been sent. */
  get position(): number {
    return this.#position;
  }

  async start(): Promise<void> {
    const { database, log, clock } = this.#options;
    this.#disposers.push(await database.listen(CHANGES_CHANNEL, () => this.#soon()));
    await log.number();
    this.#position = (await log.ends()).head;
    let cancel: Disposer;
    const tick = () => {
      cancel = clock.after(TICK_MS, () => {
        // What every follower should have had by now, unless it was only just sent.
        const dueAtLeast = this.#position;
        this.#running = this.#tick(dueAtLeast).then(tick);
      });
    };
    tick();
    this.#disposers.push(() => cancel());
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#gathering?.();
    for (const dispose of this.#disposers.splice(0)) dispose();
    await this.#running;
    await this.#options.cluster?.lease.release();
  }

  #soon(): void {
    if (this.#isStopped) return;
    this.#gathering ??= this.#options.clock.after(GATHER_MS, () => {
      this.#gathering = undefined;
      void this.#relay();
    });
  }

  async #tick(dueAtLeast: number): Promise<void> {
    const { cluster, outlet, logger } = this.#options;
    try {
      if (cluster?.isReady) await cluster.lease.renew();
      else await cluster?.lease.release();
      await this.#relay();
      await outlet.tend(dueAtLeast);
    } catch (error) {
      if (!this.#isStopped) logger.warn({ err: error }, 'cannot look after those who follow events');
    }
  }

  /** One at a time; asked for meanwhile, it looks once more. */
  async #relay(): Promise<void> {
    this.#isAsked = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      while (this.#isAsked && !this.#isStopped) {
        this.#isAsked = false;
        await this.#advance();
      }
    } catch (error) {
      if (!this.#isStopped) this.#options.logger.warn({ err: error }, 'cannot relay events');
    } finally {
      this.#isRunning = false;
    }
  }

  async #advance(): Promise<void> {
    const { log, outlet, cluster } = this.#options;
    while ((await log.number()) > 0) continue;
    const { head } = await log.ends();
    // Somebody else sends to all: what does not come over the cluster, tending brings.
    if (cluster?.isReady && !cluster.lease.isHeld) this.#position = head;
    const reach = cluster?.isReady ? 'cluster' : 'process';
    while (this.#position < head && !this.#isStopped) {
      const { epoch, from, to, events } = await log.read(this.#position, BATCH);
      outlet.send({ epoch, from, to, events }, reach);
      this.#position = to;
    }
  }
}
