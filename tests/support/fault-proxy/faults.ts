/** One request, or one WebSocket, on its way through the proxy. */
export interface Exchange {
  method: string;
  /** With the query. */
  path: string;
  /** Counts the requests, or the WebSockets, that the plan was asked about; from 0. */
  index: number;
  /** Of the request's body. */
  bytes: number;
}

/**
 * What goes wrong with one request. `reaches`: whether the server has taken the request all the same, which is what
 * makes a lost answer dangerous; default false.
 */
export type HttpFault =
  /** All is well, but late: the request reaches the server `ms` later, or its answer the client. */
  | { kind: 'delay'; ms: number; of?: 'request' | 'answer' }
  /** All is well, but drips: the answer's body comes at this rate. */
  | { kind: 'slow'; bytesPerSecond: number }
  /** The connection is reset before anything was answered. With `reaches`: the answer is lost. */
  | { kind: 'reset'; reaches?: boolean }
  /** The server gets a part of the request's body (0 to 1) and then a reset, and so does the client. */
  | { kind: 'cut-request'; at?: number }
  /** The client gets a part of the answer's body (0 to 1), then a reset. */
  | { kind: 'cut-answer'; at?: number }
  /** The same, but the connection ends politely, and in this direction only. */
  | { kind: 'half-close'; at?: number }
  /** Nothing comes, ever: whoever asked has to give up by itself. */
  | { kind: 'stall'; reaches?: boolean }
  /**
   * So many bytes of the body become NUL, which no JSON survives; the answer is asked for unpacked. A digit that became
   * another one could not be told from a right one by anybody: over a line that does so, only TLS helps.
   */
  | { kind: 'corrupt-answer'; bytes?: number; seed?: number }
  | { kind: 'corrupt-request'; bytes?: number; seed?: number }
  /** An answer that the server did not give: 500, 502, 503, 429 and 413 look as they do in the field. */
  | { kind: 'status'; status: number; retryAfter?: string; reaches?: boolean }
  /** 200 and a page to sign in at. */
  | { kind: 'captive-portal'; reaches?: boolean }
  /** 302 to that page. */
  | { kind: 'redirect'; location?: string; reaches?: boolean }
  /** The server gets the request twice, one after the other; the client gets the second answer. */
  | { kind: 'duplicate' };

/** What goes wrong with a WebSocket; the kinds are told apart by when it ends. */
export type WebSocketFault =
  /** It is not let through. */
  | { kind: 'refuse' }
  /** It is cut so long after it began. */
  | { kind: 'cut'; afterMs: number };

/** Decides what goes wrong; undefined: nothing. */
export interface FaultPlan {
  http?(exchange: Exchange): HttpFault | undefined;
  webSocket?(exchange: Exchange): WebSocketFault | undefined;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

const PORTAL =
  '<!doctype html><html><head><title>Welcome</title></head><body>Sign in to use this network.</body></html>';
export const PORTAL_ADDRESS = 'http://portal.invalid/login';

/** The answer that a fault gives in the place of the server's; undefined where it gives none of its own. */
export function answerOf(fault: HttpFault): HttpAnswer | undefined {
  if (fault.kind === 'captive-portal') return page(200);
  if (fault.kind === 'redirect') {
    const { status, headers, body } = page(302);
    return { status, headers: { ...headers, location: fault.location ?? PORTAL_ADDRESS }, body };
  }
  if (fault.kind !== 'status') return undefined;
  const { status, headers, body } = page(fault.status);
  return {
    status,
    headers: fault.retryAfter === undefined ? headers : { ...headers, 'retry-after': fault.retryAfter },
    body,
  };
}

/** What stands before a server, and not the server itself, says so in HTML. */
function page(status: number): HttpAnswer {
  const body = Buffer.from(status < 400 ? PORTAL : `<html><body><h1>${status}</h1></body></html>`);
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}
