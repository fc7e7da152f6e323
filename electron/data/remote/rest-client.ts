import http from 'node:http';
import https from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse, isAxiosError } from 'axios';
import { z } from 'zod';
import {
  API_VERSION,
  type IdentityInfo,
  identityInfo,
  invoiceList,
  type EventsPage,
  eventsPage,
  type Mutation,
  type PullPage,
  type PushRequest,
  type PushResponse,
  type ServiceInfo,
  serviceInfo,
  signInInfo,
  SYNC_SCHEMA_VERSION,
  type VehicleTrack,
  vehicleTrack,
} from '../../../shared/api/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import { serverIdentity } from '../../../shared/sync/index.ts';
import { accessOf, type TokenSource } from './access.ts';
import { type Answer, checkAnswer, readJson, refuseWhereSaid } from './answer.ts';
import { answersOf } from './answered-batch.ts';
import { connectionFailure, incompatible, malformed, notVigie, unauthorized } from './failure-sentences.ts';
import { type Download, openDownload, type RemoteFile } from './download.ts';
import { checkPage } from './page-check.ts';
import { RemoteError, ResyncError } from './remote-error.ts';
import type { IssuerSettings } from './sign-in/issuer.ts';

/** Where the back office is, and what opens it. */
export interface ServerAddress {
  /** http or https, without a slash at its end; may have a path. */
  url: string;
  token: TokenSource;
}

/** Edits for one history of the server, in the order in which they were made. */
export interface Batch {
  epoch: string;
  mutations: Mutation[];
}

export interface RestClient {
  /**
   * Who answers there. Sends no token: a wrong address must not learn it.
   * @throws RemoteError where it is no Vigie server, or one of a version that is not understood
   */
  serviceInfo(signal: AbortSignal): Promise<ServiceInfo>;
  /**
   * Where the server's people sign in, asked without a token; null: they do not, or the server is older than that.
   * @throws RemoteError
   */
  signIn(signal: AbortSignal): Promise<IssuerSettings | null>;
  /**
   * Who the token is of.
   * @throws RemoteError
   */
  identity(signal: AbortSignal): Promise<IdentityInfo>;
  /**
   * The next page of changes. Nothing of a page with a fault is given.
   * @throws ResyncError, RemoteError
   */
  pull(query: { cursor: string | null; limit: number }, signal: AbortSignal): Promise<PullPage>;
  /**
   * Sends edits. Whether they have arrived is known only from an answer: after any error they may have. Nothing of an answer with a
   * fault is given.
   * @throws ResyncError, TooLargeError, RemoteError
   */
  push(batch: Batch, signal: AbortSignal): Promise<PushResponse>;
  /**
   * What has happened after a position of the log.
   * @throws ResyncError where the log does not reach back so far; RemoteError
   */
  events(query: { after: number; limit: number }, signal: AbortSignal): Promise<EventsPage>;
  /**
   * The last minutes of a vehicle.
   * @throws RemoteError
   */
  track(asked: { id: string; minutes: number }, signal: AbortSignal): Promise<VehicleTrack>;
  /**
   * Asks for what is not synchronised, below the API: `/billing-cycles/…`.
   * @throws RefusedError where the server will not, and says why; RemoteError
   */
  get<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T>;
  /**
   * Has the server do something, which it answers at once.
   * @throws RefusedError, RemoteError; after a RemoteError it may have been done all the same
   */
  post<T>(path: string, body: unknown, schema: z.ZodType<T>, signal: AbortSignal): Promise<T>;
  /** Invoices and credit notes of a billing cycle. @throws RemoteError */
  invoices(billingCycleId: string, signal: AbortSignal): Promise<z.output<typeof invoiceList>>;
  /** A file that the server writes. @throws RemoteError, RpcError `export-refused` */
  download(asked: Download, signal: AbortSignal): Promise<RemoteFile>;
  close(): void;
}

export interface RestLimits {
  /** Without a byte for so long, ms: the server is too slow. */
  silenceMs: number;
  /** A whole answer may take so long, ms, though bytes drip in. */
  answerMs: number;
  /** More bytes than any page has. */
  answerBytes: number;
}

export const REST_LIMITS: RestLimits = { silenceMs: 15_000, answerMs: 60_000, answerBytes: 256_000_000 };

/** Any version of a Vigie server says so much. */
const anyService = z.object({ service: z.literal('vigie'), apiVersion: z.number() });

/** What a Vigie server answers to a question that it does not know. */
const NOT_KNOWN: ReadonlySet<string> = new Set(['server-incompatible', 'not-found']);

/** A request below the API. */
interface Question {
  path: string;
  params?: object;
  /** JSON to post. */
  body?: string;
  /** That the server will not is an answer, not a fault. */
  isRefusable?: true;
}

