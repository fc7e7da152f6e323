import { geometryText } from '../../../shared/domain/index.ts';
import { emptyTally, type Tally } from '../support/tally.ts';
import type { ChaosClient } from './chaos-client.ts';
import type { ServerState } from './chaos-server.ts';
import { sorted, texts } from './row-text.ts';
import type { Outcome } from './round-state.ts';
import { idsOf } from './settle-one.ts';

/** Compares what the desktops kept and show with what the server holds. */
export async function checkRound(round: Outcome): Promise<Tally> {
  const state = await round.server.state();
  const tally = { ...emptyTally(), rounds: 1, edits: round.kept.size };
  await checkEdits(round, state, tally);
  for (const [index, client] of round.clients.entries()) await compareRows(client, index, state, tally);
  return tally;
}

async function checkEdits(round: Outcome, state: ServerState, tally: Tally): Promise<void> {
  const visible = await Promise.all(round.clients.map((_, index) => idsOf(round, index)));
  for (const [mutationId, { value, client }] of round.kept) {
    const taken = state.outcomes.get(mutationId) ?? [];
    const isApplied = taken.includes('applied');
    const isVisible = visible[client]?.has(mutationId) ?? false;
    if (isApplied) tally.applied += 1;
    if (taken.includes('conflict')) tally.conflicts += 1;
    if (taken.includes('rejected')) tally.rejected += 1;
    const isCancelled = taken.includes('rejected');
    if (!isApplied && !isVisible && !isCancelled && !round.settled.has(mutationId))
      fault(tally, 'lost', `${value ?? mutationId} is nowhere`);
    // One id has one outcome, and what was applied is not said to wait.
    if (taken.length > 1) fault(tally, 'doubled', `${value ?? mutationId} has the outcomes ${taken.join(', ')}`);
    if (isApplied && (isVisible || round.settled.has(mutationId)))
      fault(tally, 'doubled', `${value ?? mutationId} took effect, and is said to have not`);
    if (isApplied && value !== null && (state.written.get(value) ?? 0) === 0)
      fault(tally, 'lost', `${value} is said to be applied, and was never written`);
  }
  for (const [value, count] of state.written) {
    if (count > 1) fault(tally, 'doubled', `${value} was written ${count} times`);
  }
}

async function compareRows(
  client: Pick<ChaosClient, 'window'>,
  index: number,
  { rows }: ServerState,
  tally: Tally,
): Promise<void> {
  const shown = await shownRows(client);
  for (const key of new Set([...rows.keys(), ...shown.keys()])) {
    if (rows.get(key) === shown.get(key)) continue;
    const detail = `${key} is ${shown.get(key) ?? 'absent'} on desktop ${index}, and ${rows.get(key) ?? 'absent'} on the server`;
    fault(tally, 'diverged', detail);
  }
}

/** The rows as windows show them, in the form of the server's. */
async function shownRows({ window }: Pick<ChaosClient, 'window'>): Promise<Map<string, string>> {
  const shown = new Map<string, string>();
  const filter = { standing: 'all' as const };
  for (const row of await allRows((page) => window.request('thirdParties.page', { ...page, filter }))) {
    const { name, type, contactInfo, standing, mergedInto } = row;
    shown.set(`third-party/${row.id}`, texts(name, type, sorted(contactInfo), standing, mergedInto));
  }
  for (const row of await allRows((page) => window.request('billingCycles.page', page))) {
    const { label, thirdPartyId, periodStart, periodEnd, state, currency } = row;
    shown.set(`billing-cycle/${row.id}`, texts(label, thirdPartyId, periodStart, periodEnd, state, currency));
  }
  for (const row of await allRows((page) => window.request('missions.page', page))) {
    const { customerName, thirdPartyId, billingCycleId, amountCents, status, driver } = row;
    shown.set(`mission/${row.id}`, texts(customerName, thirdPartyId, billingCycleId, amountCents, status, driver));
  }
  for (const row of await allRows((page) => window.request('geofences.page', page))) {
    shown.set(`geofence/${row.id}`, texts(row.name, row.kind, geometryText(row.geometry)));
  }
  for (const row of await allRows((page) => window.request('alarms.page', { ...page, filter: { view: 'history' } }))) {
    const notes = row.notes.map(({ text }) => text).join(' ');
    shown.set(`alarm/${row.id}`, texts(row.acknowledgedNote, String(row.closedAt !== null), notes));
  }
  return shown;
}

const PAGE_ROWS = 500;

async function allRows<Row>(
  read: (page: { offset: number; limit: number }) => Promise<{ rows: Row[]; total: number }>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const page = await read({ offset: rows.length, limit: PAGE_ROWS });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total) return rows;
  }
}

function fault(tally: Tally, kind: 'lost' | 'doubled' | 'diverged', note: string): void {
  tally[kind] += 1;
  if (tally.notes.length < 20) tally.notes.push(`${kind}: ${note}`);
}
