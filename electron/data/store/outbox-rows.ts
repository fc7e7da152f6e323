import { crc32 } from 'node:zlib';
import { type Mutation, mutation } from '../../../shared/api/index.ts';

/** A row of the table `outbox`. */
export interface StoredEntry {
  position: number;
  mutation_id: string;
  server_identity: string;
  op: string | null;
  entity: string | null;
  entity_id: string | null;
  payload: string;
  checksum: number;
  state: string;
  made_at_ms: number;
  attempts: number;
  last_attempt_at_ms: number | null;
  is_cancel_sent: number;
  answer: string | null;
  discarded_at_ms: number | null;
  discarded_from: string | null;
  discarded_with: string | null;
}

/** The columns but `position`, which SQLite gives: the next. */
export const ENTRY_COLUMNS = [
  'mutation_id',
  'server_identity',
  'op',
  'entity',
  'entity_id',
  'payload',
  'checksum',
  'state',
  'made_at_ms',
  'attempts',
  'last_attempt_at_ms',
  'is_cancel_sent',
  'answer',
  'discarded_at_ms',
  'discarded_from',
  'discarded_with',
] as const satisfies readonly (keyof StoredEntry)[];

/**
 * The states that are stored. `held` and `other-server` are not: they follow from the other entries and from whose rows are
 * shown.
 */
export const STORED_STATES = [
  'queued',
  'sent',
  'conflict',
  'rejected',
  'unreadable',
  'recovered',
  'cancelling',
  'discarded',
] as const;
export type StoredState = (typeof STORED_STATES)[number];

/** States in which the server may still answer: its row is kept aside meanwhile. All but the last are shown on top of it. */
export const UNSETTLED = "('queued', 'sent', 'cancelling')";

/** Reads a payload, or finds that it cannot be read. */
export type ReadPayload = (entry: Pick<StoredEntry, 'mutation_id' | 'payload' | 'checksum'>) => Mutation | undefined;

/** As many as a week offline makes. */
const MOST_REMEMBERED = 20_000;

/** A reader of payloads that remembers them: the payload of a mutation id never changes. */
export function createPayloadReader(): ReadPayload {
  const known = new Map<string, { payload: string; mutation: Mutation | undefined }>();
  return (entry) => {
    const { mutation_id: id, payload } = entry;
    const remembered = known.get(id);
    if (remembered?.payload === payload) return remembered.mutation;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const read = readPayload(entry);
    known.set(id, { payload, mutation: read });
    return read;
  };
}

export function checksumOf(payload: string): number {
  return crc32(payload);
}

/** Dates end here (ECMA-262, 21.4.1.1): a time beyond is damage. */
const LAST_MS = 8.64e15;

function readPayload({ mutation_id: id, payload, checksum }: Parameters<ReadPayload>[0]): Mutation | undefined {
  if (checksumOf(payload) !== checksum) return undefined;
  const parsed = mutation.safeParse(parseJson(payload));
  if (!parsed.success || parsed.data.mutationId !== id || parsed.data.op === 'cancel') return undefined;
  return Math.abs(parsed.data.madeAtMs) <= LAST_MS ? parsed.data : undefined;
}

/** Undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What withdraws a mutation from the server. */
export function cancelOf({ mutationId, entity, id, baseVersion, madeAtMs }: Mutation): Mutation {
  return { op: 'cancel', mutationId, entity, id, baseVersion, madeAtMs };
}
