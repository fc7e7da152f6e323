import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Names a request in the answer and in the log. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** The id that a proxy gave to the request, where it is hexadecimal (as nginx's `$request_id`), or a new one. Words never reach the log. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && /^[\da-f-]{16,64}$/i.test(given) ? given : randomUUID();
}
