import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../database/database.ts';
import { BatchSize, throwIfStopped, type WorkProgress } from '../database/work.ts';
import { readRows, type Row, writeAssignments } from './mission-rows.ts';
import type { CycleBook, CyclePlace } from './cycle-book.ts';
import type { CycleRule } from './cycle-rule.ts';
import type { NamedParty } from './group-customers.ts';
import type { SkipReason, Skips } from './skips.ts';

/** A batch keeps its rows locked until it commits: so short is one. Rows that others have are not waited for, but met again later. */
const BATCH_MS = 150;
const FIRST_BATCH = 500;
const MOST_ROWS = 5_000;
const PASSES = 5;
const PAUSE_MS = 300;

export interface AssignOptions {
  database: Sql;
  rule: CycleRule;
  /** Whose missions; an empty name: those without a subsidiary. */
  subsidiary: string;
  /** The third party of each spelling that is certain. */
  partyOf: ReadonlyMap<string, NamedParty>;
  /** Why other spellings have none. */
  reasonOf: (spelling: string) => SkipReason;
  cycles: CycleBook;
  skips: Skips;
  progress: WorkProgress;
  signal: AbortSignal;
  isDry: boolean;
}

export interface Assigned {
  examined: number;
  thirdParties: number;
  billingCycles: number;
}

/**
 * Gives missions to third parties and billing cycles, where they have none. What a person assigned, or took away, stays as it is. In short
 * batches by key; what is done is done, and a later call looks only at what is still missing.
 */
export async function assignMissions(options: AssignOptions): Promise<Assigned> {
  const { database, progress, signal, skips, subsidiary } = options;
  const [counted] = await database.query<{ count: number }>(
    `select count(*)::int as count from missions
     where (third_party_id is null or billing_cycle is null) and coalesce(subsidiary, '') = $1`,
    [subsidiary],
  );
  progress.begin('missions', counted?.count ?? 0);
  const total: Assigned = { examined: 0, thirdParties: 0, billingCycles: 0 };
  const size = new BatchSize({ first: FIRST_BATCH, most: MOST_ROWS, targetMs: BATCH_MS });
  let met: string[] = [];
  for (let after: string | undefined; ; ) {
    throwIfStopped(signal);
    const startedMs = performance.now();
    const rows = await readRows(options, after, size.rows);
    after = rows.at(-1)?.id;
    if (after === undefined) break;
    met.push(...(await assignRows(options, rows, total)));
    size.took(performance.now() - startedMs);
    total.examined += rows.length;
    progress.at(total.examined);
  }
  for (let pass = 1; met.length > 0 && pass <= PASSES; pass++) {
    throwIfStopped(signal);
    await sleep(PAUSE_MS * pass, undefined, { signal }).catch(() => throwIfStopped(signal));
    const again: string[] = [];
    for (let start = 0; start < met.length; start += FIRST_BATCH) {
      const rows = await readRows(options, met.slice(start, start + FIRST_BATCH));
      again.push(...(await assignRows(options, rows, total, true)));
    }
    met = again;
  }
  for (const id of met) skips.add('locked', id);
  progress.end();
  return total;
}

/** Assigns what can be. @returns ids of those that others keep locked, or changed meanwhile */
async function assignRows(
  options: AssignOptions,
  rows: readonly Row[],
  total: Assigned,
  isAgain = false,
): Promise<string[]> {
  const { database, cycles, isDry, skips } = options;
  const decided = rows.map((row) => ({ row, ...decide(options, row) }));
  const made = await cycles.make(database, isDry);
  // What is skipped is counted once, however often its row is met.
  if (!isAgain) for (const { row, skipped } of decided) if (skipped !== undefined) skips.add(skipped, row.id);
  const assignments = decided.flatMap(({ row, party, place }) => {
    const cycle = place?.kind === 'new' ? (made.get(place.key) ?? null) : place?.kind === 'there' ? place.id : null;
    return party === null && cycle === null ? [] : [{ row, party, cycle }];
  });
  if (!isDry) return writeAssignments(options, assignments, total);
  total.thirdParties += assignments.filter(({ party }) => party !== null).length;
  total.billingCycles += assignments.filter(({ cycle }) => cycle !== null).length;
  return [];
}

/** What is missing of a mission and can be given to it, and why the rest cannot. */
function decide(options: AssignOptions, row: Row): { party: string | null; place?: CyclePlace; skipped?: SkipReason } {
  const { partyOf, reasonOf, rule, cycles } = options;
  if (row.frozen) return { party: null, skipped: 'frozen' };
  const own = row.ownParty === null ? undefined : { id: row.ownParty, name: row.ownPartyName ?? '' };
  if (own === undefined && row.hadParty) return { party: null, skipped: 'cleared' };
  const party = own ?? partyOf.get(row.name ?? '');
  if (party === undefined) return { party: null, skipped: row.name === null ? 'no-name' : reasonOf(row.name) };
  if (row.ownCycleParty !== null && row.ownCycleParty !== party.id) return { party: null, skipped: 'other-party' };
  const given = own === undefined ? party.id : null;
  if (row.ownCycle !== null) return { party: given };
  if (row.hadCycle) return { party: given, skipped: 'cleared' };
  if (!rule.statuses.includes(row.status ?? '')) return { party: given, skipped: 'not-billed' };
  if (row.day === null) return { party: given, skipped: 'no-date' };
  if (row.day < (rule.from ?? '') || row.day > (rule.until ?? '9999-12-31'))
    return { party: given, skipped: 'outside' };
  const place = cycles.placeOf(party, row.day, row.currency);
  return place.kind === 'closed' ? { party: given, skipped: 'closed-cycle' } : { party: given, place };
}
