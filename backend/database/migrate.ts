import { runner, type RunnerOption } from 'node-pg-migrate';
import type { ClientBase } from 'pg';
import type { Log } from '../log.ts';
import type { Database, Session } from './database.ts';
import { LOCK_WAIT_MS, untilUnlocked, withWorkLock } from './locks.ts';
import { type MigrationFile, MIGRATIONS_FOLDER, migrationFiles } from './migrations/migration-files.ts';
import { begunMigrations, ensureStepsTable, stepContext, stepsDown, stepsUp } from './migrations/run-steps.ts';
import type { StepContext } from './migrations/step.ts';
import { refuseUnfit } from './preflight/preflight.ts';
import { silentProgress, type WorkProgress } from './work.ts';

export const MIGRATIONS_TABLE = 'vigie_migrations';
const DEFAULT_PATIENCE_MS = 5 * 60_000;

export interface MigrationStatus {
  name: string;
  applied: boolean;
  /** Some of its steps are done, not all: `migrate up` goes on, `migrate down` goes back. */
  begun: boolean;
}

export interface MigrateOptions {
  progress?: WorkProgress;
  signal?: AbortSignal;
  /** How long locks that others hold are tried for. Default 5 minutes. */
  patienceMs?: number;
}

/**
 * Applies migrations that are missing, or takes the newest back, while other programs write: locks are waited for shortly, and tried again.
 * Going up begins with a look at what is there. Waits while another process migrates. What was done when it is killed stays done.
 * @param count how many; all that are missing by default, and one by default when going down
 * @returns the names, in the order in which they ran
 * @throws PreflightError when the database is not one that can be migrated; nothing is changed then
 * @throws DatabaseBusyError when locks are not to be had
 * @throws InterruptedError when stopped by the signal
 * @throws Error naming the migration that failed; the ones before it stay
 */
export function migrate(
  database: Database,
  direction: 'up' | 'down',
  log: Log,
  count: number = direction === 'up' ? Number.POSITIVE_INFINITY : 1,
  options: MigrateOptions = {},
): Promise<string[]> {
  const { progress = silentProgress, signal = new AbortController().signal } = options;
  const { patienceMs = DEFAULT_PATIENCE_MS } = options;
  return database.session(async (session) => {
    const context = stepContext({ session, kind: database.kind, log, progress, signal, patienceMs }, 'the migration');
    const files = await migrationFiles();
    if (direction === 'up' && (await isUpToDate(session, files))) return [];
    return withWorkLock(session, context, async () => {
      if (direction === 'up') await refuseUnfit(session, files, await appliedNames(session));
      await session.execute(`set statement_timeout = 0; set lock_timeout = ${LOCK_WAIT_MS}`);
      try {
        const names = direction === 'up' ? await goUp(files, context, count) : await goDown(files, context, count);
        if (names.length > 0) log.info({ direction, names }, 'migrated');
        return names;
      } finally {
        await session.execute('reset lock_timeout; reset statement_timeout').catch(() => undefined);
      }
    });
  });
}

export async function migrationStatus(database: Database): Promise<MigrationStatus[]> {
  return database.session(async (session) => {
    const applied = await appliedNames(session);
    const begun = new Set(await begunNames(session));
    return (await migrationFiles()).map(({ name }) => ({
      name,
      applied: applied.has(name),
      begun: begun.has(name) && !applied.has(name),
    }));
  });
}

/** Names of the migrations that are applied. */
export async function appliedNames(session: Session): Promise<Set<string>> {
  if (!(await isKnown(session, MIGRATIONS_TABLE))) return new Set();
  const rows = await session.query<{ name: string }>(`select name from ${MIGRATIONS_TABLE}`);
  return new Set(rows.map(({ name }) => name));
}

/** An up-to-date database is told without a lock: a service that starts must not wait for long work that goes on. */
async function isUpToDate(session: Session, files: readonly MigrationFile[]): Promise<boolean> {
  const applied = await appliedNames(session);
  return files.length > 0 && files.every(({ name }) => applied.has(name));
}

