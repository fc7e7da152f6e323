import { randomUUID } from 'node:crypto';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { CHANGES_CHANNEL } from '../bus/change-watch.ts';
import { publish } from '../bus/index.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log.ts';
import type { AddressGuard } from './address-guard.ts';
import { deliver, type Delivery } from './deliver.ts';
import { messageId, messageOf } from './message.ts';
import { DISABLED_AFTER_MS, MOST_ATTEMPTS, pauseMs } from './retry.ts';
import type { SecretBox } from './secret-box.ts';
import { type ClaimedWebhook, WebhookQueue } from './webhook-queue.ts';

/** Addresses that are told something at the same time. */
const AT_ONCE = 4;
/** Events that one address is told before others get their turn. */
const TURN = 50;
const LOOK_MS = 1_000;
/** After a word that something is new: it is numbered meanwhile, and more may follow. */
const GATHER_MS = 100;

export interface WebhookSenderOptions {
  database: Database;
  /** Of the log of events. */
  epoch: string;
  guard: AddressGuard;
  secrets: SecretBox;
  clock: Clock;
  random: () => number;
  log: Log;
}

/**
 * Tells webhooks what happens: each one its events in their order, each event until it has arrived or was given up. Any number of processes
 * do so at once; each webhook is one's at a time.
 */
export class WebhookSender {
  readonly #options: WebhookSenderOptions;
  readonly #queue: WebhookQueue;
  readonly #working = new Set<Promise<void>>();
  #disposers: Disposer[] = [];
  #gathering: Disposer | undefined;
  #isStopped = false;

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
    this.#queue = new WebhookQueue(options.database);
  }

  async start(): Promise<void> {
    const { database, clock } = this.#options;
    this.#disposers.push(await database.listen(CHANGES_CHANNEL, () => this.#soon()));
    let cancel: Disposer = () => undefined;
    const tick = () => {
      cancel = clock.after(LOOK_MS, () => {
        this.#look();
        tick();
      });
    };
    tick();
    this.#disposers.push(() => cancel());
  }

  /** Waits for deliveries that are under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#gathering?.();
    for (const dispose of this.#disposers.splice(0)) dispose();
    await Promise.all(this.#working);
  }

  #soon(): void {
    if (this.#isStopped) return;
    this.#gathering ??= this.#options.clock.after(GATHER_MS, () => {
      this.#gathering = undefined;
      this.#look();
    });
  }

  #look(): void {
    if (this.#isStopped || this.#working.size >= AT_ONCE) return;
    const work = this.#workOn()
      .catch((error: unknown) => {
        if (!this.#isStopped) this.#options.log.warn({ err: error }, 'webhooks cannot be told anything now');
      })
      .finally(() => this.#working.delete(work));
    this.#working.add(work);
  }

  async #workOn(): Promise<void> {
    for (;;) {
      if (this.#isStopped) return;
      const webhook = await this.#queue.claim(randomUUID());
      if (webhook === undefined) return;
      // Another may wait as well.
      this.#look();
      await this.#tell(webhook);
    }
  }

  async #tell(webhook: ClaimedWebhook): Promise<void> {
    const missed = await this.#queue.skipRemoved(webhook);
    if (missed > 0) {
      this.#options.log.warn(
        { webhook: webhook.id, missed },
        'a webhook was not told events that were removed from the log',
      );
      return this.#queue.release(webhook);
    }
    let { position, attempts } = webhook;
    for (let told = 0; told < TURN && !this.#isStopped; told++) {
      const { event, reached } = await this.#queue.next({ ...webhook, position });
      if (event === undefined) {
        if (reached > position) await this.#queue.advance(webhook, reached, false);
        break;
      }
      const message = messageOf(event);
      const delivery = await this.#deliver(webhook, event.position, message);
      if (!delivery.isDelivered)
        return this.#failed({ ...webhook, position, attempts }, event.position, message, delivery);
      if (!(await this.#queue.advance(webhook, event.position, true))) return;
      position = event.position;
      attempts = 0;
    }
    await this.#queue.release(webhook);
  }

  async #deliver({ id, url, secret }: ClaimedWebhook, position: number, message: object): Promise<Delivery> {
    const { clock, epoch, guard, secrets } = this.#options;
    let opened: string;
    try {
      opened = secrets.open(secret, id);
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      return { isDelivered: false, failure, isGone: false, retryAfterMs: undefined };
    }
    const sent = { id: messageId(epoch, position), body: JSON.stringify(message) };
    return deliver({ url, secret: opened }, sent, guard, clock.nowMs());
  }

  async #failed(
    webhook: ClaimedWebhook,
    position: number,
    message: object,
    { failure, isGone, retryAfterMs }: Extract<Delivery, { isDelivered: false }>,
  ): Promise<void> {
    const { log, random } = this.#options;
    const attempts = webhook.attempts + 1;
    log.warn({ webhook: webhook.id, position, attempts, failure }, 'a webhook was not told an event');
    if (isGone) return this.#disable(webhook.id, 'the receiver says that it is gone (HTTP 410)');
    if (webhook.failingForMs >= DISABLED_AFTER_MS)
      return this.#disable(
        webhook.id,
        `it has failed for ${Math.round(webhook.failingForMs / 86_400_000)} days: ${failure}`,
      );
    if (attempts >= MOST_ATTEMPTS) return this.#queue.bury(webhook, position, message, failure);
    await this.#queue.postpone(webhook, failure, pauseMs(attempts, random, retryAfterMs));
  }

  async #disable(id: string, notice: string): Promise<void> {
    await this.#options.database.transaction(async (sql) => {
      await WebhookQueue.disable(sql, id, notice);
      await publish(sql, { type: 'webhook.disabled', entity: 'webhook', id, payload: { notice } });
    });
    this.#options.log.error(
      { webhook: id, notice },
      'a webhook is disabled: nothing more is told until it is enabled again',
    );
  }
}
