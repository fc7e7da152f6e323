import type { z } from 'zod';
import { problem, type ProblemType, problemTypeUri } from '../../../shared/api/index.ts';
import { parseRetryAfterMs } from '../../../shared/sync/index.ts';
import { forbidden, incompatible, malformed, notVigie, unauthorized } from './failure-sentences.ts';
import { RefusedError, RemoteError, ResyncError, TooLargeError } from './remote-error.ts';

/** What came over HTTP, before anything is believed of it. */
export interface Answer {
  status: number;
  contentType: string;
  retryAfter: string | undefined;
  /** The server's own time, as it says it. */
  date: string | undefined;
  /** Where a redirection leads. */
  location: string | undefined;
  body: string;
}

/**
 * The body of an answer that went well, unchecked.
 * @throws ResyncError, or RemoteError with the code that fits
 */
export function readJson(answer: Answer, url: string, nowMs: number): unknown {
  const { status } = answer;
  if (status < 200 || status >= 300) throw readFailure(answer, url, nowMs);
  if (!isJson(answer)) throw notVigie(url, `it answers with ${describeType(answer.contentType)}`);
  return parseJson(answer.body, url);
}

const REFUSALS: ReadonlySet<number> = new Set([400, 404, 409]);

/** @throws RefusedError where the server understood what was asked, and will not */
export function refuseWhereSaid(answer: Answer): void {
  const document = REFUSALS.has(answer.status) ? readProblem(answer) : undefined;
  // Any problem that is not of Vigie's own types is said by something before it.
  if (document === undefined || !document.type.startsWith('/problems/')) return;
  const { detail = document.title, field, code, status } = document;
  throw new RefusedError(detail, {
    ...{ status, ...(field === undefined ? {} : { field }) },
    ...(code === undefined ? {} : { rule: code }),
  });
}

/**
 * @param where path of the value within the answer
 * @throws RemoteError `server-malformed`
 */
export function checkAnswer<T>(schema: z.ZodType<T>, value: unknown, url: string, where: PropertyKey[] = []): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw malformed(url, `${[...where, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'invalid'}`);
}

function readFailure(answer: Answer, url: string, nowMs: number): Error {
  const { status } = answer;
  // A rest until a time of day is by the server's clock: this computer's may be years off.
  const saidMs = Date.parse(answer.date ?? '');
  const retryAfterMs = parseRetryAfterMs(answer.retryAfter, Number.isNaN(saidMs) ? nowMs : saidMs);
  const document = readProblem(answer);
  const detail = document?.detail ?? document?.title ?? `HTTP ${status}`;
  const isType = (type: ProblemType) => document?.type === problemTypeUri(type);
  if (isType('resync')) return new ResyncError(detail);
  // One row that was asked for by its id, and is gone: any other "not found" means another version.
  if (isType('not-found') && document?.field === 'id') return new RemoteError('not-found', `${url}: ${detail}`);
  if (isType('incompatible')) return incompatible(url, `is of another version (${detail}): update Vigie or the server`);
  if (status >= 300 && status < 400) return notVigie(url, `it sends to ${answer.location ?? 'another address'}`);
  if (status === 401) return unauthorized(url);
  if (status === 403) return forbidden(url, detail);
  if (status === 407)
    return new RemoteError('server-unreachable', `The proxy before ${url} wants a sign-in: configure it`);
  // Whatever says so: a gateway before the server has its own limit, and its own page.
  if (status === 413)
    return new TooLargeError('server-failed', `${url} takes less at once (${detail}): Vigie sends less`);
  if (status === 429) return new RemoteError('server-slow', `${url} is busy: Vigie asks again later`, { retryAfterMs });
  if (status >= 500) {
    const remedy = "Vigie asks again; if it lasts, look into the server's log";
    return new RemoteError('server-failed', `${url} failed (${detail}): ${remedy}`, { retryAfterMs });
  }
  // Another program's "not found" page, or a Vigie server that does not understand the question.
  if (document === undefined) return notVigie(url, `it answers with HTTP ${status}`);
  return incompatible(url, `does not understand this version of Vigie (${detail}): update Vigie or the server`);
}

function readProblem(answer: Answer) {
  if (!isJson(answer)) return undefined;
  try {
    const parsed = problem.safeParse(JSON.parse(answer.body));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function parseJson(body: string, url: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    throw malformed(url, 'it is not JSON', error);
  }
}

function isJson({ contentType }: Answer): boolean {
  return /^application\/([a-z.-]+\+)?json\b/i.test(contentType);
}

function describeType(contentType: string): string {
  return contentType === '' ? 'something of no type' : `a ${contentType.split(';')[0] ?? ''} document`;
}
