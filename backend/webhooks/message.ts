import type { BusEvent, WebhookMessage } from '../../shared/api/index.ts';

/** What is told of an event. Not who did it. */
export function messageOf({ type, at, position, entity, id, version, payload }: BusEvent): WebhookMessage {
  return { type, timestamp: at, data: { position, entity, id, version, payload } };
}

/** The same for each try of an event, and for no other event of any history of the database. */
export function messageId(epoch: string, position: number): string {
  return `evt_${epoch}_${position}`;
}
