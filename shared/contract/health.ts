import { z } from 'zod';
import { feedStatus } from '../api/feed-status.ts';
import { syncEntity } from '../api/sync.ts';
import { event, method } from '../rpc/index.ts';
import { fault } from './errors.ts';
import { outboxHealth } from './outbox.ts';
import { recordingHealth } from './recordings.ts';

/** Why the cache was emptied: another server answers, its database was restored, the cache was too old to go on from, or a person asked for it. */
export const REBUILD_REASONS = [
  'server-changed',
  'epoch-changed',
  'version-changed',
  'cursor-expired',
  'asked',
] as const;
export type RebuildReason = (typeof REBUILD_REASONS)[number];

/** How the data host and all behind it are: what the status line of every window shows. */
export const health = z.object({
  host: z.object({ version: z.string(), startedAtMs: z.number() }),
  server: z.object({
    url: z.string(),
    state: z.enum(['connecting', 'online', 'offline', 'refused', 'incompatible']),
    sinceMs: z.number(),
    fault: fault.nullable(),
  }),
  sync: z.object({
    /** `first`: the cache is filling and can be used meanwhile. */
    phase: z.enum(['first', 'pulling', 'idle', 'waiting']),
    lastSyncAtMs: z.number().nullable(),
    /** Of the pull under way. */
    received: z.number().int(),
    remaining: z.number().int().nullable(),
    fault: fault.nullable(),
    /** The rows were thrown away and are being read anew, since they were not this server's present ones; absent otherwise. */
    rebuild: z.object({ reason: z.enum(REBUILD_REASONS), atMs: z.number() }).optional(),
  }),
  outbox: outboxHealth.extend({
    /** Why nothing is sent; that the server is away is in `server`. */
    fault: fault.nullable(),
  }),
  positions: z.object({
    state: z.enum(['connecting', 'live', 'silent']),
    sinceMs: z.number(),
    /** When the last frame came (a heartbeat counts), data host's clock. */
    lastFrameAtMs: z.number().nullable(),
    vehicles: z.number().int(),
    fault: fault.nullable(),
  }),
  feed: feedStatus.nullable(),
  cache: z.object({
    state: z.enum(['ok', 'read-only', 'full', 'failed']),
    fault: fault.nullable(),
    /** A corrupt cache was set aside and is being rebuilt from the server: where the old file is. */
    setAside: z.string().nullable(),
    /** Unsent edits that were read from the file set aside, or from the backup. */
    salvaged: z.number().int(),
  }),
  recording: recordingHealth,
});
export type Health = z.infer<typeof health>;

export const healthMethods = { 'health.get': method(z.strictObject({}), health) };

export const healthEvents = {
  'health.changed': event(health),
  /** Rows changed in the cache: what shows them asks again. */
  'data.changed': event(z.object({ entities: z.array(syncEntity), revision: z.number().int() })),
  /** The outbox is another than before: what shows it asks again. */
  'outbox.changed': event(z.object({ revision: z.number().int() })),
};
