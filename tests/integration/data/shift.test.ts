import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Role } from '../../../shared/domain/index.ts';
import { putAlarms, raisedAlarm } from '../../support/alarm-fixtures.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { type Desktop, startDesktop } from '../../support/desktop.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { shiftDesk } from '../../support/shift-scene.ts';

/** Two supervisors at desktops on real SQLite files, one of them offline in the middle, and the real service. */
const PATIENCE = { timeout: 45_000, interval: 100 };
const HOUR_MS = 3_600_000;
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
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-shift-'));
  folders.push(folder);
  const token = await backend.backend.tokenFor(subject, roles);
  const desktop = await startDesktop({ folder, server: { url, token } });
  desktops.push(desktop);
  await vi.waitFor(() => expect(desktop.host.health().sync).toMatchObject({ phase: 'idle' }), PATIENCE);
  // Whose token it is, the server says once it is asked.
  await vi.waitFor(
    async () => expect(await desktop.window.request('validations.me', {})).toMatchObject({ subject }),
    PATIENCE,
  );
  return desktop;
}

const incidentAt = ({ window }: Desktop, id: string) => window.request('incidents.get', { id });
const handoverAt = ({ window }: Desktop, id: string) => window.request('handovers.get', { id });
const isSent = (desktop: Desktop) => vi.waitFor(async () => expect((await desktop.outbox()).length).toBe(0), PATIENCE);

it('an incident that is opened, noted and closed offline, and a handover that is drafted so, reach the other, who signs', async () => {
  const proxy = await startFaultProxy(backend.url);
  const near = await desktopOf('nina', backend.url, 'supervisor');
  const far = await desktopOf('fred', proxy.url, 'supervisor');
  const alarm = raisedAlarm({ subjectId: '1', vehicleId: '1', raisedAt: new Date(Date.now() - 60_000).toISOString() });
  await putAlarms(backend.backend.database, alarm);
  await vi.waitFor(
    async () => expect(await far.window.request('alarms.get', { id: alarm.id })).toBeDefined(),
    PATIENCE,
  );

  proxy.isDown = true;
  const desk = shiftDesk(far.window);
  const over = await desk.openIncident('Tree on the road');
  await desk.onIncident(over, 'attach', { kind: 'alarm', id: alarm.id });
  await desk.onIncident(over, 'attach', { kind: 'vehicle', id: '1' });
  await desk.onIncident(over, 'note', { text: 'the fire brigade is there' });
  await desk.onIncident(over, 'close', { text: 'the road is free' });
  const stands = await desk.openIncident('Ice at the depot', { owner: 'nina' });
  const offline = await incidentAt(far, over);
  expect(offline).toMatchObject({ status: 'closed', unsent: 'queued', steps: ['reopen'] });
  expect(offline.entries.map(({ kind, isUnsent }) => [kind, isUnsent])).toEqual([
    ['attached', true],
    ['attached', true],
    ['note', true],
    ['closed', true],
  ]);
  const draft = await desk.draft('fred', new Date(Date.now() - 8 * HOUR_MS), new Date());
  await desk.onHandover(draft, 'remark', {
    ...{ key: `incident/${stands}`, group: 'incident', label: 'Ice at the depot', text: 'salt is ordered' },
  });
  const drafted = await handoverAt(far, draft);
  expect(drafted).toMatchObject({ state: 'draft', isMine: true, remarks: { [`incident/${stands}`]: {} } });
  const groups = drafted.items.map(({ group }) => group);
  expect(groups.slice(0, 2)).toEqual(['alarm-open', 'incident']);
  expect(groups.filter((group) => group === 'edit')).toHaveLength(6);
  await desk.handOver(draft);
  expect(await handoverAt(far, draft)).toMatchObject({ state: 'draft', awaiting: { step: 'hand-over' } });

  proxy.isDown = false;
  far.host.wake();
  await isSent(far);
  await vi.waitFor(async () => expect(await handoverAt(near, draft)).toMatchObject({ state: 'handed-over' }), PATIENCE);
  const handed = await handoverAt(near, draft);
  // The edits have arrived before the shift was handed over.
  expect(handed.items.map(({ key }) => key)).toEqual([`alarm/${alarm.id}`, `incident/${stands}`]);
  expect(await handoverAt(far, draft)).toMatchObject({ signFault: 'four-eyes', awaiting: null });
  const told = (await incidentAt(near, over)).entries.map(({ kind, what, by }) => [kind, what, by]);
  expect(told).toEqual(
    expect.arrayContaining([
      ['opened', null, 'fred'],
      ['alarm', 'raised', null],
      ['note', null, 'fred'],
      ['closed', null, 'fred'],
    ]),
  );
  await vi.waitFor(
    async () => expect((await incidentAt(far, over)).entries).toEqual((await incidentAt(near, over)).entries),
    PATIENCE,
  );
  await shiftDesk(near.window).onHandover(draft, 'sign', { text: 'read' });
  await vi.waitFor(
    async () => expect(await handoverAt(far, draft)).toMatchObject({ state: 'signed', signedBy: 'nina' }),
    PATIENCE,
  );
  expect((await near.window.request('handovers.now', {})).items.map(({ key, times }) => [key, times])).toEqual([
    [`alarm/${alarm.id}`, 1],
    [`incident/${stands}`, 1],
  ]);
  await proxy.close();
});

it('a step that is none any more waits for a person, and the notes of both stay', async () => {
  const proxy = await startFaultProxy(backend.url);
  const [near] = desktops;
  if (near === undefined) throw new Error('nobody is there');
  const far = await desktopOf('gil', proxy.url, 'dispatcher');
  const id = await shiftDesk(near.window).openIncident('Roadworks');
  await vi.waitFor(() => incidentAt(far, id), PATIENCE);
  proxy.isDown = true;
  const desk = shiftDesk(far.window);
  await desk.onIncident(id, 'note', { text: 'from afar' });
  await desk.onIncident(id, 'watch');
  await shiftDesk(near.window).onIncident(id, 'close', { text: 'over' });
  await isSent(near);
  proxy.isDown = false;
  far.host.wake();
  await vi.waitFor(
    async () => expect(await far.outbox()).toMatchObject([{ id, action: 'watch', state: 'rejected' }]),
    PATIENCE,
  );
  const [left] = await far.outbox();
  await far.window.request('outbox.discard', { mutationIds: [left?.mutationId ?? ''] });
  await vi.waitFor(async () => expect(await incidentAt(near, id)).toMatchObject({ status: 'closed' }), PATIENCE);
  const notes = (await incidentAt(far, id)).entries.filter(({ kind }) => kind === 'note' || kind === 'closed');
  expect(new Set(notes.map(({ text }) => text))).toEqual(new Set(['from afar', 'over']));
  await proxy.close();
});
