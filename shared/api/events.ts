import { z } from 'zod';
import { utcTime } from '../domain/mission.ts';

/** Place in the log of events; 0 is before the first. */
const position = z.number().int().nonnegative();

/**
 * Something that has happened. Of one entity, events come in the order in which they happened. A row's change is `mission.created`,
 * `mission.changed`, `mission.removed`, and so on for each kind of rows; a cycle that was closed is `billing-cycle.state-changed`.
 * New types come with new features: who does not know one passes it by.
 */
export const busEvent = z.object({
  position: position.positive(),
  type: z.string().min(1).max(100),
  entity: z.string().min(1).max(50),
  id: z.string().min(1).max(200),
  /** Version of the row after the change, where the event tells of one. */
  version: z.number().int().positive().nullable(),
  /** Subject of the token by which it was done, or `database:` and the role of another program. */
  actor: z.string(),
  at: utcTime,
  /** Few and small values, by the type of the event. */
  payload: z.record(z.string(), z.unknown()),
});
export type BusEvent = z.infer<typeof busEvent>;

/** The log from one position, exclusive, to another, inclusive. There is nothing else in between that the receiver may see. */
export const eventBatch = z.object({
  /** Identity of the history that positions belong to. */
  epoch: z.string().min(1),
  from: position,
  to: position,
  events: z.array(busEvent),
});
export type EventBatch = z.infer<typeof eventBatch>;

/** Where the log ends now, as the answer to `follow`. */
export const eventHead = z.object({ epoch: z.string().min(1), position });
export type EventHead = z.infer<typeof eventHead>;

export const MAX_EVENTS_LIMIT = 1000;

/** `GET /api/v2/events?after=&limit=`. */
export const eventsQuery = z.strictObject({
  after: z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_EVENTS_LIMIT).default(500),
});
export type EventsQuery = z.output<typeof eventsQuery>;

export const eventsPage = eventBatch.extend({
  /** True when another page is ready at once. */
  hasMore: z.boolean(),
});
export type EventsPage = z.infer<typeof eventsPage>;
