import { z } from 'zod';
import { describeApi } from '../openapi.ts';
import { JsonText, type Route, route } from '../route.ts';
import { alarmRoutes } from './alarms.ts';
import { billingRoutes } from './billing.ts';
import { documentRoutes } from './documents.ts';
import { eventRoutes } from './events.ts';
import { positionRoutes } from './positions.ts';
import { pushRoutes } from './push.ts';
import { rowRoutes } from './rows.ts';
import { serviceRoutes } from './service.ts';
import { shiftRoutes } from './shift.ts';
import { signInRoutes } from './sign-in.ts';
import { syncRoutes } from './sync.ts';
import { trackRoutes } from './tracks.ts';
import { delegationRoutes } from './delegations.ts';
import { validationRoutes } from './validations.ts';
import { webhookRoutes } from './webhooks.ts';

const openApiRoute = route({
  ...{ method: 'GET', path: '/api/v2/openapi.json', operationId: 'getOpenApi', access: 'public' },
  summary: 'This description, OpenAPI 3.1',
  response: z.looseObject({ openapi: z.string() }),
  handle: async (_call, { serverVersion }) => new JsonText(JSON.stringify(describeRoutes(serverVersion))),
});

/** All routes of the service. */
export const routes: readonly Route[] = [
  ...serviceRoutes,
  ...signInRoutes,
  ...rowRoutes,
  ...billingRoutes,
  ...documentRoutes,
  ...validationRoutes,
  ...delegationRoutes,
  ...alarmRoutes,
  ...shiftRoutes,
  ...trackRoutes,
  ...syncRoutes,
  ...pushRoutes,
  ...eventRoutes,
  ...webhookRoutes,
  ...positionRoutes,
  openApiRoute,
];

/** Their description as an OpenAPI document. */
export function describeRoutes(serverVersion: string): object {
  return describeApi(routes, serverVersion);
}
