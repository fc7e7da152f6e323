import { randomUUID } from 'node:crypto';
import {
  type DeadLetter,
  MAX_WEBHOOKS,
  type NewWebhook,
  type Redelivery,
  type Webhook,
  type WebhookMessage,
  type WebhookWithSecret,
} from '../../shared/api/index.ts';
import type { Clock } from '../../shared/domain/index.ts';
import type { Database } from '../database/database.ts';
import type { AddressGuard } from './address-guard.ts';
import { deliver } from './deliver.ts';
import { messageId } from './message.ts';
import { newSecret, type SecretBox } from './secret-box.ts';

/** There are as many as there may be. */
export class TooManyWebhooksError extends Error {
  override name = 'TooManyWebhooksError';
}

export interface WebhookServiceOptions {
  database: Database;
  epoch: string;
  guard: AddressGuard;
  secrets: SecretBox;
  clock: Clock;
}

/** Webhooks, as an administrator looks after them. */
export class WebhookService {
  readonly #options: WebhookServiceOptions;

  constructor(options: WebhookServiceOptions) {
    this.#options = options;
  }

  list(): Promise<Webhook[]> {
    return this.#read('true', []);
  }

  async get(id: string): Promise<Webhook | undefined> {
    const [found] = await this.#read('id = $1', [id]);
    return found;
  }

  /**
   * It is told what happens from now on.
   * @throws RefusedAddressError, TooManyWebhooksError
   */
  async create({ url, description, eventTypes }: NewWebhook, createdBy: string): Promise<WebhookWithSecret> {
    const { database, guard, secrets } = this.#options;
    const address = new URL(url);
    guard.check(address);
    const id = randomUUID();
    const secret = newSecret();
    await database.transaction(async (sql) => {
      const [row] = await sql.query<{ count: number }>(
        'select count(*)::int as count from (select from webhooks for update) as known',
      );
      if ((row?.count ?? 0) >= MAX_WEBHOOKS)
        throw new TooManyWebhooksError(`there are ${MAX_WEBHOOKS} webhooks already`);
      await sql.query(
        `insert into webhooks (id, url, description, event_types, secret, created_by, position)
         select $1, $2, $3, $4, $5, $6, position from event_head`,
        [id, address.href, description, eventTypes, secrets.seal(secret, id), createdBy],
      );
    });
    return { webhook: await this.#known(id), secret };
  }

  async remove(id: string): Promise<boolean> {
    return (await this.#options.database.query('delete from webhooks where id = $1 returning id', [id])).length === 1;
  }

  /** Enabled again, it is told what it has not been told, as far as the log reaches back, and at once. */
  async setState(id: string, state: Webhook['state']): Promise<Webhook | undefined> {
    await this.#options.database.query(
      `update webhooks set state = $2, notice = null, attempts = 0, failing_since = null, next_attempt_at = '-infinity' where id = $1`,
      [id, state],
    );
    return this.get(id);
  }

  /** The old secret is void at once. */
  async renewSecret(id: string): Promise<WebhookWithSecret | undefined> {
    const secret = newSecret();
    const sealed = this.#options.secrets.seal(secret, id);
    const changed = await this.#options.database.query('update webhooks set secret = $2 where id = $1 returning id', [
      id,
      sealed,
    ]);
    return changed.length === 0 ? undefined : { webhook: await this.#known(id), secret };
  }

  deadLetters(id: string): Promise<DeadLetter[]> {
    return this.#options.database
      .query<Omit<DeadLetter, 'position'> & { position: string }>(
        `select position, event as message, attempts, failure, failed_at as "failedAt" from webhook_dead_letters
         where webhook_id = $1 order by position`,
        [id],
      )
      .then((rows) => rows.map((row) => ({ ...row, position: Number(row.position) })));
  }

  /** Sends a dead letter once more, now; delivered, it is none any more. Undefined: there is no such letter. */
  async redeliver(id: string, position: number): Promise<Redelivery | undefined> {
    const { database, epoch, guard, secrets, clock } = this.#options;
    const [letter] = await database.query<{ url: string; secret: Uint8Array; message: WebhookMessage }>(
      `select url, secret, event as message from webhook_dead_letters join webhooks on id = webhook_id
       where webhook_id = $1 and webhook_dead_letters.position = $2`,
      [id, position],
    );
    if (letter === undefined) return undefined;
    const receiver = { url: letter.url, secret: secrets.open(letter.secret, id) };
    const message = { id: messageId(epoch, position), body: JSON.stringify(letter.message) };
    const delivery = await deliver(receiver, message, guard, clock.nowMs());
    const change = delivery.isDelivered
      ? 'delete from webhook_dead_letters where webhook_id = $1 and position = $2'
      : 'update webhook_dead_letters set attempts = attempts + 1, failure = $3, failed_at = now() where webhook_id = $1 and position = $2';
    const failure = delivery.isDelivered ? null : delivery.failure;
    await database.query(change, failure === null ? [id, position] : [id, position, failure]);
    return { delivered: delivery.isDelivered, failure };
  }

  async #known(id: string): Promise<Webhook> {
    const webhook = await this.get(id);
    if (webhook === undefined) throw new Error(`the webhook ${id} was removed meanwhile`);
    return webhook;
  }

  async #read(condition: string, values: unknown[]): Promise<Webhook[]> {
    const rows = await this.#options.database.query<Omit<Webhook, 'position'> & { position: string }>(
      `select id, url, description, event_types as "eventTypes", state, notice, created_by as "createdBy",
         created_at as "createdAt", position, attempts, failing_since as "failingSince",
         last_success_at as "lastSuccessAt", last_failure as "lastFailure",
         (select count(*)::int from webhook_dead_letters where webhook_id = webhooks.id) as "deadLetters"
       from webhooks where ${condition} order by created_at, id`,
      values,
    );
    return rows.map((row) => ({ ...row, position: Number(row.position) }));
  }
}
