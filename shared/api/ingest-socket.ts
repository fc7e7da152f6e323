import { z } from 'zod';
import { postPositionsResult } from './positions.ts';

/**
 * socket.io namespace for programs that send positions, with `auth: { token }` in the handshake; the token's role must be `feed`
 * or `administrator`. Each message is answered by its acknowledgement: send the next when it has come.
 */
export const INGEST_NAMESPACE = '/ingest';

/** A batch in JSON is smaller than one by HTTP: a socket takes no message larger than 512 kB. */
export const MOST_JSON_POSITIONS = 2_000;
export const MOST_BINARY_POSITIONS = 10_000;
/** Codes of one message, and of one connection. */
export const MOST_CODES_AT_ONCE = 5_000;
export const MOST_CODES = 200_000;

export const announcedVehicles = z.strictObject({
  codes: z.array(z.string().min(1).max(100)).min(1).max(MOST_CODES_AT_ONCE),
});

/** Why a message was not taken. `field` names what is wrong: `positions.3.longitude`. */
const refusal = z.object({
  ok: z.literal(false),
  code: z.enum(['invalid', 'too-many']),
  field: z.string().nullable(),
  message: z.string(),
  /** With `too-many`: when to send it again. */
  retryAfterMs: z.number().int().optional(),
});
export type IngestRefusal = z.infer<typeof refusal>;

export const ingestAnswer = z.discriminatedUnion('ok', [postPositionsResult.extend({ ok: z.literal(true) }), refusal]);
export type IngestAnswer = z.infer<typeof ingestAnswer>;

export const announceAnswer = z.discriminatedUnion('ok', [
  /** The codes are numbered from `first`, in their order. */
  z.object({ ok: z.literal(true), first: z.number().int(), count: z.number().int() }),
  refusal,
]);
export type AnnounceAnswer = z.infer<typeof announceAnswer>;

export interface IngestClientEvents {
  /** As the body of `POST /api/v2/positions`, up to MOST_JSON_POSITIONS. */
  positions: (body: unknown, answer: (answer: IngestAnswer) => void) => void;
  /** Numbers vehicles of this connection, for its batches. */
  vehicles: (announced: unknown, answer: (answer: AnnounceAnswer) => void) => void;
  /** See position-batch.ts, up to MOST_BINARY_POSITIONS. */
  batch: (bytes: Uint8Array, answer: (answer: IngestAnswer) => void) => void;
}