export function createRestClient(server: ServerAddress, clock: Clock, limits: RestLimits = REST_LIMITS): RestClient {
  const { url } = server;
  const access = accessOf(server.token);
  const agents = [new http.Agent({ keepAlive: true }), new https.Agent({ keepAlive: true })] as const;
  const client: AxiosInstance = axios.create({
    baseURL: `${url}/api/v2`,
    httpAgent: agents[0],
    httpsAgent: agents[1],
    timeout: limits.silenceMs,
    maxContentLength: limits.answerBytes,
    // A redirection is an answer: following it would carry the token to an address that nobody wrote down.
    maxRedirects: 0,
    validateStatus: () => true,
    responseType: 'text',
    // The text as it came: JSON is read where its faults are told apart.
    transformResponse: [],
    headers: { accept: 'application/json' },
    // A proxy of the environment is for the way out, not for this computer.
    ...(serverIdentity(url).startsWith('loopback') ? { proxy: false as const } : {}),
  });

  /** The JSON of an answer that went well, unchecked. A token that is refused is renewed, once, and the question asked again. */
  async function ask(question: Question, withToken: boolean, signal: AbortSignal): Promise<unknown> {
    const token = withToken ? await access.token() : null;
    signal.throwIfAborted();
    let answer = await exchange(question, token, signal);
    if (answer.status === 401 && token !== null && (await access.refused(token))) {
      answer = await exchange(question, await access.token(), signal);
    }
    if (question.isRefusable) refuseWhereSaid(answer);
    return readJson(answer, url, clock.nowMs());
  }

  async function exchange(
    { path, params, body }: Question,
    token: string | null,
    signal: AbortSignal,
  ): Promise<Answer> {
    const whole = AbortSignal.any([signal, AbortSignal.timeout(limits.answerMs)]);
    try {
      const response = await client.request<string>({
        url: path,
        signal: whole,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(params === undefined ? {} : { params }),
        ...(body === undefined ? {} : { method: 'post', data: body }),
      });
      return toAnswer(response);
    } catch (error) {
      signal.throwIfAborted();
      if (isAxiosError(error) && error.message.startsWith('maxContentLength')) throw malformed(url, 'it is too long');
      if (isAxiosError(error)) throw connectionFailure({ code: error.code, message: error.message }, url);
      throw error;
    }
  }

  return {
    async serviceInfo(signal) {
      const said = await ask({ path: '' }, false, signal);
      const any = anyService.safeParse(said);
      if (!any.success) throw notVigie(url, 'it does not say that it is one');
      if (any.data.apiVersion !== API_VERSION) {
        const newer = any.data.apiVersion > API_VERSION;
        throw incompatible(
          url,
          `speaks version ${any.data.apiVersion}, not ${API_VERSION}: update ${newer ? 'Vigie' : 'the server'}`,
        );
      }
      const info = serviceInfo.safeParse(said);
      if (!info.success) throw malformed(url, info.error.issues[0]?.path.join('.') ?? '');
      checkSchemas(info.data, url);
      return info.data;
    },
    async signIn(signal) {
      const said = await ask({ path: '/sign-in' }, false, signal).catch((error: unknown) => {
        if (error instanceof RemoteError && NOT_KNOWN.has(error.code)) return null;
        throw error;
      });
      if (said === null) return null;
      const { issuer, clientId, scopes, parameters } = checkAnswer(signInInfo, said, url);
      return { issuer, clientId, scope: scopes.join(' '), parameters };
    },
    async identity(signal) {
      return checkAnswer(identityInfo, await ask({ path: '/identity' }, true, signal), url);
    },
    async pull({ cursor, limit }, signal) {
      // What a client of this version can read: an older server would not have been let through by the handshake.
      const known = { limit, schema: SYNC_SCHEMA_VERSION };
      const params = cursor === null ? known : { cursor, ...known };
      return checkPage(await ask({ path: '/sync/pull', params }, true, signal), url);
    },
    async push(batch, signal) {
      const body = JSON.stringify(batch satisfies PushRequest);
      const said = await ask({ path: '/sync/push', body }, true, signal);
      const response = checkAnswer(answersOf(batch.mutations), said, url);
      if (response.epoch !== batch.epoch) throw new ResyncError(`${url} answers from another history`);
      return response;
    },
    async events(params, signal) {
      return checkAnswer(eventsPage, await ask({ path: '/events', params }, true, signal), url);
    },
    async track({ id, minutes }, signal) {
      const path = `/vehicles/${encodeURIComponent(id)}/track`;
      return checkAnswer(vehicleTrack, await ask({ path, params: { minutes } }, true, signal), url);
    },
    async get(path, schema, signal) {
      return checkAnswer(schema, await ask({ path, isRefusable: true }, true, signal), url);
    },
    async post(path, body, schema, signal) {
      return checkAnswer(schema, await ask({ path, body: JSON.stringify(body), isRefusable: true }, true, signal), url);
    },
    async invoices(billingCycleId, signal) {
      const path = `/billing-cycles/${encodeURIComponent(billingCycleId)}/invoices`;
      return checkAnswer(invoiceList, await ask({ path }, true, signal), url);
    },
    async download(asked, signal) {
      const token = await access.token();
      const open = (held: string | null) =>
        openDownload({ client, url, clock, silenceMs: limits.silenceMs }, asked, held, signal);
      const first = await open(token);
      if (first !== 'unauthorized') return first;
      if (token !== null && (await access.refused(token))) {
        const again = await open(await access.token());
        if (again !== 'unauthorized') return again;
      }
      throw unauthorized(url);
    },
    close() {
      for (const agent of agents) agent.destroy();
    },
  };
}

function checkSchemas(info: ServiceInfo, url: string): void {
  if (info.oldestClientSchemaVersion > SYNC_SCHEMA_VERSION) {
    throw incompatible(
      url,
      `needs a later version of Vigie (rows of version ${info.oldestClientSchemaVersion}): update Vigie`,
    );
  }
  if (info.syncSchemaVersion < SYNC_SCHEMA_VERSION) {
    throw incompatible(
      url,
      `is older than this version of Vigie (rows of version ${info.syncSchemaVersion}): update the server`,
    );
  }
}

function toAnswer({ status, headers, data }: AxiosResponse<string>): Answer {
  const header = (name: string) => {
    const value: unknown = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    status,
    contentType: header('content-type') ?? '',
    retryAfter: header('retry-after'),
    date: header('date'),
    location: header('location'),
    body: data,
  };
}