async function goUp(files: readonly MigrationFile[], context: StepContext, count: number): Promise<string[]> {
  await ensureStepsTable(context.session);
  const names: string[] = [];
  while (names.length < count) {
    const ran = await runOne(files, context, 'up');
    if (ran === undefined) break;
    names.push(ran);
  }
  return names;
}

/** What is half done counts as the newest. */
async function goDown(files: readonly MigrationFile[], context: StepContext, count: number): Promise<string[]> {
  const { session } = context;
  if (!(await isKnown(session, MIGRATIONS_TABLE))) return [];
  await ensureStepsTable(session);
  const names: string[] = [];
  const applied = await appliedNames(session);
  const begun = (await begunMigrations(session)).filter((name) => !applied.has(name));
  for (const { name, steps } of files.toReversed()) {
    if (names.length >= count || !begun.includes(name) || steps === undefined) continue;
    await stepsDown(name, steps, context, false);
    names.push(name);
  }
  while (names.length < count) {
    const ran = await runOne(files, context, 'down');
    if (ran === undefined) break;
    names.push(ran);
  }
  return names;
}

/** The next one, again while its locks are not to be had: a script is one transaction, steps see to themselves. */
async function runOne(
  files: readonly MigrationFile[],
  context: StepContext,
  direction: 'up' | 'down',
): Promise<string | undefined> {
  const { session, log } = context;
  return untilUnlocked('the migration', session, context, async () => {
    try {
      const ran = await runner({
        dbClient: clientOf(session),
        dir: MIGRATIONS_FOLDER,
        migrationsTable: MIGRATIONS_TABLE,
        direction,
        count: 1,
        singleTransaction: false,
        noLock: true,
        migrationLoaderStrategies: loaders(files, context),
        logger: {
          debug: (message) => log.debug(message),
          info: (message) => log.debug(message),
          warn: (message) => log.debug(message),
          error: (message) => log.debug(message),
        },
      });
      return ran[0]?.name;
    } catch (error) {
      await session.execute('rollback').catch(() => undefined);
      throw error;
    }
  });
}

type Loaders = NonNullable<RunnerOption['migrationLoaderStrategies']>;

/** How node-pg-migrate reads the two kinds of files. Steps run while it prepares; it then only notes that they did. */
function loaders(files: readonly MigrationFile[], context: StepContext): Loaders {
  return [
    { extensions: ['.sql'], loader: 'legacySql' },
    {
      extensions: ['.ts'],
      loader: (paths) =>
        Promise.resolve(
          paths.map((file) => {
            const migration = files.find((one) => one.file === file);
            const { name = '', steps = [] } = migration ?? {};
            return {
              id: file,
              filePaths: [file],
              actions: {
                up: async (pgm) => {
                  pgm.noTransaction();
                  await stepsUp(name, steps, context);
                },
                down: async (pgm) => {
                  pgm.noTransaction();
                  await stepsDown(name, steps, context, true);
                },
              },
            };
          }),
        ),
    },
  ];
}

async function begunNames(session: Session): Promise<string[]> {
  return (await isKnown(session, 'vigie_migrations_steps')) ? begunMigrations(session) : [];
}

async function isKnown(session: Session, table: string): Promise<boolean> {
  const [row] = await session.query<{ known: boolean }>('select to_regclass($1) is not null as known', [table]);
  return row?.known ?? false;
}

/** node-pg-migrate only calls `query`, with a script or with one statement; it calls this of pg's client "external". */
function clientOf(session: Session): ClientBase {
  const query = async (script: string) => {
    if (/^\s*select\b/i.test(script)) return { rows: await session.query(script) };
    await session.execute(script);
    return { rows: [] };
  };
  return { query } as Pick<ClientBase, 'query'> as ClientBase;
}
