import type { DefaultEventsMap, Socket } from 'socket.io';
import type { z } from 'zod';
import type { Fix } from '../../shared/domain/index.ts';
import type { Scope } from '../database/scope.ts';
import {
  type AnnounceAnswer,
  announcedVehicles,
  type IngestAnswer,
  type IngestClientEvents,
  type IngestRefusal,
  MalformedBatchError,
  MOST_BINARY_POSITIONS,
  MOST_CODES,
  MOST_JSON_POSITIONS,
  postPositionsBody,
  readPositionBatch,
} from '../../shared/api/index.ts';
import { type PositionIngest, TooManyPositionsError } from '../services/ingest/position-ingest.ts';

type IngestSocket = Socket<IngestClientEvents, DefaultEventsMap, DefaultEventsMap, unknown>;

/**
 * Serves one socket of `/ingest`: each message is worked off before the next is read, so that a sender that does not wait is
 * held back by its own connection, and is answered by its acknowledgement.
 * @param scope whose rate it counts for, and whose vehicles it may speak for
 */
export function serveIngest(socket: IngestSocket, scope: Scope, ingest: PositionIngest): void {
  const codes: string[] = [];

  socket.on('positions', (body, answer) => {
    reply<IngestAnswer>(answer, () => {
      const { positions } = parse(postPositionsBody, body);
      if (positions.length > MOST_JSON_POSITIONS) {
        throw new Refused('positions', `${positions.length} are more than ${MOST_JSON_POSITIONS} of one message`);
      }
      return { ok: true, ...ingest.take(scope.subject, positions.length, (index) => positions[index] as Fix, scope) };
    });
  });
  socket.on('vehicles', (announced, answer) => {
    reply<AnnounceAnswer>(answer, () => {
      const { codes: more } = parse(announcedVehicles, announced);
      if (codes.length + more.length > MOST_CODES) {
        throw new Refused('codes', `more than ${MOST_CODES} vehicles of one connection: open another`);
      }
      const first = codes.length;
      codes.push(...more);
      return { ok: true, first, count: more.length };
    });
  });
  socket.on('batch', (bytes: unknown, answer) => {
    reply<IngestAnswer>(answer, () => {
      if (!(bytes instanceof Uint8Array)) throw new Refused('batch', 'is not bytes');
      const batch = readPositionBatch(bytes, codes);
      const { count } = batch;
      if (count > MOST_BINARY_POSITIONS) {
        throw new Refused('batch', `${count} positions are more than ${MOST_BINARY_POSITIONS} of one message`);
      }
      return { ok: true, ...ingest.take(scope.subject, count, (index) => batch.at(index), scope) };
    });
  });
}

class Refused extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** A message without an acknowledgement is taken all the same: its sender does not want to know. */
function reply<Answer>(answer: unknown, handle: () => Answer): void {
  let answered: Answer | IngestRefusal;
  try {
    answered = handle();
  } catch (error) {
    answered = refusalOf(error);
  }
  if (isCallback(answer)) answer(answered);
}

function isCallback(value: unknown): value is (answer: unknown) => void {
  return typeof value === 'function';
}

function refusalOf(error: unknown): IngestRefusal {
  if (error instanceof Refused) return { ok: false, code: 'invalid', field: error.field, message: error.message };
  if (error instanceof MalformedBatchError) {
    return { ok: false, code: 'invalid', field: 'batch', message: error.message };
  }
  if (error instanceof TooManyPositionsError) {
    return { ok: false, code: 'too-many', field: null, message: error.message, retryAfterMs: error.retryAfterMs };
  }
  throw error;
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknownKeys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...unknownKeys].map(String).join('.');
  throw new Refused(field === '' ? 'body' : field, issue?.message ?? 'not valid');
}
