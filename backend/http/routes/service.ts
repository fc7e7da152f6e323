import { z } from 'zod';
import {
  API_VERSION,
  feedStatus,
  OLDEST_CLIENT_SCHEMA_VERSION,
  type ServiceInfo,
  serviceInfo,
  SYNC_SCHEMA_VERSION,
} from '../../../shared/api/index.ts';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';

const health = z.object({
  status: z.literal('ok'),
  feed: feedStatus.shape.state,
  /** Vehicles that were heard since the service started. */
  vehicles: z.number().int(),
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
    async handle(_call, { database, log, supervision }): Promise<z.infer<typeof health>> {
      try {
        await database.query('select 1');
      } catch (error) {
        log.error({ err: error }, 'the database does not answer');
        throw new ProblemError('unavailable', {
          detail: 'the database does not answer',
          remedy: "Look into the service's log and at its database.",
          headers: { 'retry-after': '5' },
        });
      }
      return { status: 'ok', feed: supervision.feed.status.state, vehicles: supervision.table.count };
    },
  }),
];
