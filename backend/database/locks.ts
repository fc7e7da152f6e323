import { setTimeout as sleep } from 'node:timers/promises';
import { errorCodeOf, type Session, type Sql } from './database.ts';
import { DatabaseBusyError, throwIfStopped } from './work.ts';

/**
 * A statement that waits for a lock on a table makes everybody who comes after it wait as well. So it waits shortly, gives up its place,
 * and comes back after a pause in which the others pass.
 */
export const LOCK_WAIT_MS = 250;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const ADVISORY_PAUSE_MS = 250;

/** lock_not_available, deadlock_detected, serialization_failure. */
const PASSING = new Set(['55P03', '40P01', '40001']);

export interface Patience {
  patienceMs: number;
  signal: AbortSignal;
}

/** Is it a failure that another try may not meet? */
export function isPassing(error: unknown): boolean {
  return PASSING.has(errorCodeOf(error) ?? '');
}

/**
 * Tries again while what fails is a lock that another has, with growing pauses.
 * @param what for the sentence: "the migration 0004_change_capture"
 * @throws DatabaseBusyError, naming who holds locks, when patience ends; InterruptedError
 */
export async function untilUnlocked<Result>(
  what: string,
  sql: Sql,
  { patienceMs, signal }: Patience,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const untilMs = performance.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.7, LONGEST_PAUSE_MS)) {
    throwIfStopped(signal);
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (performance.now() >= untilMs) throw busy(what, await lockHolders(sql), error);
    }
    // Two that collide must not do so again.
    await sleep(pauseMs * (0.5 + Math.random()), undefined, { signal }).catch(() => throwIfStopped(signal));
  }
}

/**
 * Runs `work` while this session has the lock of Vigie's own long work: one process migrates at a time. The lock is asked for again and
 * again rather than waited for, since a waiting statement would hold up an index that is built concurrently, for ever.
 */
export async function withWorkLock<Result>(
  session: Session,
  { patienceMs, signal }: Patience,
  work: () => Promise<Result>,
): Promise<Result> {
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    throwIfStopped(signal);
    const [row] = await session.query<{ taken: boolean }>(`select pg_try_advisory_lock(${WORK_LOCK}) as taken`);
    if (row?.taken) break;
    if (performance.now() >= untilMs) {
      throw new DatabaseBusyError(
        'Another process migrates this database or its data: wait for it, or stop it, then run this again.',
      );
    }
    await sleep(ADVISORY_PAUSE_MS, undefined, { signal }).catch(() => throwIfStopped(signal));
  }
  try {
    return await work();
  } finally {
    // A session that was lost has let go of it by itself.
    await session.query(`select pg_advisory_unlock(${WORK_LOCK})`).catch(() => undefined);
  }
}

/** Any number that no other program uses. */
const WORK_LOCK = '7241865325824001';

/** Who has had a transaction open for longest, on the tables of this schema. */
async function lockHolders(sql: Sql): Promise<string> {
  const rows = await sql.query<{ who: string }>(HOLDERS_SQL);
  return rows.map(({ who }) => who).join('; ');
}

const HOLDERS_SQL = `
  select distinct on (activity.xact_start, activity.pid) format('process %s (%s, user %s, %s, transaction open for %s s)', activity.pid,
    coalesce(nullif(activity.application_name, ''), 'no name'), activity.usename, activity.state,
    round(extract(epoch from clock_timestamp() - activity.xact_start))) as who
  from pg_locks as locks join pg_stat_activity as activity on activity.pid = locks.pid
    join pg_class on pg_class.oid = locks.relation and pg_class.relnamespace = current_schema()::regnamespace
  where locks.granted and activity.pid <> pg_backend_pid() and activity.datname = current_database()
  order by activity.xact_start, activity.pid limit 3`;

function busy(what: string, holders: string, cause: unknown): DatabaseBusyError {
  const who = holders === '' ? 'other sessions' : holders;
  return new DatabaseBusyError(
    `Locks for ${what} could not be had: ${who}. What is done stays done: run this again at a quieter time, or end those sessions.`,
    { cause },
  );
}
