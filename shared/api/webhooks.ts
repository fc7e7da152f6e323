import { z } from 'zod';
import { utcTime } from '../domain/mission.ts';
import { busEvent } from './events.ts';

export const MAX_WEBHOOKS = 50;

/** `billing-cycle.state-changed`, `billing-cycle.*`, or `*` for all. */
const eventType = z
  .string()
  .max(100)
  .regex(/^(?:\*|[a-z-]+\.(?:\*|[a-z-]+))$/, 'is not a type of events: write it as mission.created, mission.* or *');

const description = z.string().max(200);

/** `POST /api/v2/webhooks`. */
export const newWebhook = z.strictObject({
  url: z.string().min(1).max(2000),
  description: description.default(''),
  eventTypes: z.array(eventType).min(1).max(50),
});
export type NewWebhook = z.output<typeof newWebhook>;

export const webhook = z.object({
  id: z.guid(),
  url: z.string(),
  description,
  eventTypes: z.array(z.string()),
  state: z.enum(['enabled', 'disabled']),
  /** What whoever looks after it should know: why it is disabled, what it was not told of. */
  notice: z.string().nullable(),
  createdBy: z.string(),
  createdAt: utcTime,
  /** Up to where it has been told the log of events. */
  position: z.number().int().nonnegative(),
  /** Tries of the event that comes next. */
  attempts: z.number().int().nonnegative(),
  failingSince: utcTime.nullable(),
  lastSuccessAt: utcTime.nullable(),
  lastFailure: z.string().nullable(),
  deadLetters: z.number().int().nonnegative(),
});
export type Webhook = z.infer<typeof webhook>;

/** The secret is shown this once. */
export const webhookWithSecret = z.object({ webhook, secret: z.string() });
export type WebhookWithSecret = z.infer<typeof webhookWithSecret>;

export const webhookList = z.object({ items: z.array(webhook) });

/** What is sent, as JSON: who did it is not told. */
export const webhookMessage = z.object({
  type: z.string(),
  timestamp: utcTime,
  data: busEvent.pick({ position: true, entity: true, id: true, version: true, payload: true }),
});
export type WebhookMessage = z.infer<typeof webhookMessage>;

/** An event that was given up, to be sent again by hand. */
export const deadLetter = z.object({
  position: z.number().int().positive(),
  message: webhookMessage,
  attempts: z.number().int(),
  failure: z.string(),
  failedAt: utcTime,
});
export type DeadLetter = z.infer<typeof deadLetter>;
export const deadLetterList = z.object({ items: z.array(deadLetter) });

export const redelivery = z.object({ delivered: z.boolean(), failure: z.string().nullable() });
export type Redelivery = z.infer<typeof redelivery>;
