import { IssuerUnavailableError } from '../auth/operator/issuer-keys.ts';
import { errorCodeOf, StorageError } from '../database/database.ts';
import { isPassing } from '../database/locks.ts';
import type { Log } from '../log.ts';
import { ProblemError, type ProblemDetails } from './problem.ts';

/** SQLSTATE classes and codes of a database that is not there, not ready or full: it may be later. */
const UNAVAILABLE = /^(?:08|53|57P0|ECONN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)/;

/** What the caller is told of an error. What is not the caller's doing is logged, and told without its inside. */
export function problemOf(error: unknown, log: Log): ProblemError {
  if (error instanceof ProblemError) return error;
  const known = requestProblem(error) ?? textProblem(error);
  if (known !== undefined) return known;
  if (error instanceof IssuerUnavailableError) {
    return new ProblemError('unavailable', {
      detail: `the token cannot be checked: ${error.message}`,
      remedy: 'Try again in a while; if it goes on, tell who runs the service.',
      headers: { 'retry-after': '5' },
    });
  }
  if (isPassing(error)) {
    log.warn({ err: error }, 'a request gave way to other programs');
    return new ProblemError('unavailable', {
      detail: 'other programs are changing the same rows; nothing was done',
      remedy: 'Try again in a moment.',
      headers: { 'retry-after': '1' },
    });
  }
  log.error({ err: error }, 'a request failed');
  if (error instanceof StorageError || isUnavailable(error)) {
    return new ProblemError('unavailable', {
      detail: error instanceof StorageError ? error.message : 'the database cannot be reached',
      remedy: 'Try again in a while; if it goes on, tell who runs the service.',
      headers: { 'retry-after': '5' },
    });
  }
  return new ProblemError('internal', {
    detail: 'an unexpected error; the log of the service says more',
    remedy: 'Try again; if it goes on, tell who runs the service.',
  });
}

/** SQLSTATE of a text that the database cannot hold: U+0000, which JSON and URLs may carry. */
const UNKEEPABLE = new Set(['22021', '22P05']);

function textProblem(error: unknown): ProblemError | undefined {
  if (!UNKEEPABLE.has(errorCodeOf(error) ?? '')) return undefined;
  return new ProblemError('invalid-request', {
    detail: 'a text holds the character U+0000, which cannot be kept',
    remedy: 'Send the text without it.',
  });
}

function isUnavailable(error: unknown): boolean {
  if (UNAVAILABLE.test(errorCodeOf(error) ?? '')) return true;
  // What pg says of a connection that breaks, or of a pool that gives none in time, has no code.
  return (
    error instanceof Error &&
    /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
      error.message,
    )
  );
}

/** Errors by which the HTTP layer refuses a request before a route sees it. */
function requestProblem(error: unknown): ProblemError | undefined {
  switch (errorCodeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ProblemError('too-large', { ...body('the body is too large'), remedy: 'Send less at a time.' });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ProblemError('invalid-request', {
        status: 415,
        title: 'The media type is not supported',
        detail: 'the body is not application/json',
        field: 'content-type',
        remedy: 'Send JSON with "Content-Type: application/json".',
      });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new ProblemError('invalid-request', { ...body('the body is empty'), remedy: 'Send a JSON document.' });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new ProblemError('invalid-request', { ...body('the body is not JSON'), remedy: 'Send a JSON document.' });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new ProblemError('invalid-request', {
        ...body('the body is not as long as Content-Length says'),
        remedy: 'Send the whole body.',
      });
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new ProblemError('invalid-request', {
        detail: 'the path of the URL is not valid',
        field: 'path',
        remedy: 'Correct the path; /api/v2/openapi.json lists those that there are.',
      });
    default:
      return undefined;
  }
}

function body(detail: string): ProblemDetails {
  return { detail, field: 'body' };
}
