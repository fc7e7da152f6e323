import type { Database } from '../database/database.ts';
import { publish } from '../bus/publish.ts';
import { LOCK_WAIT_MS, withWorkLock } from '../database/locks.ts';
import { workSession, type WorkSession } from '../database/on-session.ts';
import { silentProgress, type WorkProgress } from '../database/work.ts';
import { assignMissions, type Assigned } from './assign-missions.ts';
import { makeParties, readCustomers, rememberDecisions } from './customer-memory.ts';
import { comparableName } from './customer-name.ts';
import { CycleBook } from './cycle-book.ts';
import { type CycleRule, RuleError } from './cycle-rule.ts';
import type { Decision, ReviewItem } from './decisions.ts';
import { groupCustomers, type NamedParty } from './group-customers.ts';
import { type Skip, type SkipReason, Skips } from './skips.ts';

export interface MigrateDataOptions {
  rule: CycleRule;
  /** Whose missions, customers and cycles; an empty name, the default: those without a subsidiary. One at a time: their customers are not shared. */
  subsidiary?: string;
  /** What people decided of near names since. */
  decisions?: readonly Decision[];
  /** Only say what would be done. */
  isDry?: boolean;
  progress?: WorkProgress;
  signal?: AbortSignal;
  /** How long another process that migrates is waited for. Default 5 minutes. */
  patienceMs?: number;
}

/** What was done, and what was not and why. */
export interface MigrateDataReport {
  isDry: boolean;
  subsidiary: string;
  /** Missions of other subsidiaries, which were not looked at. */
  others: number;
  rule: CycleRule;
  customers: {
    spellings: number;
    /** Different customers among them. */
    customers: number;
    /** Third parties that were there, and that were made. */
    matched: number;
    created: number;
    waiting: number;
    nobody: number;
    /** There were too many names to look for all that are near. */
    nearNamesAreCut: boolean;
  };
  missions: Assigned & { skipped: Skip[] };
  billingCyclesCreated: number;
  /** For a person: fill in `same`, and give the file back with --decisions. */
  review: ReviewItem[];
}

/**
 * Turns the free-text customers of an existing system's missions into third parties, and puts missions into billing cycles by date and rule, while
 * other programs write. Only fills in what is missing: what a person assigned or took away stays. What is done is done: stopped or killed, the
 * next call goes on; called again, it changes nothing.
 * @throws DatabaseBusyError, InterruptedError, RuleError
 */
export async function migrateBillingData(database: Database, options: MigrateDataOptions): Promise<MigrateDataReport> {
  const { signal = new AbortController().signal, patienceMs = 300_000 } = options;
  return database.session((session) =>
    withWorkLock(session, { patienceMs, signal }, async () => {
      const own = workSession(session);
      // One event tells of all of this in the end: one for each mission would be a million.
      await own.execute(`set vigie.row_events = 'off'; set lock_timeout = ${LOCK_WAIT_MS}`);
      try {
        return await migrateOn(own, options);
      } finally {
        await own.execute('reset lock_timeout; reset vigie.row_events').catch(() => undefined);
      }
    }),
  );
}

async function migrateOn(own: WorkSession, options: MigrateDataOptions): Promise<MigrateDataReport> {
  const { rule, subsidiary = '', decisions = [], isDry = false, progress = silentProgress } = options;
  const { signal = new AbortController().signal } = options;
  progress.begin('customers');
  if (!isDry) await rememberDecisions(own, decisions);
  const memory = await readCustomers(own, subsidiary);
  const said = isDry ? [...memory.decisions, ...decisions] : memory.decisions;
  const grouping = groupCustomers({ ...memory, decisions: said, nobody: rule.nobody });
  const { partyOf, created } = await makeParties(own, grouping.customers, { subsidiary, isDry });
  const cycles = await CycleBook.open(
    own,
    { rule, subsidiary },
    exceptionPeriods(rule, [...memory.parties, ...partyOf.values()]),
  );
  const skips = new Skips();
  const reasonOf = reasons(grouping);
  const assigned = await assignMissions({
    database: own,
    rule,
    subsidiary,
    partyOf,
    reasonOf,
    cycles,
    skips,
    progress,
    signal,
    isDry,
  });
  if (!isDry && assigned.thirdParties + assigned.billingCycles > 0) {
    const { thirdParties, billingCycles } = assigned;
    await publish(own, {
      type: 'mission.data-migrated',
      entity: 'mission',
      id: '*',
      payload: { thirdParties, billingCycles },
    });
  }
  const { customers } = grouping;
  const [others] = await own.query<{ count: number }>(
    `select count(*)::int as count from missions where coalesce(subsidiary, '') <> $1`,
    [subsidiary],
  );
  return {
    isDry,
    subsidiary,
    others: others?.count ?? 0,
    rule,
    customers: {
      spellings: memory.spellings.length,
      customers: customers.length,
      matched: customers.filter(({ partyId }) => partyId !== undefined).length,
      created,
      waiting: customers.filter(({ waits }) => waits).length,
      nobody: grouping.nobody.length,
      nearNamesAreCut: grouping.isCut,
    },
    missions: { ...assigned, skipped: skips.list() },
    billingCyclesCreated: cycles.created,
    review: [...grouping.review].sort((a, b) => (b.missions ?? 0) - (a.missions ?? 0)),
  };
}

function reasons({ nobody, tooLong }: { nobody: string[]; tooLong: string[] }): (spelling: string) => SkipReason {
  const byName = new Map<string, SkipReason>([
    ...nobody.map((name) => [name, name.trim() === '' ? 'no-name' : 'nobody'] as const),
    ...tooLong.map((name) => [name, 'name-too-long'] as const),
  ]);
  return (spelling) => byName.get(spelling) ?? 'review';
}

/** @throws RuleError naming a third party that is not there */
function exceptionPeriods(rule: CycleRule, parties: readonly NamedParty[]): Map<string, CycleRule['period']> {
  const byName = Map.groupBy(parties, ({ name }) => comparableName(name));
  return new Map(
    rule.exceptions.flatMap(({ thirdParty, period }) => {
      const named = byName.get(comparableName(thirdParty));
      if (named === undefined)
        throw new RuleError(
          `The rule has an exception for ${JSON.stringify(thirdParty)}, and there is no such third party: correct the name.`,
        );
      return named.map(({ id }) => [id, period] as const);
    }),
  );
}
