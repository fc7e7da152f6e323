import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Limits } from '../operations/limits.ts';
import { ProblemError } from './problem.ts';

const WINDOW_MS = 60_000;
/** Callers that are remembered; the one that was quiet for longest is forgotten first. */
const MOST_CALLERS = 20_000;

export interface RateLimits {
  /** Before anything is done for a request. @throws ProblemError too-many-requests */
  countAddress(request: FastifyRequest): Promise<void>;
  /** Once it is known who asks. @throws ProblemError too-many-requests */
  countSubject(request: FastifyRequest): Promise<void>;
}

/**
 * Counts the requests of each address and each subject in windows of a minute, in this process: several nodes behind a proxy
 * count each for themselves.
 */
export async function createRateLimits(
  server: FastifyInstance,
  limits: Pick<Limits, 'requestsPerAddress' | 'requestsPerSubject'>,
  subjectOf: (request: FastifyRequest) => string,
): Promise<RateLimits> {
  await server.register(rateLimit, { global: false, timeWindow: WINDOW_MS, cache: MOST_CALLERS });
  return {
    countAddress: counter(server, limits.requestsPerAddress, 'this address'),
    countSubject: counter(server, limits.requestsPerSubject, 'this sign-in', subjectOf),
  };
}

function counter(
  server: FastifyInstance,
  max: number,
  who: string,
  keyGenerator?: (request: FastifyRequest) => string,
): (request: FastifyRequest) => Promise<void> {
  if (max === 0) return async () => undefined;
  const count = server.createRateLimit({ max, ...(keyGenerator === undefined ? {} : { keyGenerator }) });
  return async (request) => {
    const result = await count(request);
    if (result.isAllowed || !result.isExceeded) return;
    const seconds = Math.max(1, result.ttlInSeconds);
    throw new ProblemError('too-many-requests', {
      detail: `${who} sent more than ${max} requests within a minute`,
      remedy: `Wait ${seconds} s, then go on more slowly.`,
      headers: { 'retry-after': String(seconds) },
    });
  };
}
