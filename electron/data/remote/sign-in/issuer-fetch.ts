import axios, { isAxiosError } from 'axios';
import type { CustomFetch } from 'openid-client';
import { serverIdentity } from '../../../../shared/sync/index.ts';
import { SignInError } from './sign-in-error.ts';

/** The whole of an answer may take so long, ms. */
const ANSWER_MS = 15_000;
/** More bytes than any answer of an issuer. */
const ANSWER_BYTES = 1_000_000;
/** Statuses that a Response with a body cannot have. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** `fetch` for openid-client, with the proxy and the certificates of all other requests of the data host. Follows no redirection. */
export const issuerFetch: CustomFetch = async (url, { method, headers, body, signal }) => {
  try {
    const answer = await axios.request<string>({
      url,
      method,
      headers,
      data: body instanceof URLSearchParams ? body.toString() : body,
      signal: AbortSignal.any([AbortSignal.timeout(ANSWER_MS), ...(signal === undefined ? [] : [signal])]),
      maxRedirects: 0,
      maxContentLength: ANSWER_BYTES,
      validateStatus: () => true,
      responseType: 'text',
      transformResponse: [],
      ...(serverIdentity(url).startsWith('loopback') ? { proxy: false as const } : {}),
    });
    const received = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      if (typeof value === 'string') received.set(name, value);
    }
    const text = WITHOUT_BODY.has(answer.status) ? null : answer.data;
    return new Response(text, { status: answer.status, headers: received });
  } catch (error) {
    if (!isAxiosError(error)) throw error;
    const { origin } = new URL(url);
    throw new SignInError(
      'issuer-unreachable',
      `The issuer at ${origin} cannot be reached (${error.code ?? error.message}): check the network`,
      { cause: new Error(error.code ?? error.message) },
    );
  }
};
