import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { AlarmRow } from '../../../shared/contract/index.ts';
import type { Role } from '../../../shared/domain/index.ts';
import { putAlarms, raisedAlarm } from '../../support/alarm-fixtures.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { type Desktop, startDesktop } from '../../support/desktop.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';

/** Two operators at desktops on real SQLite files, one of them offline in the middle, and the real service. */
const PATIENCE = { timeout: 45_000, interval: 100 };
let backend: RunningBackend;
const folders: string[] = [];
const desktops: Desktop[] = [];

beforeAll(async () => {
  backend = await startBackend();
  await insertRows(backend.backend.database, { vehicles: 3 });
});
afterAll(async () => {
  for (const desktop of desktops) await desktop.close();
  await backend.stop();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

async function desktopOf(subject: string, url: string, ...roles: Role[]): Promise<Desktop> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-alarms-'));
  folders.push(folder);
  const token = await backend.backend.tokenFor(subject, roles);
  const desktop = await startDesktop({ folder, server: { url, token } });
  desktops.push(desktop);
  await vi.waitFor(() => expect(desktop.host.health().sync).toMatchObject({ phase: 'idle' }), PATIENCE);
  return desktop;
}

const list = async ({ window }: Desktop): Promise<AlarmRow[]> =>
  (await window.request('alarms.page', { filter: { view: 'history' }, offset: 0, limit: 50 })).rows;
const act = ({ window }: Desktop, ids: string[], action: AlarmRow['actions'][number], parameters = {}) =>
  window.request('alarms.act', { ids, action, parameters });
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
/** What both must agree on: all that the server says. */
const stateOf = (rows: readonly AlarmRow[]) =>
  rows
    .map(({ id, state, acknowledgedBy, shelvedBy, journal, unsent }) => ({
      id,
      state,
      acknowledgedBy,
      shelvedBy,
      journal,
      unsent,
    }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));

it('two operators, one offline in the middle, end in the same state as the server', async () => {
  const proxy = await startFaultProxy(backend.url);
  const near = await desktopOf('nina', backend.url, 'dispatcher');
  const far = await desktopOf('fred', proxy.url, 'supervisor');
  const raisedAt = new Date(Date.now() - 60_000).toISOString();
  const [one, two, three] = ['1', '2', '3'].map((subjectId) =>
    raisedAlarm({ subjectId, vehicleId: subjectId, raisedAt }),
  );
  if (one === undefined || two === undefined || three === undefined) throw new Error('there are three');
  await putAlarms(backend.backend.database, one, two, three);
  for (const desktop of [near, far])
    await vi.waitFor(async () => expect(await list(desktop)).toHaveLength(3), PATIENCE);
  expect(await far.window.request('alarms.counts', {})).toMatchObject({ announced: 3, unacknowledged: 3 });

  proxy.isDown = true;
  // Offline: both acknowledge the first, one shelves the second while the other does; the third is closed meanwhile.
  await act(far, [one.id], 'acknowledge', { note: 'from afar' });
  await act(far, [two.id], 'shelve', { until: inHours(2), reason: 'works' });
  await act(far, [three.id], 'shelve', { until: inHours(2), reason: 'a known fault' });
  expect(await far.window.request('alarms.get', { id: one.id })).toMatchObject({
    ...{ state: 'active-acknowledged', unsent: 'queued' },
  });
  await act(near, [one.id, three.id], 'acknowledge', { note: 'mine' });
  await vi.waitFor(async () => expect((await near.outbox()).length).toBe(0), PATIENCE);
  await backend.backend.database.query('update alarms set returned_at = now(), closed_at = now() where id = $1', [
    three.id,
  ]);

  proxy.isDown = false;
  far.host.wake();
  await vi.waitFor(
    async () =>
      expect(await far.outbox()).toMatchObject([
        { id: three.id, action: 'shelve', state: 'rejected', reason: { code: 'illegal-action' } },
      ]),
    PATIENCE,
  );
  const [rejected] = await far.outbox();
  await far.window.request('outbox.discard', { mutationIds: [rejected?.mutationId ?? ''] });
  await vi.waitFor(async () => expect(stateOf(await list(far))).toEqual(stateOf(await list(near))), PATIENCE);
  const [first, second, third] = stateOf(await list(near)).toSorted(
    (a, b) => [one.id, two.id, three.id].indexOf(a.id) - [one.id, two.id, three.id].indexOf(b.id),
  );
  // Who was first stays; that another did it too is in the journal.
  expect(first).toMatchObject({ state: 'active-acknowledged', acknowledgedBy: 'nina', unsent: null });
  expect(first?.journal.map(({ kind, by }) => [kind, by])).toEqual([
    ['raised', null],
    ['acknowledged', 'nina'],
    ['acknowledged', 'fred'],
  ]);
  expect(second).toMatchObject({ state: 'active-unacknowledged', shelvedBy: 'fred' });
  expect(third).toMatchObject({ state: 'closed', acknowledgedBy: 'nina', shelvedBy: null });
  await proxy.close();
});

it('who may only read alarms is refused by the server, and told why', async () => {
  const clerk = await desktopOf('bill', backend.url, 'billing');
  await vi.waitFor(async () => expect((await list(clerk)).length).toBeGreaterThan(0), PATIENCE);
  const [alarm] = await list(clerk);
  await act(clerk, [alarm?.id ?? ''], 'note', { text: 'hello' });
  await vi.waitFor(
    async () => expect(await clerk.outbox()).toMatchObject([{ state: 'rejected', reason: { code: 'forbidden' } }]),
    PATIENCE,
  );
});

it('a rule that is made at a desk reaches the others', async () => {
  const sam = await desktopOf('sam', backend.url, 'supervisor');
  const [nina] = desktops;
  if (nina === undefined) throw new Error('nobody is there');
  const parameters = '{"aboveMetresPerSecond":25,"deadbandMetresPerSecond":3,"kind":"speed"}';
  const made = await sam.window.request('edits.create', {
    entity: 'alarm-rule',
    fields: { name: 'Too fast', priority: 'high', parameters },
  });
  expect(made).toMatchObject({ result: 'kept' });
  const rules = { offset: 0, limit: 10 };
  await vi.waitFor(
    async () =>
      expect((await nina.window.request('alarmRules.page', rules)).rows).toMatchObject([
        { name: 'Too fast', state: 'draft', parameters: { kind: 'speed' }, unsent: null, standing: 0 },
      ]),
    PATIENCE,
  );
});
