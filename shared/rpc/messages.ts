import { z } from 'zod';
import { type RpcErrorShape, rpcErrorShape } from './error.ts';

const identifier = z.number().int().nonnegative();

/** What a client sends. Checked on arrival: a window is not trusted to be well-formed. */
export const clientMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request'), id: identifier, method: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('cancel'), id: identifier }),
  z.object({ type: z.literal('open'), id: identifier, stream: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('ack'), id: identifier, sequence: identifier }),
  z.object({ type: z.literal('close'), id: identifier }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

/** What a server sends. `item.value` may be a Uint8Array; everything else is JSON. */
export type ServerMessage =
  | { type: 'response'; id: number; value: unknown }
  | { type: 'failure'; id: number; error: RpcErrorShape }
  | { type: 'event'; name: string; payload: unknown }
  | { type: 'item'; id: number; sequence: number; value: unknown }
  | { type: 'end'; id: number; error?: RpcErrorShape | undefined };

export const serverMessage: z.ZodType<ServerMessage> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('response'), id: identifier, value: z.unknown() }),
  z.object({ type: z.literal('failure'), id: z.number().int(), error: rpcErrorShape }),
  z.object({ type: z.literal('event'), name: z.string(), payload: z.unknown() }),
  z.object({ type: z.literal('item'), id: identifier, sequence: identifier, value: z.unknown() }),
  z.object({ type: z.literal('end'), id: identifier, error: rpcErrorShape.optional() }),
]);

/** The id of a failure that answers a message too malformed to have one. */
export const NO_REQUEST = -1;

/** Codes that the RPC core itself raises. A contract's closed set of codes includes them. */
export const RPC_ERROR_CODES = [
  'invalid-request',
  'unknown-method',
  'timeout',
  'disconnected',
  'cancelled',
  'internal',
] as const;
