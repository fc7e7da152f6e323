import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../../../backend/http/routes/index.ts';
import type { Route } from '../../../../backend/http/route.ts';
import { DEFAULT_STEPS } from '../../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { ATTACKS, withAttacks } from '../../../support/bad-input/attacks.ts';
import { type Answer, askRoute, problemIn, type Sample, sampleOfRoute } from '../../../support/bad-input/ask.ts';
import { BAD_BODIES } from '../../../support/bad-input/bodies.ts';
import { jsonSchemaOf } from '../../../support/bad-input/json-schema.ts';
import { type BadToken, badTokens } from '../../../support/bad-input/tokens.ts';
import { BILLING_SETTINGS, RATE_CARD } from '../../../support/billing-fixtures.ts';
import { textOf, type WrongValue, wrongValuesOf } from '../../../support/bad-input/wrong-values.ts';

const dataFolder = mkdtempSync(path.join(tmpdir(), 'vigie-bad-input-'));
let running: RunningBackend;
let tokens: readonly BadToken[];
beforeAll(async () => {
  running = await startBackend({ dataFolder, limits: { requestsPerSubject: 0, requestsPerAddress: 0 } });
  tokens = await badTokens(running.token, dataFolder);
  await insertRows(running.backend.database, { vehicles: 3, thirdParties: 3, billingCycles: 2, missions: 5 });
});
afterAll(async () => {
  await running.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** Where the smallest value that fits the schemas is not one that the route answers: what it takes instead. */
const SAMPLES: Readonly<Record<string, () => Sample>> = {
  createWebhook: () => ({ body: { url: 'https://hooks.example/vigie', eventTypes: ['mission.*'] } }),
  writeRateCard: () => ({ body: RATE_CARD }),
  writeBillingSettings: () => ({ body: BILLING_SETTINGS }),
  exportFec: () => ({ query: { from: '2026-01-01', to: '2026-12-31' } }),
  writeValidationWorkflow: () => ({
    body: {
      ...{ id: '0d000000-0000-4000-8000-000000000001', label: 'Large', subjectKind: 'billing-cycle' },
      ...{ subsidiary: null, fromCents: 100_000, steps: [...DEFAULT_STEPS] },
    },
  }),
  giveDelegation: () => ({
    body: {
      ...{ toSubject: 'somebody-else', subjectKind: 'billing-cycle', note: 'leave' },
      ...{ startsAt: new Date(Date.now()).toISOString(), endsAt: new Date(Date.now() + 3_600_000).toISOString() },
    },
  }),
  actOnAlarm: () => ({ body: { action: 'note', text: 'seen', raisedAt: '2026-03-01T06:30:00Z' } }),
  actOnAlarms: () => ({
    body: { actions: [{ id: '0d000000-0000-4000-8000-000000000002', action: 'note', text: 'seen' }] },
  }),
  actOnIncident: () => ({ body: { action: 'note', text: 'seen' } }),
  draftHandover: () => ({ body: { shiftFrom: '2026-03-01T06:00:00Z', shiftTo: '2026-03-01T14:00:00Z' } }),
  actOnHandover: () => ({ body: { action: 'describe', text: 'quiet' } }),
  writeAlarmRule: () => ({
    body: {
      name: 'Too fast',
      priority: 'high',
      parameters: { kind: 'silent', afterSeconds: 300 },
      confirmedAlarms: 1200,
    },
  }),
  tryAlarmRule: () => ({
    body: {
      minutes: 5,
      rule: { name: 'Too fast', priority: 'high', parameters: { kind: 'silent', afterSeconds: 300 } },
    },
  }),
  getAlarmFigures: () => ({ query: { from: '2026-03-01T06:30:00Z', to: '2026-03-02T06:30:00Z' } }),
  pushMutations: () => ({ body: { epoch: running.backend.epoch, mutations: [{ mutationId: crypto.randomUUID() }] } }),
};
/** What a route may say of a sound request of which it has nothing: no such row, not now, not so. */
const SOUND: readonly number[] = [200, 201, 202, 204, 302, 303, 404, 409, 410];

const sampleFor = (route: Route): Sample => sampleOfRoute(route, SAMPLES[route.operationId]?.());
const named = routes.map((route) => [`${route.method} ${route.path}`, route] as const);
const withBody = named.filter(([, { body }]) => body !== undefined);
const withToken = named.filter(([, { access }]) => access !== 'public');

/** What is wrong about an answer that should be a refusal. */
function faultsOf(what: string, answer: Answer, status: readonly number[], field?: string): string[] {
  const problem = problemIn(answer);
  const said = `${what}: ${answer.status} ${answer.text.slice(0, 200)}`;
  if (problem === undefined || !status.includes(answer.status)) return [said];
  if (field === undefined || namesField(problem.field, field)) return [];
  return [`${said} (names ${problem.field}, not ${field})`];
}

/** A member of a member may be named by its outermost part that is wrong. */
function namesField(said: string | undefined, field: string): boolean {
  return said !== undefined && (said === field || field.startsWith(`${said}.`) || (field === '' && said === 'body'));
}

describe('every route', () => {
  it.each(named)('%s answers a sound request', async (_, route) => {
    const answer = await askRoute(running, route, sampleFor(route));
    const sound = SOUND.includes(answer.status) && (answer.status < 400 || problemIn(answer) !== undefined);
    expect(sound, `add a sample of ${route.operationId} to SAMPLES: ${answer.status} ${answer.text}`).toBe(true);
  });

  it.each(named)('%s names what is wrong in its path, its query and its body', async (_, route) => {
    const faults: string[] = [];
    const sample = sampleFor(route);
    const wrong = (schema: Route['body'], sound?: unknown): WrongValue[] =>
      schema === undefined ? [] : wrongValuesOf(jsonSchemaOf(schema), '', sound);
    for (const { what, field, value } of wrong(route.body, SAMPLES[route.operationId]?.().body)) {
      // A whole body of another kind has a test of its own.
      if (field === '' && typeof value !== 'object') continue;
      const answer = await askRoute(running, route, sample, { body: textOf(value) });
      faults.push(...faultsOf(what, answer, [400], field));
    }
    for (const { what, field, value } of texts(wrong(route.query))) {
      const query = { ...sample.query, ...value };
      faults.push(...faultsOf(`query: ${what}`, await askRoute(running, route, { ...sample, query }), [400], field));
    }
    const names = Object.keys(sample.params ?? {});
    for (const { what, field, value } of texts(wrong(route.params))) {
      if (!names.includes(field)) continue;
      const params = { ...sample.params, ...value } as Record<string, string>;
      faults.push(...faultsOf(`path: ${what}`, await askRoute(running, route, { ...sample, params }), [400], field));
    }
    expect(faults).toEqual([]);
  });

  it.each(named)('%s is not moved by texts that mean something elsewhere', async (_, route) => {
    const faults: string[] = [];
    const sample = sampleFor(route);
    const look = (what: string, answer: Answer) => {
      const isProblem = answer.status < 400 || problemIn(answer) !== undefined;
      const type = answer.headers.get('content-type') ?? '';
      // A document is what it is declared to be; all else is JSON.
      const isDeclared = route.media?.some((media) => type.startsWith(media)) === true && answer.status === 200;
      const isJson = /json/.test(type) || answer.text === '' || isDeclared;
      const split = answer.headers.get('set-cookie') !== null;
      if (answer.status >= 500 || !isProblem || !isJson || split)
        faults.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
    };
    for (const attack of ATTACKS) {
      for (const [part, schema] of Object.entries({ params: route.params, query: route.query, body: route.body })) {
        if (schema === undefined) continue;
        for (const value of withAttacks(jsonSchemaOf(schema), attack)) {
          look(`${part} ${JSON.stringify(attack)}`, await askRoute(running, route, { ...sample, [part]: value }));
        }
      }
    }
    expect(faults).toEqual([]);
  });

  it.each(named)('%s takes no other method', async (_, route) => {
    const taken = routes.filter(({ path }) => path === route.path).map(({ method }) => method as string);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      if (taken.includes(method)) continue;
      const answer = await askRoute(running, route, sampleFor(route), { method, body: method === 'GET' ? null : '{}' });
      expect(faultsOf(method, answer, [405])).toEqual([]);
      expect(answer.headers.get('allow')).toContain(route.method);
    }
  });
});

describe('every route with a body', () => {
  it.each(withBody)('%s refuses what is no body of its', async (_, route) => {
    const faults: string[] = [];
    for (const { what, status, field, ...init } of BAD_BODIES) {
      const answer = await askRoute(running, route, sampleFor(route), init);
      // What is JSON of some kind is refused by the schema, which names a member that it misses.
      faults.push(...faultsOf(what, answer, [status], status === 400 && field === 'a' ? undefined : field));
    }
    const limit = route.bodyLimit ?? 64 * 1024;
    const large = await askRoute(running, route, {}, { body: `"${'x'.repeat(limit)}"` });
    faults.push(...faultsOf('over the limit', large, [413], 'body'));
    expect(faults).toEqual([]);
  });
});

describe('every route behind a token', () => {
  it.each(withToken)('%s refuses tokens that prove nothing', async (_, route) => {
    const faults: string[] = [];
    for (const { what, token } of tokens) {
      const answer = await askRoute(running, route, sampleFor(route), { token });
      faults.push(...faultsOf(what, answer, [401], 'authorization'));
    }
    expect(faults).toEqual([]);
  });
});

/** A path and a query hold texts only: another kind of value is another text, and one that fits is none of our cases. */
function texts(wrong: readonly WrongValue[]): (WrongValue & { value: Record<string, unknown> })[] {
  return wrong.flatMap((one) => {
    const value = (typeof one.value === 'object' && one.value !== null ? one.value : {}) as Record<string, unknown>;
    const [name = ''] = one.field.split('.');
    const isText = ['too long', 'misshapen', 'unknown', 'fraction', 'too large', 'too small'].some((what) =>
      one.what.startsWith(what),
    );
    return isText ? [{ ...one, value: { [name]: value[name] } }] : [];
  });
}
