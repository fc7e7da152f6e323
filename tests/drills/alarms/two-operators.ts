import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { AlarmRow } from '../../../shared/contract/index.ts';
import { type AlarmAction, alarmEventOf, alarmRuleText, foldAlarm, type Role } from '../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { type Desktop, startDesktop } from '../../support/desktop.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';

const VEHICLES = 30;
const ROUNDS = 24;
/** The second operator is without a network from the first of these rounds until before the second. */
const OFFLINE = [8, 17] as const;
const PATIENCE_MS = 60_000;
const RULES = [
  {
    name: 'Too fast',
    latched: true,
    parameters: { kind: 'speed', aboveMetresPerSecond: 25, deadbandMetresPerSecond: 3 },
  },
  {
    name: 'Much too fast',
    latched: false,
    parameters: { kind: 'speed', aboveMetresPerSecond: 30, deadbandMetresPerSecond: 3 },
  },
] as const;

export interface TwoOperators {
  alarms: number;
  actions: Record<string, number>;
  /** Actions of the second operator that waited for the network when it came back. */
  waited: number;
  rejected: number;
  /** What is not the same on one of the desktops as at the server, or not what its journal says. */
  differences: string[];
}

/** The same numbers for the same seed (a linear congruential generator: Numerical Recipes, 3rd edition, 7.1.4). */
function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/**
 * A real service with live rules, a fleet that speeds and slows, and two operators at data hosts on real files, who do what they are offered,
 * one of them without a network in the middle. At the end all three must say the same of every alarm.
 */
export async function drillTwoOperators(seed: number): Promise<TwoOperators> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-operators-'));
  const backend = await startBackend();
  const proxy = await startFaultProxy(backend.url);
  const desktops: Desktop[] = [];
  try {
    await insertRows(backend.backend.database, { vehicles: VEHICLES });
    const open = async (subject: string, url: string, role: Role) => {
      const token = await backend.backend.tokenFor(subject, [role]);
      const desktop = await startDesktop({ folder: path.join(folder, subject), server: { url, token } });
      desktops.push(desktop);
      return desktop;
    };
    const near = await open('nina', backend.url, 'supervisor');
    const far = await open('fred', proxy.url, 'dispatcher');
    await makeRules(near);
    const chance = chanceOf(seed);
    const actions: Record<string, number> = {};
    const fleet = await fleetOf(backend);
    let waited = 0;
    for (let round = 0; round < ROUNDS; round++) {
      if (round === OFFLINE[0]) proxy.isDown = true;
      if (round === OFFLINE[1]) {
        waited = (await far.outbox()).length;
        proxy.isDown = false;
        far.host.wake();
      }
      await fleet.report(chance);
      for (const desktop of [near, far]) await actSomehow(desktop, chance, actions);
    }
    const rejected = await settle([near, far]);
    const differences = await compare(backend, { nina: near, fred: far });
    return { alarms: (await rowsOf(near)).length, actions, waited, rejected, differences };
  } finally {
    for (const desktop of desktops) await desktop.close();
    await proxy.close();
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeRules({ window }: Desktop): Promise<void> {
  for (const { name, latched, parameters } of RULES) {
    const fields = {
      name,
      latched,
      priority: 'high',
      state: 'live',
      parameters: alarmRuleText('parameters', parameters),
    };
    const made = await window.request('edits.create', { entity: 'alarm-rule', fields });
    if (made.result !== 'kept') throw new Error(`the rule ${name} was not kept: ${JSON.stringify(made)}`);
  }
}

/** Vehicles that report as an operator's gateway does, every other time too fast. */
async function fleetOf(backend: RunningBackend) {
  const answer = await backend.ask(`/api/v2/vehicles?limit=${VEHICLES}`);
  const { items } = (await answer.json()) as { items: { code: string }[] };
  return {
    async report(chance: () => number): Promise<void> {
      const positions = items.map(({ code }, index) => ({
        ...{
          vehicle: code,
          longitude: 2.2 + index / 100,
          latitude: 48.8,
          observedAtMs: Date.now(),
          headingDegrees: 90,
        },
        speedMetresPerSecond: chance() < 0.5 ? 10 : chance() < 0.5 ? 27 : 33,
      }));
      const body = JSON.stringify({ positions });
      const posted = await backend.ask('/api/v2/positions', {
        ...{ method: 'POST', body, headers: { 'content-type': 'application/json' } },
      });
      if (!posted.ok) throw new Error(`positions were refused: ${posted.status} ${await posted.text()}`);
      // Longer than it takes to publish them: each report is looked at.
      await wait(400);
    },
  };
}

/** An operator does something with some of what is on the screen, as it is offered there. */
async function actSomehow(desktop: Desktop, chance: () => number, actions: Record<string, number>): Promise<void> {
  const rows = (await rowsOf(desktop)).filter(({ closedAt }) => closedAt === null);
  for (let each = 0; each < 5 && rows.length > 0; each++) {
    const row = rows[Math.floor(chance() * rows.length)];
    const action = row?.actions[Math.floor(chance() * row.actions.length)];
    if (row === undefined || action === undefined) continue;
    actions[action] = (actions[action] ?? 0) + 1;
    await desktop.window.request('alarms.act', { ids: [row.id], action, parameters: parametersOf(action, chance) });
  }
}

function parametersOf(action: AlarmAction, chance: () => number): Record<string, string> {
  const until = new Date(Date.now() + 60_000 + Math.floor(chance() * 3_600_000)).toISOString();
  if (action === 'shelve' || action === 'suppress') return { until, reason: 'at work on it' };
  if (action === 'note') return { text: 'called the driver' };
  return action === 'acknowledge' ? { note: 'seen' } : {};
}

async function rowsOf({ window }: Desktop): Promise<AlarmRow[]> {
  const rows: AlarmRow[] = [];
  for (let offset = 0; ; offset += 500) {
    const page = await window.request('alarms.page', { filter: { view: 'history' }, offset, limit: 500 });
    rows.push(...page.rows);
    if (page.rows.length < 500) return rows;
  }
}

/** Until nothing is on its way any more: what was refused is put aside, as its operator would. */
async function settle(desktops: readonly Desktop[]): Promise<number> {
  let rejected = 0;
  const endMs = performance.now() + PATIENCE_MS;
  for (const desktop of desktops) {
    for (;;) {
      const entries = await desktop.outbox();
      if (entries.length === 0) break;
      const refused = entries.filter(({ state }) => state === 'rejected');
      rejected += refused.length;
      if (refused.length > 0)
        await desktop.window.request('outbox.discard', { mutationIds: refused.map(({ mutationId }) => mutationId) });
      if (performance.now() > endMs) throw new Error(`${entries.length} actions are still unsent after a minute`);
      await wait(100);
    }
  }
  return rejected;
}

/** What an alarm is, apart from the words of a window. */
function textOf(row: AlarmRow | Record<string, unknown>): string {
  const { id, raisedAt, returnedAt, acknowledgedAt, acknowledgedBy, resetAt, resetBy, shelvedUntil, shelvedBy } = row;
  const { suppressedBy, suppressedUntil, closedAt, notes, journal } = row;
  return JSON.stringify({
    ...{ id, raisedAt, returnedAt, acknowledgedAt, acknowledgedBy, resetAt, resetBy, shelvedUntil, shelvedBy },
    ...{ suppressedBy, suppressedUntil, closedAt, notes, journal },
  });
}

/** The desktops hear of the last changes in a moment: they are asked until they agree, or for too long. */
async function compare(backend: RunningBackend, desktops: Readonly<Record<string, Desktop>>): Promise<string[]> {
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const differences = await differencesOf(backend, desktops);
    if (differences.length === 0 || performance.now() > endMs) return differences;
    await wait(300);
  }
}

