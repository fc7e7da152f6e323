import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ValidationRow } from '../../../shared/contract/index.ts';
import type { Actor, Role } from '../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { type Desktop, startDesktop } from '../../support/desktop.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { SubmittedCycles } from '../../support/submitted-cycles.ts';

/** The desktops of a clerk and of validators on real SQLite files, and the real service. */
const PATIENCE = { timeout: 45_000, interval: 100 };
const ada: Actor = { subject: 'ada', roles: ['billing', 'validator'] };
const bea: Actor = { subject: 'bea', roles: ['validator'] };
let backend: RunningBackend;
let cycles: SubmittedCycles;
const folders: string[] = [];
const desktops: Desktop[] = [];

beforeAll(async () => {
  backend = await startBackend();
  cycles = await SubmittedCycles.in(backend.backend.database);
  cycles.nowMs = Date.now();
});
afterAll(async () => {
  for (const desktop of desktops) await desktop.close();
  await backend.stop();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

async function desktopOf({ subject, url = backend.url }: { subject: string; url?: string }, ...roles: Role[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-validation-'));
  folders.push(folder);
  const desktop = await startDesktop({
    folder,
    server: { url, token: await backend.backend.tokenFor(subject, roles) },
  });
  desktops.push(desktop);
  await vi.waitFor(async () => {
    expect(desktop.host.health().sync).toMatchObject({ phase: 'idle' });
    expect(await desktop.window.request('validations.me', {})).toMatchObject({ subject });
  }, PATIENCE);
  return desktop;
}

const inbox = async ({ window }: Desktop, folder: 'mine' | 'all' = 'mine'): Promise<ValidationRow[]> =>
  (await window.request('validations.page', { folder, offset: 0, limit: 50 })).rows;
const decide = ({ window }: Desktop, id: string, action: string, parameters = {}) =>
  window.request('edits.act', { entity: 'validation', id, action, parameters });

it('a submitted cycle is in the inbox of whoever may decide, and not offered to its author', async () => {
  const author = await desktopOf({ subject: 'ada' }, 'billing', 'validator');
  const validator = await desktopOf({ subject: 'bea' }, 'validator');
  const cycle = await cycles.submitted(ada);
  await vi.waitFor(async () => expect(await inbox(validator)).toMatchObject([{ subjectId: cycle }]), PATIENCE);
  await vi.waitFor(async () => expect(await inbox(author, 'all')).toHaveLength(1), PATIENCE);
  expect(await inbox(author)).toEqual([]);
  const [seen] = await inbox(author, 'all');
  if (seen === undefined) throw new Error('the author sees no validation');
  expect(seen).toMatchObject({ fault: 'own-work', places: [] });
  // Whoever gets round the screen meets the server, and is told why in the list of what is refused.
  expect(await decide(author, seen.id, 'approve')).toMatchObject({ result: 'kept' });
  await vi.waitFor(
    async () => expect(await author.outbox()).toMatchObject([{ state: 'rejected', reason: { code: 'four-eyes' } }]),
    PATIENCE,
  );
  expect((await inbox(author, 'all'))[0]).toMatchObject({ unsent: 'rejected', awaiting: null });

  expect(await decide(validator, seen.id, 'approve')).toMatchObject({ result: 'kept' });
  await vi.waitFor(async () => expect(await cycles.stateOf(cycle)).toBe('validated'), PATIENCE);
  await vi.waitFor(
    async () => expect((await inbox(validator, 'all'))[0]).toMatchObject({ state: 'approved', awaiting: null }),
    PATIENCE,
  );
});

it('a decision taken offline awaits its confirmation, and is refused with the reason where another came first', async () => {
  const proxy = await startFaultProxy(backend.url);
  const cyd = await desktopOf({ subject: 'cyd', url: proxy.url }, 'validator');
  const [first, second] = [await cycles.submitted(ada), await cycles.submitted(ada)];
  await vi.waitFor(async () => expect(await inbox(cyd)).toHaveLength(2), PATIENCE);
  const idOf = async (cycle: string) =>
    (await inbox(cyd, 'all')).find(({ subjectId }) => subjectId === cycle)?.id ?? 'none';
  const [firstId, secondId] = [await idOf(first), await idOf(second)];

  proxy.isDown = true;
  expect(await decide(cyd, firstId, 'reject')).toMatchObject({ result: 'refused', reason: { field: 'reason' } });
  for (const id of [firstId, secondId]) expect(await decide(cyd, id, 'approve')).toMatchObject({ result: 'kept' });
  expect(await cyd.window.request('validations.get', { id: firstId })).toMatchObject({
    ...{ state: 'pending', unsent: 'queued', awaiting: { kind: 'approve' }, decisions: [] },
  });
  expect(await cyd.window.request('validations.counts', {})).toMatchObject({ mine: 0 });
  // Meanwhile another validator sends the second one back.
  expect(await cycles.act({ id: secondId }, 'reject', bea, { reason: 'not yet' })).toBe('done');

  proxy.isDown = false;
  cyd.host.wake();
  await vi.waitFor(async () => expect(await cycles.stateOf(first)).toBe('validated'), PATIENCE);
  await vi.waitFor(
    async () =>
      expect(await cyd.outbox()).toMatchObject([{ id: secondId, state: 'rejected', reason: { code: 'decided' } }]),
    PATIENCE,
  );
  expect(await cycles.stateOf(second)).toBe('open');
  expect(await cyd.window.request('validations.get', { id: secondId })).toMatchObject({
    ...{ state: 'rejected', unsent: 'rejected', awaiting: null },
  });
  await proxy.close();
});

it('a delegation lets its holder decide, and what is put off or read follows its person', async () => {
  const eve = await desktopOf({ subject: 'eve' }, 'validator');
  const gil = await desktopOf({ subject: 'gil' }, 'billing');
  const now = Date.now();
  const made = await eve.window.request('edits.create', {
    entity: 'delegation',
    fields: {
      ...{ fromSubject: 'eve', toSubject: 'gil', subjectKind: null, note: 'leave' },
      ...{ startsAt: new Date(now - 1000).toISOString(), endsAt: new Date(now + 3_600_000).toISOString() },
    },
  });
  expect(made).toMatchObject({ result: 'kept' });
  const cycle = await cycles.submitted(ada);
  await vi.waitFor(
    async () => expect(await inbox(gil)).toMatchObject([{ subjectId: cycle, places: ['eve'], fault: 'not-a-decider' }]),
    PATIENCE,
  );
  const [waiting] = await inbox(gil);
  const id = waiting?.id ?? '';
  const until = new Date(now + 3_600_000).toISOString();
  await eve.window.request('edits.act', {
    entity: 'validation',
    id,
    action: 'snooze',
    parameters: { by: 'eve', until },
  });
  await vi.waitFor(async () => expect((await cycles.validationOf(cycle)).marks).toMatchObject({ eve: {} }), PATIENCE);
  expect(await inbox(eve)).toEqual([]);
  expect(await decide(gil, id, 'approve', { onBehalfOf: 'eve' })).toMatchObject({ result: 'kept' });
  await vi.waitFor(async () => expect(await cycles.stateOf(cycle)).toBe('validated'), PATIENCE);
  expect((await cycles.validationOf(cycle)).decisions).toMatchObject([{ subject: 'gil', onBehalfOf: 'eve' }]);
});

it('rules of validation are written by an administrator alone, hold from the next submission on, and are read without a network', async () => {
  const proxy = await startFaultProxy(backend.url);
  const administrator = await desktopOf({ subject: 'root', url: proxy.url }, 'administrator');
  const clerk = await desktopOf({ subject: 'ada' }, 'billing');
  const workflow = {
    ...{ id: '0198f0a0-0000-7000-8000-0000000000f1', label: 'Gros montants', subjectKind: 'billing-cycle' as const },
    ...{ subsidiary: null, fromCents: 100 },
    steps: [
      {
        ...{ label: 'Direction', deciders: { roles: [], subjects: ['dir'] }, quorum: 1 },
        ...{ dueHours: 48, remindHours: 24, escalateTo: null },
      },
    ],
  };
  await expect(clerk.window.request('workflows.write', { workflow })).rejects.toMatchObject({ code: 'forbidden' });
  expect(await administrator.window.request('workflows.write', { workflow })).toEqual({ result: 'saved' });
  const other = { ...workflow, id: '0198f0a0-0000-7000-8000-0000000000f2' };
  expect(await administrator.window.request('workflows.write', { workflow: other })).toMatchObject({
    ...{ result: 'refused', reason: { code: 'exists', field: 'fromCents' } },
  });
  const cycle = await cycles.submitted(ada);
  await vi.waitFor(async () => {
    const [row] = (await clerk.window.request('validations.ofSubject', { subjectId: cycle })).rows;
    expect(row).toMatchObject({ steps: [{ label: 'Direction' }] });
  }, PATIENCE);
  proxy.isDown = true;
  expect(await administrator.window.request('workflows.list', {})).toMatchObject({ source: 'kept', items: [workflow] });
  proxy.isDown = false;
  await vi.waitFor(
    async () =>
      expect(await administrator.window.request('workflows.remove', { id: workflow.id })).toEqual({ result: 'saved' }),
    PATIENCE,
  );
  expect(await administrator.window.request('workflows.list', {})).toMatchObject({ source: 'server', items: [] });
  await proxy.close();
});
