/** A server's answer: new bytes, or that nothing has changed since the last ones. */
export type Answer = { bytes: Uint8Array; validators: Validators } | 'unchanged';

/** What a server wants back, to say that nothing has changed (RFC 9110, conditional requests). */
export interface Validators {
  etag?: string;
  lastModified?: string;
}

export interface FetchLimits {
  timeoutMs: number;
  mostBytes: number;
}

/** The server could not be read. The message is the end of a sentence that begins with its name. */
export class FetchError extends Error {
  override name = 'FetchError';
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number | undefined;
  constructor(message: string, retryAfterMs?: number, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

const REMEDIES: Readonly<Record<number, string>> = {
  401: 'it wants a key, which goes into the URL',
  403: 'it refuses us: ask its owner for access',
  404: 'there is nothing at this address: check the URL',
  410: 'the feed was taken away: ask its owner for the new URL',
  429: 'it asks to be read less often',
};

/**
 * Reads one capture from a server, within limits of time and size. A user and a password in the URL are sent as Basic
 * authentication (RFC 7617).
 * @throws FetchError
 */
export async function fetchCapture(
  url: URL,
  known: Validators,
  { timeoutMs, mostBytes }: FetchLimits,
  stopped: AbortSignal,
): Promise<Answer> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(timeoutMs)]);
  const { address, authorization } = withoutCredentials(url);
  try {
    const response = await fetch(address, { signal, headers: { ...conditions(known), ...authorization } });
    if (response.status === 304) return 'unchanged';
    if (!response.ok) {
      await response.body?.cancel();
      const remedy = REMEDIES[response.status] ?? 'it is tried again';
      const message = `answered ${response.status}: ${remedy}`;
      throw new FetchError(message, retryAfterMs(response.headers.get('retry-after'), Date.now()));
    }
    return { bytes: await readBody(response, mostBytes), validators: validatorsOf(response) };
  } catch (error) {
    throw error instanceof FetchError
      ? error
      : new FetchError(reasonOf(error, timeoutMs, address), undefined, { cause: error });
  }
}

/** `Retry-After` is in seconds or a date (RFC 9110, 10.2.3). Undefined when it says nothing that can be used. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

async function readBody(response: Response, mostBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  if (body === null) return new Uint8Array();
  for await (const chunk of body) {
    length += chunk.length;
    if (length > mostBytes) {
      const megabytes = Math.round(mostBytes / 1024 / 1024);
      throw new FetchError(`sends more than ${megabytes} MB, which no feed of positions does: check the URL`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` takes no URL with credentials. */
function withoutCredentials(url: URL): { address: string; authorization: Record<string, string> } {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  if (url.username === '' && url.password === '') return { address: bare.href, authorization: {} };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { address: bare.href, authorization: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

function conditions({ etag, lastModified }: Validators): Record<string, string> {
  return {
    accept: 'application/x-protobuf, application/octet-stream, */*;q=0.5',
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}

function validatorsOf({ headers }: Response): Validators {
  const [etag, lastModified] = [headers.get('etag'), headers.get('last-modified')];
  return { ...(etag === null ? {} : { etag }), ...(lastModified === null ? {} : { lastModified }) };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'is not known to the name server: check the URL and the network',
  EAI_AGAIN: 'cannot be looked up: check the network',
  ECONNREFUSED: 'refuses the connection: check the port, and that the server runs',
  ECONNRESET: 'broke the connection off: it is tried again',
  UND_ERR_SOCKET: 'broke the connection off: it is tried again',
};

function reasonOf(error: unknown, timeoutMs: number, address: string): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `did not answer within ${timeoutMs / 1000} s: check the network, or the server`;
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const detail = cause instanceof Error ? cause.message : error instanceof Error ? error.message : String(error);
  // The address may hold a key.
  return REASONS[code] ?? `cannot be reached (${detail.replaceAll(address, 'the URL')}): check the URL and the network`;
}
