import { z } from 'zod';
import {
  API_VERSION,
  feedStatus,
  OLDEST_CLIENT_SCHEMA_VERSION,
  type ServiceInfo,
  serviceInfo,
  SYNC_SCHEMA_VERSION,
} from '../../../shared/api/index.ts';
import type { Readiness } from '../../operations/readiness.ts';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';

const health = z.object({
  status: z.literal('ok'),
  feed: feedStatus.shape.state,
  /** Vehicles that were heard since the service started. */
  vehicles: z.number().int(),
});

const live = z.object({ status: z.literal('live') });
const ready = z.object({
  status: z.literal('ready'),
  /** What the service works with, and whether it does; without what is needed the answer is 503. */
  checks: z.record(z.string(), z.boolean()),
});

/** Who answers, and whether it can work: none of it needs a token. */
export const serviceRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v2', operationId: 'getService', access: 'public' },
    summary: 'Who answers, and which versions it speaks',
    response: serviceInfo,
    handle: async (_call, { changes, clock, serverVersion }): Promise<ServiceInfo> => ({
      service: 'vigie',
      apiVersion: API_VERSION,
      syncSchemaVersion: SYNC_SCHEMA_VERSION,
      oldestClientSchemaVersion: OLDEST_CLIENT_SCHEMA_VERSION,
      serverVersion,
      epoch: changes.epoch,
      serverTime: new Date(clock.nowMs()).toISOString(),
    }),
  }),
  route({
    ...{ method: 'GET', path: '/health', operationId: 'getHealth', access: 'public' },
    summary: 'Whether the service can work, for a monitor',
    response: health,
    problems: [503],
    async handle(_call, { readiness, supervision }): Promise<z.infer<typeof health>> {
      await untilReady(readiness);
      return { status: 'ok', feed: supervision.feed.status.state, vehicles: supervision.table.count };
    },
  }),
  route({
    ...{ method: 'GET', path: '/health/live', operationId: 'getLiveness', access: 'public' },
    summary: 'Whether the process answers; where it does not, start it again',
    response: live,
    handle: async (): Promise<z.infer<typeof live>> => ({ status: 'live' }),
  }),
  route({
    ...{ method: 'GET', path: '/health/ready', operationId: 'getReadiness', access: 'public' },
    summary: 'Whether requests should be sent here: not before it works, nor once it is to stop',
    response: ready,
    problems: [503],
    handle: async (_call, { readiness }): Promise<z.infer<typeof ready>> => ({
      status: 'ready',
      checks: await untilReady(readiness),
    }),
  }),
];

/** @throws ProblemError unavailable */
async function untilReady(readiness: Readiness): Promise<Record<string, boolean>> {
  const { checks, isReady, missing } = await readiness.report();
  if (isReady) return checks;
  throw new ProblemError('unavailable', {
    detail: missing.length === 0 ? 'the service stops' : `it does not work: ${missing.join(', ')}`,
    remedy: "Ask another server, or later; the service's log says more.",
    headers: { 'retry-after': '5' },
  });
}
