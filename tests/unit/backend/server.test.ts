import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Role } from '../../../shared/domain/index.ts';
import type { TokenVerifier } from '../../../backend/auth/token-verifier.ts';
import type { Database } from '../../../backend/database/database.ts';
import { Scopes } from '../../../backend/database/scope.ts';
import { JsonText, type Route, route } from '../../../backend/http/route.ts';
import { createServer } from '../../../backend/http/server.ts';
import { silentLog } from '../../support/silent-log.ts';
import { DocumentMaker } from '../../../backend/documents/document-maker.ts';
import { createAlarmDesk } from '../../../backend/services/alarms/alarm-desk.ts';
import { BillingService } from '../../../backend/services/billing-service.ts';
import { DocumentsService } from '../../../backend/services/documents-service.ts';
import { GeofenceService } from '../../../backend/services/geofence-service.ts';
import { MissionService } from '../../../backend/services/mission-service.ts';
import { Readiness } from '../../../backend/operations/readiness.ts';
import { NotificationWorkflowService } from '../../../backend/services/notification-workflow-service.ts';
import { MutationService } from '../../../backend/services/mutations/mutation-service.ts';
import { PositionIngest } from '../../../backend/services/ingest/position-ingest.ts';
import { SupervisionService } from '../../../backend/services/supervision-service.ts';
import { ThirdPartyService } from '../../../backend/services/third-party-service.ts';
import { VehicleService } from '../../../backend/services/vehicle-service.ts';
import { EventLog } from '../../../backend/bus/index.ts';
import { createAddressGuard } from '../../../backend/webhooks/address-guard.ts';
import { SecretBox } from '../../../backend/webhooks/secret-box.ts';
import { WebhookService } from '../../../backend/webhooks/webhook-service.ts';
import { ChangeLog } from '../../../backend/sync/change-log.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const unused = () => Promise.reject(new Error('this test needs no database'));
const database: Database = {
  kind: 'pglite',
  place: 'nowhere',
  query: unused,
  execute: unused,
  transaction: unused,
  session: unused,
  listen: unused,
  close: async () => undefined,
};
const clock = createManualClock();
const billing = new BillingService(clock);
const validations = new NotificationWorkflowService(clock);
const alarms = createAlarmDesk(
  () => clock.nowMs(),
  () => Promise.resolve(0),
);
const scopes = new Scopes(database, { defaultSubsidiary: 'main', userRole: 'vigie_user' });
const supervision = new SupervisionService(clock);
const context = {
  ...{ clock, database, log: silentLog, serverVersion: '1.2.3' },
  billing,
  documents: new DocumentsService(clock, new DocumentMaker(clock)),
  events: new EventLog(database, 'e'),
  webhooks: new WebhookService({
    ...{ database, epoch: 'e', clock, guard: createAddressGuard([]) },
    secrets: new SecretBox(Buffer.alloc(32)),
  }),
  changes: new ChangeLog(database, 'epoch'),
  readiness: new Readiness(clock, silentLog),
  geofences: new GeofenceService(),
  missions: new MissionService(),
  mutations: new MutationService({ scopes, clock, log: silentLog, takeStep: billing.takeStep, validations, alarms }),
  validations,
  alarms,
  scopes,
  supervision,
  ingest: new PositionIngest(supervision, clock),
  signIn: () => undefined,
  thirdParties: new ThirdPartyService(),
  vehicles: new VehicleService(database),
};

const verifier: TokenVerifier = {
  loopbackOnly: false,
  verify: async (token) => {
    if (token === 'broken') throw new Error('the issuer does not answer');
    const roles: Role[] = token === 'admin' ? ['administrator'] : [];
    return { subject: 'me', name: 'Me', roles, subsidiaries: 'all', expiresAtMs: 0 };
  },
};

const text = JSON.stringify({ text: 'x'.repeat(5000) });
const routes: Route[] = [
  route({
    ...{ method: 'GET', path: '/long', operationId: 'long', access: 'public' },
    summary: 'A long text',
    response: z.object({}),
    handle: async () => new JsonText(text),
  }),
  route({
    ...{ method: 'POST', path: '/page', operationId: 'page', access: 'public' },
    summary: 'As long as a page of changes',
    response: z.object({}),
    handle: async () => ({ text: 'y'.repeat(2_000_000) }),
  }),
  route({
    ...{ method: 'GET', path: '/admin', operationId: 'admin', access: ['administrator'] },
    summary: 'Who asks',
    response: z.object({}),
    handle: async ({ identity }) => ({ subject: identity?.subject }),
  }),
];

let server: Awaited<ReturnType<typeof createServer>>;
beforeEach(async () => {
  server = await createServer({ routes, context, verifier, loopbackOnly: false });
});
afterEach(() => server.close());

describe('compression', () => {
  const get = (remoteAddress: string, accept: string) =>
    server.inject({ url: '/long', remoteAddress, headers: { 'accept-encoding': accept, host: 'vigie.example' } });

  it.each([
    ['10.0.0.5', 'gzip, br', 'br'],
    ['10.0.0.5', 'gzip', 'gzip'],
    ['10.0.0.5', 'identity', undefined],
    ['127.0.0.1', 'gzip, br', undefined],
    ['::1', 'gzip, br', undefined],
  ])('for %s that takes %s is %s', async (address, accept, encoding) => {
    const response = await get(address, accept);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-encoding']).toBe(encoding);
    if (encoding === undefined) expect(response.body).toBe(text);
    else expect(response.rawPayload.length).toBeLessThan(500);
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])(
    'by %s of an answer as long as a page, to a GET and a POST alike, gives it back whole',
    async (encoding, unpack) => {
      for (const [method, url, whole] of [
        ['POST', '/page', 2_000_011],
        ['GET', '/long', text.length],
      ] as const) {
        const response = await server.inject({
          ...{ method, url, remoteAddress: '10.0.0.5' },
          headers: { 'accept-encoding': encoding, host: 'vigie.example' },
        });
        expect(response.headers['content-encoding']).toBe(encoding);
        expect(unpack(response.rawPayload)).toHaveLength(whole);
      }
    },
  );
});

describe('access', () => {
  const get = (token: string) => server.inject({ url: '/admin', headers: { authorization: `Bearer ${token}` } });
  it('is checked before the handler', async () => {
    expect((await get('admin')).json()).toEqual({ subject: 'me' });
    expect((await get('other')).statusCode).toBe(403);
    expect((await server.inject({ url: '/admin' })).statusCode).toBe(401);
  });

  it('that cannot be checked is no refusal', async () => {
    const response = await get('broken');
    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({ type: '/problems/internal' });
  });
});