async function differencesOf(backend: RunningBackend, desktops: Readonly<Record<string, Desktop>>): Promise<string[]> {
  const server = new Map((await alarmsOfServer(backend)).map((row) => [String(row['id']), textOf(row)]));
  const differences: string[] = [];
  for (const [name, desktop] of Object.entries(desktops)) {
    const rows = await rowsOf(desktop);
    if (rows.length !== server.size) differences.push(`${name} has ${rows.length} alarms, the server ${server.size}`);
    for (const row of rows) {
      if (server.get(row.id) !== textOf(row)) differences.push(`${name} says otherwise of ${row.id}: ${textOf(row)}`);
      const journal = row.journal.map((line) => alarmEventOf({ ...line, alarmId: row.id }));
      const folded = foldAlarm(row, journal);
      if (textOf({ ...folded, journal: row.journal }) !== textOf(row))
        differences.push(`${row.id} is not what its journal says: ${JSON.stringify(journal)}`);
    }
  }
  return differences;
}

/** All of them, as the server says them over HTTP. */
async function alarmsOfServer(backend: RunningBackend): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (const list of ['standing', 'closed']) {
    let next: string | null = '';
    while (next !== null) {
      const after = next === '' ? '' : `&after=${next}`;
      const answer = await backend.ask(`/api/v2/alarms?list=${list}&limit=500${after}`);
      if (!answer.ok) throw new Error(`alarms were not answered: ${answer.status} ${await answer.text()}`);
      const page = (await answer.json()) as { items: Record<string, unknown>[]; next: string | null };
      rows.push(...page.items);
      next = page.next;
    }
  }
  return rows;
}
