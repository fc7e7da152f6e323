import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { AlarmRecord, AlarmRule } from '../../../../shared/domain/index.ts';
import { putAlarms, raisedAlarm } from '../../../support/alarm-fixtures.ts';
import { type RunningBackend, startBackend } from '../../../support/backend.ts';

let running: RunningBackend;
beforeAll(async () => {
  running = await startBackend();
  await running.backend.database.query(
    `insert into vehicles (code, kind, subsidiary) values ('BUS-1', 'bus', 'north'), ('BUS-2', 'bus', 'south')`,
  );
});
afterAll(() => running.stop());

type Answer<Body> = { status: number; body: Body };
async function ask<Body>(path: string, body?: unknown, token: string | null = running.token): Promise<Answer<Body>> {
  const json = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: json };
  const response = await running.ask(`/api/v2${path}`, { ...sent, token });
  return { status: response.status, body: (await response.json()) as Body };
}
const list = async (query: string, token?: string) =>
  (await ask<{ items: AlarmRecord[]; next: string | null }>(`/alarms?${query}`, undefined, token)).body;
const SPEED = { kind: 'speed', aboveMetresPerSecond: 25, deadbandMetresPerSecond: 3 };
const fixOf = (vehicle: string, speedMetresPerSecond: number) => ({
  ...{ vehicle, longitude: 4.8, latitude: 45.7, observedAtMs: Date.now(), speedMetresPerSecond, headingDegrees: 90 },
});

it('a rule that is written is tried, goes live, and raises what is posted; each sees their own', async () => {
  const trial = await ask<{ raised: number; atOnce: number }>('/alarm-rule-trials', {
    rule: { name: 'Too fast', priority: 'high', parameters: SPEED },
  });
  expect(trial).toMatchObject({ status: 200, body: { raised: 0, atOnce: 0 } });
  const made = await ask<AlarmRule>('/alarm-rules', { name: 'Too fast', priority: 'high', parameters: SPEED });
  expect(made).toMatchObject({ status: 200, body: { state: 'draft', guidance: { cause: '', response: '' } } });
  const { id } = made.body;
  const live = { id, name: 'Too fast', priority: 'high', state: 'live', parameters: SPEED };
  expect(await ask('/alarm-rules', live)).toMatchObject({ status: 200, body: { id, state: 'live' } });
  const odd = { ...live, parameters: { kind: 'geofence-enter', geofenceIds: [id] } };
  expect(await ask('/alarm-rules', odd)).toMatchObject({ status: 409, body: { field: 'parameters' } });

  // Each second, as a vehicle would: the rule is read within moments.
  await vi.waitFor(
    async () => {
      await ask('/positions', { positions: [fixOf('BUS-1', 31), fixOf('BUS-2', 10)] });
      expect((await list('list=announced')).items).toMatchObject([{ ruleId: id, vehicleId: '1', kind: 'speed' }]);
    },
    { timeout: 45_000, interval: 300 },
  );
  const north = await running.backend.tokenFor('nora', ['supervisor'], { subsidiaries: ['north'] });
  const south = await running.backend.tokenFor('sven', ['supervisor'], { subsidiaries: ['south'] });
  expect((await list('list=standing', north)).items).toHaveLength(1);
  expect((await list('list=standing', south)).items).toEqual([]);
  const [alarm] = (await list('')).items;
  const acknowledge = { action: 'acknowledge', note: 'called', raisedAt: alarm?.raisedAt };
  expect(await ask(`/alarms/${alarm?.id}/actions`, acknowledge, south)).toMatchObject({ status: 404 });
  expect(await ask(`/alarms/${alarm?.id}/actions`, acknowledge, north)).toMatchObject({
    status: 200,
    body: { acknowledgedBy: 'nora', acknowledgedNote: 'called' },
  });
  // A rule of somebody who sees one subsidiary is of that one.
  const own = { name: 'Ours', priority: 'low', state: 'live', parameters: SPEED };
  expect(await ask('/alarm-rules', own, north)).toMatchObject({ status: 200, body: { name: 'Ours' } });
  const names = async (token: string) =>
    (await ask<{ items: AlarmRule[] }>('/alarm-rules', undefined, token)).body.items.map(({ name }) => name);
  expect(await names(north)).toEqual(['Ours']);
  expect(await names(south)).toEqual([]);
  // A rule for the vehicles of all is not theirs to change.
  const main = await running.backend.tokenFor('mia', ['supervisor'], { subsidiaries: ['main'] });
  expect(await ask('/alarm-rules', live, main)).toMatchObject({ status: 403 });
  expect(await ask(`/alarm-rules/${id}/remove`, {})).toMatchObject({ status: 200 });
  await vi.waitFor(async () => expect((await list('list=closed')).items).toMatchObject([{ ruleId: id }]), {
    timeout: 45_000,
  });
});

it('many are acted on at once, answered one by one, listed in pages, and counted', async () => {
  const raisedAt = (minute: number) => new Date(Date.now() - minute * 60_000).toISOString();
  const alarms = [1, 2, 3].map((n) =>
    raisedAlarm({ subjectKind: 'line', subjectId: `L${n}`, vehicleId: null, raisedAt: raisedAt(n) }),
  );
  await putAlarms(running.backend.database, ...alarms);
  const [one, two, three] = alarms.map(({ id }) => id);
  const first = await list('list=standing&priority=high&limit=2');
  expect(first.items.map(({ id }) => id)).toEqual([one, two]);
  const rest = await list(`list=standing&priority=high&limit=2&after=${first.next}`);
  expect(rest).toMatchObject({ items: [{ id: three }], next: null });
  expect(await ask('/alarms?after=nonsense')).toMatchObject({ status: 400, body: { field: 'after' } });
  const answers = await ask('/alarm-actions', {
    actions: [
      { id: one, action: 'acknowledge' },
      { id: two, action: 'reset' },
      { id: '0d000000-0000-4000-8000-000000000009', action: 'acknowledge' },
      { id: three, action: 'shelve', reason: 'works', until: new Date(Date.now() + 3_600_000).toISOString() },
    ],
  });
  expect(answers.body).toMatchObject({
    items: [
      { result: 'taken' },
      { result: 'refused', reason: { code: 'illegal-action' } },
      { result: 'refused', reason: { code: 'not-found' } },
      { result: 'taken' },
    ],
  });
  expect((await list('list=shelved')).items.map(({ id }) => id)).toEqual([three]);
  const span = `from=${raisedAt(60)}&to=${raisedAt(-1)}`;
  expect(await ask(`/alarm-figures?${span}&timeZone=Europe/Paris`)).toMatchObject({
    status: 200,
    body: { shelved: 1 },
  });
  expect(await ask(`/alarm-figures?${span}&timeZone=Mars`)).toMatchObject({ status: 400, body: { field: 'timeZone' } });
});
