import type { Session } from '../database.ts';
import { LOCK_WAIT_MS, untilUnlocked } from '../locks.ts';
import { throwIfStopped } from '../work.ts';
import type { Step, StepContext } from './step.ts';

/** Which steps of which migration are done. Beside the table of node-pg-migrate, under a name of its kind. */
const STEPS_TABLE = 'vigie_migrations_steps';

export async function ensureStepsTable(session: Session): Promise<void> {
  const [row] = await session.query<{ known: boolean }>(`select to_regclass('${STEPS_TABLE}') is not null as known`);
  if (row?.known) return;
  await session.execute(`create table if not exists ${STEPS_TABLE} (
    migration text not null, step text not null, done_at timestamptz not null default now(), primary key (migration, step))`);
}

/** Migrations of which some steps are done. */
export async function begunMigrations(session: Session): Promise<string[]> {
  const rows = await session.query<{ migration: string }>(`select distinct migration from ${STEPS_TABLE} order by 1`);
  return rows.map(({ migration }) => migration);
}

/** Does what is missing of a migration. */
export async function stepsUp(migration: string, steps: readonly Step[], context: StepContext): Promise<void> {
  const done = await doneSteps(context.session, migration);
  for (const step of steps) {
    if (done.has(step.name)) continue;
    throwIfStopped(context.signal);
    const note = `insert into ${STEPS_TABLE} (migration, step) values ($1, $2) on conflict do nothing`;
    await runStep(migration, step, context, (inner) => step.up(inner), note);
  }
}

/** Takes back what is done of a migration, the last first. Of one that an older version applied whole, all. */
export async function stepsDown(
  migration: string,
  steps: readonly Step[],
  context: StepContext,
  isApplied: boolean,
): Promise<void> {
  const done = await doneSteps(context.session, migration);
  const isAll = isApplied && done.size === 0;
  for (const step of steps.toReversed()) {
    if (!isAll && !done.has(step.name)) continue;
    throwIfStopped(context.signal);
    const note = `delete from ${STEPS_TABLE} where migration = $1 and step = $2`;
    await runStep(migration, step, context, (inner) => step.down(inner), note);
  }
}

async function runStep(
  migration: string,
  step: Step,
  context: StepContext,
  run: (context: StepContext) => Promise<void>,
  note: string,
): Promise<void> {
  context.log.debug({ migration, step: step.name }, 'a step of a migration');
  if (!step.isAtomic) {
    await run(context);
    await context.session.query(note, [migration, step.name]);
    return;
  }
  await context.transaction(async (sql) => {
    await run({ ...context, transaction: (work) => work(sql) });
    await sql.query(note, [migration, step.name]);
  });
}

async function doneSteps(session: Session, migration: string): Promise<Set<string>> {
  const rows = await session.query<{ step: string }>(`select step from ${STEPS_TABLE} where migration = $1`, [
    migration,
  ]);
  return new Set(rows.map(({ step }) => step));
}

/** What steps run with, on a session whose waits for locks are short. */
export function stepContext(base: Omit<StepContext, 'transaction'>, what: string): StepContext {
  const { session, patienceMs, signal } = base;
  return {
    ...base,
    transaction: (work) =>
      untilUnlocked(what, session, { patienceMs, signal }, async () => {
        await session.execute(`begin; set local lock_timeout = ${LOCK_WAIT_MS}`);
        try {
          const result = await work(session);
          await session.execute('commit');
          return result;
        } catch (error) {
          // A lost connection has rolled back by itself.
          await session.execute('rollback').catch(() => undefined);
          throw error;
        }
      }),
  };
}
