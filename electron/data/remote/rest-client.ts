import http from 'node:http';
import https from 'node:https';
import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse, isAxiosError } from 'axios';
import { z } from 'zod';
import {
  API_VERSION,
  type Mutation,
  type MutationAnswer,
  type PullPage,
  pullPage,
  type PushRequest,
  type PushResponse,
  pushResponse,
  type ServiceInfo,
  serviceInfo,
  SYNC_SCHEMA_VERSION,
} from '../../../shared/api/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import { serverIdentity } from '../../../shared/sync/index.ts';
import { type Answer, readAnswer } from './answer.ts';
import { connectionFailure, incompatible, malformed, notVigie } from './failure-sentences.ts';
import { ResyncError } from './remote-error.ts';

/** Where the back office is, and what opens it. */
export interface ServerAddress {
  /** http or https, without a slash at its end; may have a path. */
  url: string;
  token: string | null;
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

/** A page whose changes name their rows rightly. */
const checkedPage = pullPage.superRefine(({ changes }, context) => {
  const index = changes.findIndex((change) => change.op === 'upsert' && change.row.id !== change.id);
  if (index !== -1)
    context.addIssue({ code: 'custom', path: ['changes', index, 'row', 'id'], message: 'is not its id' });
});

/** What may be answered to a batch: each edit of it once at most, with the row that it is of. */
function answersOf({ mutations }: Batch): z.ZodType<PushResponse> {
  return pushResponse.superRefine(({ answers }, context) => {
    const open = new Map(mutations.map((mutation) => [mutation.mutationId, mutation]));
    for (const [index, answer] of answers.entries()) {
      const wrong = whatIsWrong(answer, open.get(answer.mutationId));
      if (wrong !== undefined)
        context.addIssue({
          code: 'custom',
          path: ['answers', index, ...wrong],
          message: 'is of no edit that was sent',
        });
      open.delete(answer.mutationId);
    }
  });
}

/** The path to what does not belong to the edit; undefined where all does. */
function whatIsWrong({ current }: MutationAnswer, mutation: Mutation | undefined): string[] | undefined {
  if (mutation === undefined) return ['mutationId'];
  if (current === null) return undefined;
  if (current.entity !== mutation.entity) return ['current', 'entity'];
  if (current.id !== mutation.id) return ['current', 'id'];
  return current.op === 'upsert' && current.row.id !== current.id ? ['current', 'row', 'id'] : undefined;
}

export function createRestClient(server: ServerAddress, clock: Clock, limits: RestLimits = REST_LIMITS): RestClient {
  const { url, token } = server;
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

  async function ask<T>(schema: z.ZodType<T>, request: AxiosRequestConfig, withToken: boolean, signal: AbortSignal) {
    const whole = AbortSignal.any([signal, AbortSignal.timeout(limits.answerMs)]);
    let response: AxiosResponse<string>;
    try {
      response = await client.request<string>({
        ...request,
        signal: whole,
        headers: {
          ...request.headers,
          ...(withToken && token !== null ? { authorization: `Bearer ${token}` } : {}),
        },
      });
    } catch (error) {
      signal.throwIfAborted();
      if (isAxiosError(error) && error.message.startsWith('maxContentLength')) throw malformed(url, 'it is too long');
      if (isAxiosError(error)) throw connectionFailure({ code: error.code, message: error.message }, url);
      throw error;
    }
    return readAnswer(schema, toAnswer(response), url, clock.nowMs());
  }

  return {
    async serviceInfo(signal) {
      const said = await ask(z.unknown(), { url: '' }, false, signal);
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
    pull: ({ cursor, limit }, signal) =>
      ask(checkedPage, { url: '/sync/pull', params: cursor === null ? { limit } : { cursor, limit } }, true, signal),
    async push(batch, signal) {
      const request = { method: 'post', url: '/sync/push', headers: { 'content-type': 'application/json' } };
      const data = JSON.stringify(batch satisfies PushRequest);
      const response = await ask(answersOf(batch), { ...request, data }, true, signal);
      if (response.epoch !== batch.epoch) throw new ResyncError(`${url} answers from another history`);
      return response;
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
