import { z } from 'zod';

/** RFC 9457 problem document, with the members that Vigie adds. Media type `application/problem+json`. */
export const problem = z.looseObject({
  /** A path below the API, such as `/problems/invalid-request`, or `about:blank`. */
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  /** The parameter or member of the body that is wrong, as a path. */
  field: z.string().optional(),
  /** Which rule did not let it pass, by the code of a refusal. */
  code: z.string().optional(),
  /** What the caller can do about it. */
  remedy: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

export const PROBLEM_TYPES = [
  'invalid-request',
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict',
  'too-large',
  'too-many-requests',
  'resync',
  'incompatible',
  'unavailable',
  'internal',
] as const;
export type ProblemType = (typeof PROBLEM_TYPES)[number];

export function problemTypeUri(type: ProblemType): string {
  return `/problems/${type}`;
}
