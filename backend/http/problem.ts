import type { z } from 'zod';
import { type Problem, type ProblemType, problemTypeUri } from '../../shared/api/index.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

const TITLES: Readonly<Record<ProblemType, { status: number; title: string }>> = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  forbidden: { status: 403, title: 'The token does not allow this' },
  'not-found': { status: 404, title: 'There is no such resource' },
  conflict: { status: 409, title: 'The request conflicts with the current state' },
  'too-large': { status: 413, title: 'The request is too large' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  resync: { status: 410, title: 'The cursor has expired' },
  incompatible: { status: 400, title: 'The versions do not match' },
  unavailable: { status: 503, title: 'The service cannot answer now' },
  internal: { status: 500, title: 'The service failed' },
};

export interface ProblemDetails {
  detail: string;
  /** Path of the parameter or member that is wrong. */
  field?: string;
  /** The rule that it breaks: a code of `REFUSAL_CODES`. */
  code?: string;
  remedy?: string;
  /** Where HTTP has a closer status than the type's own, such as 405. */
  status?: number;
  title?: string;
  headers?: Readonly<Record<string, string>>;
}

/** An answer other than the one asked for, as an RFC 9457 problem document. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(type: ProblemType, { headers, ...details }: ProblemDetails) {
    super(details.detail);
    this.problem = { type: problemTypeUri(type), ...TITLES[type], ...details };
    this.headers = headers ?? {};
  }
}

/**
 * Reads a value by its schema.
 * @param where what the value is, for the remedy: 'query', 'path', 'body'
 * @throws ProblemError invalid-request, naming the first field that is wrong
 */
export function readAs<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknownKeys = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const path = [...(issue?.path ?? []), ...unknownKeys.slice(0, 1)].map(String).join('.');
  const field = path === '' ? where : path;
  throw new ProblemError('invalid-request', {
    detail: `${field}: ${issue?.message ?? 'not valid'}`,
    field,
    remedy:
      unknownKeys.length > 0
        ? `Leave ${field} out of the ${where}: it is not known here.`
        : `Correct ${field} in the ${where}; /api/v2/openapi.json says what it may be.`,
  });
}
