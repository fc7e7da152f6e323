import { z } from 'zod';

/** `silent`: it has not ended, but nothing has come for much longer than is usual. */
export const FEED_STATES = ['starting', 'live', 'replay', 'silent', 'ended', 'failed'] as const;

/** Where positions come from and how well. Sent on `/positions`, shown in every window. */
export const feedStatus = z.object({
  name: z.string(),
  kind: z.enum(['simulator', 'csv', 'gtfs-realtime', 'mqtt', 'external']),
  state: z.enum(FEED_STATES),
  /** How much faster than real time it plays; 1 when live. */
  speed: z.number(),
  /** The feed's own time, UTC ms, where it replays a recorded day. */
  feedTimeMs: z.number().nullable(),
  /** When the newest position came, server's clock, UTC ms; null before the first. */
  lastFixAtMs: z.number().nullable().default(null),
  accepted: z.number().int(),
  suspect: z.number().int(),
  /** Refused rows or entities, by reason. */
  refused: z.record(z.string(), z.number().int()),
  /** One sentence when it ended or failed: why, and the remedy. */
  notice: z.string().nullable(),
});
export type FeedStatus = z.infer<typeof feedStatus>;
