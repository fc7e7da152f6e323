import { z } from 'zod';
import { fleetArea } from '../domain/area.ts';
import type { FleetCounts } from '../domain/fleet-counts.ts';
import type { EventBatch, EventHead } from './events.ts';
import type { FeedStatus } from './feed-status.ts';

/** socket.io namespaces. Both take `auth: { token }` in the handshake; a refused token is `connect_error`. */
export const SYNC_NAMESPACE = '/sync';
export const POSITIONS_NAMESPACE = '/positions';

/** `connect_error` carries one of these as `data.code`. */
export const SOCKET_REFUSALS = ['unauthorized', 'forbidden', 'unavailable'] as const;

/** Answer to `renew`. `forbidden`: it is somebody else's, or allows other things; connect anew with it. */
export type RenewAnswer = { ok: true } | { ok: false; code: (typeof SOCKET_REFUSALS)[number]; message: string };

/** Both namespaces take it: a later token of the same person, before the one that the socket came with ends. */
export interface RenewEvents {
  renew: (token: string, answer: (result: RenewAnswer) => void) => void;
}

export interface SyncServerEvents {
  /** There is something new to pull. Says nothing of what: the pull does. */
  changes: (poke: { atMs: number }) => void;
  /** What has happened, to those who follow. A batch may come twice, and one may be missing: positions tell. */
  events: (batch: EventBatch) => void;
}

export interface SyncClientEvents extends RenewEvents {
  /** From now on events are wanted. The answer says where the log ends: what is missing up to there is at `GET /api/v2/events`. */
  follow: (answer: (head: EventHead) => void) => void;
}

/** Where a reader is: the server goes on from there, with a key frame where the sequence is 0. Empty: from the start. */
export const positionsSubscription = z.strictObject({
  streamId: z.number().int().nonnegative().optional(),
  sequence: z.number().int().nonnegative().optional(),
  /** How many slots of the directory the reader has of this stream. */
  directoryCount: z.number().int().nonnegative().optional(),
  /**
   * What of the fleet is wanted; all when not said. Another area is another subscription, which a part frame answers at
   * once. With it the counts of the whole fleet are told, by the ages from which a vehicle is late and silent.
   */
  part: z
    .strictObject({
      area: fleetArea,
      ages: z.strictObject({ lateMs: z.number().positive(), silentMs: z.number().positive() }),
    })
    .optional(),
});
export type PositionsSubscription = z.infer<typeof positionsSubscription>;

/** Which vehicle each slot is: `vehicleIds[i]` is in slot `start + i`. Sent before the first frame that uses them. */
export const positionsDirectory = z.object({
  streamId: z.number().int().nonnegative(),
  start: z.number().int().nonnegative(),
  vehicleIds: z.array(z.string()),
});
export type PositionsDirectory = z.infer<typeof positionsDirectory>;

export interface PositionsClientEvents extends RenewEvents {
  /** Starts, or restarts after a gap. */
  subscribe: (subscription: PositionsSubscription) => void;
}
export interface PositionsServerEvents {
  /** A part of the directory; what follows it comes after `acknowledge`. */
  directory: (part: PositionsDirectory, acknowledge: () => void) => void;
  /** One frame; the next comes after `acknowledge`, at most every 250 ms, and at least a heartbeat a second. */
  frame: (frame: Uint8Array, acknowledge: () => void) => void;
  feed: (status: FeedStatus) => void;
  /** Of the whole fleet, to readers of a part: with a frame, once a second at most. */
  counts: (counts: FleetCounts) => void;
}
