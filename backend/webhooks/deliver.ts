import http from 'node:http';
import https from 'node:https';
import { Webhook as Signer } from 'standardwebhooks';
import type { AddressGuard } from './address-guard.ts';

/** From the first byte sent to the last one read. */
const WITHIN_MS = 10_000;
/** Of an answer's body so much is read, so that the connection ends well; nothing of it is kept. */
const MOST_BODY_BYTES = 16 * 1024;
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;

export interface Message {
  /** The same for each try. */
  id: string;
  /** JSON. */
  body: string;
}

export type Delivery =
  | { isDelivered: true }
  | {
      isDelivered: false;
      /** For people, in a few words. */
      failure: string;
      /** The receiver says that it wants no more of it. */
      isGone: boolean;
      /** The receiver asked to be left alone for so long. */
      retryAfterMs: number | undefined;
    };

export interface Receiver {
  url: string;
  /** `whsec_` and base64. */
  secret: string;
}

/**
 * Posts a message, signed as the Standard Webhooks specification says. A redirection is a failure: it could lead anywhere.
 * @param nowMs UTC
 */
export async function deliver(
  { url, secret }: Receiver,
  { id, body }: Message,
  guard: AddressGuard,
  nowMs: number,
): Promise<Delivery> {
  try {
    const address = new URL(url);
    guard.check(address);
    const sentAt = new Date(Math.floor(nowMs / 1000) * 1000);
    const response = await post(address, guard, body, {
      'content-type': 'application/json',
      'user-agent': 'Vigie-Webhooks',
      'webhook-id': id,
      'webhook-timestamp': String(sentAt.getTime() / 1000),
      'webhook-signature': new Signer(secret).sign(id, sentAt, body),
    });
    const { status } = response;
    if (status >= 200 && status < 300) return { isDelivered: true };
    const failure = status >= 300 && status < 400 ? `HTTP ${status}: redirections are not followed` : `HTTP ${status}`;
    return { isDelivered: false, failure, isGone: status === 410, retryAfterMs: readRetryAfter(response, nowMs) };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { isDelivered: false, failure: failure.slice(0, 300), isGone: false, retryAfterMs: undefined };
  }
}

interface Response {
  status: number;
  retryAfter: string | undefined;
}

function post(url: URL, guard: AddressGuard, body: string, headers: http.OutgoingHttpHeaders): Promise<Response> {
  const { request } = url.protocol === 'https:' ? https : http;
  const signal = AbortSignal.timeout(WITHIN_MS);
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(signal.aborted ? new Error(`no answer within ${WITHIN_MS / 1000} s`, { cause: error }) : error);
    const options = { method: 'POST', agent: false, lookup: guard.lookup, signal } as const;
    const sent = request(
      url,
      { ...options, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        const done = () => resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] });
        let read = 0;
        answer.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read <= MOST_BODY_BYTES) return;
          done();
          answer.destroy();
        });
        answer.once('end', done).once('error', fail);
      },
    );
    sent.once('error', fail);
    sent.end(body);
  });
}

/** Seconds, or a date. */
function readRetryAfter({ retryAfter }: Response, nowMs: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - nowMs;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, LONGEST_RETRY_AFTER_MS) : undefined;
}
