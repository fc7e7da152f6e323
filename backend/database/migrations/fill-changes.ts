import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from '../locks.ts';
import { BatchSize, DatabaseBusyError, throwIfStopped } from '../work.ts';
import type { Step, StepContext } from './step.ts';

/**
 * A batch holds the places of its rows in sync_changes until it commits, and whoever changes one of those rows waits for it: so short are
 * they. Nor does it wait for long: while it waits for one row it would hold the others.
 */
const BATCH_MS = 120;
const ROW_WAIT_MS = 100;
const FIRST_BATCH = 1_000;
const MOST_ROWS = 20_000;
const MISSING_AT_ONCE = 500;
const PAUSE_MS = 200;

export interface FilledTable {
  entity: string;
  table: string;
  /** Type of its column `id`. */
  key: 'bigint' | 'uuid';
}

/**
 * Enters the rows that were there before the triggers were. Programs that write meanwhile are not held up: in short batches, by key, each a
 * transaction that notes how far it is. What a trigger has entered already stays as it is. Rows that others keep locked are left for the end.
 */
export function fillChanges({ entity, table, key }: FilledTable): Step {
  return {
    name: `changes of ${table}`,
    isAtomic: false,
    creates: [],
    async up(context) {
      const { session, progress } = context;
      const [counted] = await session.query<{ count: number }>(`select count(*)::int as count from ${table}`);
      progress.begin(`changes of ${table}`, counted?.count ?? 0);
      await session.execute(`set lock_timeout = ${ROW_WAIT_MS}`);
      try {
        await fillByKey(context, { entity, table, key });
        await fillMissing(context, { entity, table, key });
      } finally {
        await session.execute('reset lock_timeout').catch(() => undefined);
      }
      progress.end();
    },
    // The table is dropped by the step that made it.
    down: () => Promise.resolve(),
  };
}

async function fillByKey({ session, progress, signal }: StepContext, filled: FilledTable): Promise<void> {
  const { entity, table, key } = filled;
  const size = new BatchSize({ first: FIRST_BATCH, most: MOST_ROWS, targetMs: BATCH_MS });
  const [state] = await session.query<{ after: string; rows: string }>(
    'select after, rows from sync_fill where entity = $1',
    [entity],
  );
  let after = state?.after ?? null;
  let done = Number(state?.rows ?? 0);
  for (;;) {
    throwIfStopped(signal);
    const where = after === null ? '' : `where id > $2::${key}`;
    const batch = await session.query<{ id: string }>(
      `select id::text from ${table} ${where} order by ${table}.id limit $1`,
      after === null ? [size.rows] : [size.rows, after],
    );
    const last = batch.at(-1)?.id;
    if (last === undefined) return;
    const startedMs = performance.now();
    const ids = batch.map(({ id }) => id);
    await enter(session, filled, ids);
    done += ids.length;
    await session.query(
      `insert into sync_fill (entity, after, rows) values ($1, $2, $3)
       on conflict (entity) do update set after = excluded.after, rows = excluded.rows`,
      [entity, last, done],
    );
    size.took(performance.now() - startedMs);
    after = last;
    progress.at(done);
  }
}

/** Until none is missing: those that were locked, and those whose batch was lost with a process. */
async function fillMissing(context: StepContext, filled: FilledTable): Promise<void> {
  const { session, patienceMs, signal } = context;
  const { entity, table } = filled;
  let untilMs = performance.now() + patienceMs;
  for (;;) {
    throwIfStopped(signal);
    const missing = await session.query<{ id: string }>(
      `select id::text from ${table} where not exists (
         select from sync_changes where entity = $1 and entity_id = ${table}.id::text) limit ${MISSING_AT_ONCE}`,
      [entity],
    );
    if (missing.length === 0) return;
    const entered = await enter(
      session,
      filled,
      missing.map(({ id }) => id),
    );
    if (entered > 0) {
      untilMs = performance.now() + patienceMs;
      continue;
    }
    if (performance.now() >= untilMs) {
      throw new DatabaseBusyError(
        `Rows of ${table} (${missing[0]?.id} among them) are kept locked by a transaction that does not end: end it, then run this again. What is done stays done.`,
      );
    }
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => throwIfStopped(signal));
  }
}

/** Enters rows, all in one transaction or, where one of them is locked, in ever smaller parts. @returns how many were not left out */
async function enter(session: StepContext['session'], filled: FilledTable, ids: readonly string[]): Promise<number> {
  const { entity, table, key } = filled;
  try {
    await session.query(
      `insert into sync_changes (entity, entity_id, xid, seq, version, deleted, changed_at)
       select $1, id::text, pg_current_xact_id(), nextval('sync_changes_seq'), 1, false, clock_timestamp()
       from ${table} where id = any($2::${key}[]) order by ${table}.id on conflict do nothing`,
      [entity, ids],
    );
    return ids.length;
  } catch (error) {
    if (!isPassing(error)) throw error;
    if (ids.length === 1) return 0;
    const half = ids.length >> 1;
    const parts = [ids.slice(0, half), ids.slice(half)];
    let entered = 0;
    for (const part of parts) entered += await enter(session, filled, part);
    return entered;
  }
}
