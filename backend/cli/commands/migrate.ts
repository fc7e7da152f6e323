import type { Database } from '../../database/database.ts';
import { appliedNames, migrate, type MigrationStatus, migrationStatus } from '../../database/migrate.ts';
import { migrationFiles } from '../../database/migrations/migration-files.ts';
import type { Finding } from '../../database/preflight/finding.ts';
import { preflight } from '../../database/preflight/preflight.ts';
import { type BareCommand, defineCommand, defineGroup } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { whole } from '../option-values.ts';
import type { Output } from '../terminal.ts';
import { dataOption, withDatabase } from '../with-database.ts';

const SAFE_BESIDE_OTHERS = `Other programs may go on writing: locks are waited for shortly and tried again, rows are
entered in short batches, indexes are built concurrently. What is done when it is stopped stays done: the same command goes on
from there.`;

/** For commands that change the schema while others write. */
export function patienceOption(command: BareCommand) {
  return dataOption(command).option(
    '--patience <seconds>',
    'how long locks that others hold are tried for',
    whole('--patience', 1, 86_400),
    300,
  );
}

const up = defineCommand({
  name: 'up',
  summary: 'bring the database up to date',
  description: `Looks at what is there (migrate check), then applies the migrations that are missing. ${SAFE_BESIDE_OTHERS}`,
  declare: (command) => patienceOption(command).option('--dry-run', 'only say what would be done'),
  run: (run) =>
    withDatabase(run, async (database, log) => {
      const { options, output, progress } = run;
      if (options.dryRun === true) return dryRun(database, output);
      const before = await migrationStatus(database);
      const patienceMs = options.patience * 1000;
      const applied = await migrate(database, 'up', log, undefined, { progress, patienceMs, signal: run.signal() });
      const lines = applied.length === 0 ? ['The database is up to date.'] : applied.map((name) => `applied ${name}`);
      output.result({ applied, resumed: before.filter(({ begun }) => begun).map(({ name }) => name) }, lines);
      return EXIT.done;
    }),
});

const down = defineCommand({
  name: 'down',
  summary: 'take the newest migrations back',
  description: `Takes migrations back, the newest first; what they made is dropped with all that is in it. To leave a database as it was, with what
Vigie alone holds written to a file first, see rollback. ${SAFE_BESIDE_OTHERS}`,
  declare: (command) =>
    patienceOption(command)
      .option('--dry-run', 'only say what would be done')
      .argument('[count]', 'how many', whole('migrate down: the count', 1, 9_999), 1),
  run: (run) =>
    withDatabase(run, async (database, log) => {
      const { options, output, progress } = run;
      const [count] = run.args;
      if (options.dryRun === true) {
        const there = (await migrationStatus(database)).filter(({ applied, begun }) => applied || begun);
        const wouldTakeBack = there
          .map(({ name }) => name)
          .toReversed()
          .slice(0, count);
        return output.result(
          { wouldTakeBack },
          wouldTakeBack.map((name) => `would take back ${name}`),
        );
      }
      const patienceMs = options.patience * 1000;
      const takenBack = await migrate(database, 'down', log, count, { progress, patienceMs, signal: run.signal() });
      const lines =
        takenBack.length === 0 ? ['No migration is applied.'] : takenBack.map((name) => `took back ${name}`);
      output.result({ takenBack }, lines);
    }),
});

const status = defineCommand({
  name: 'status',
  summary: 'say which migrations are applied',
  declare: dataOption,
  run: (run) =>
    withDatabase(run, async (database) => {
      const migrations = await migrationStatus(database);
      run.output.result({ migrations }, migrations.map(statusLine));
    }),
});

const check = defineCommand({
  name: 'check',
  summary: 'look whether the database can be migrated, and change nothing',
  description: `Looks at the server, the tables of the existing system, the rights of this user and the names that Vigie needs, and lists all that
stands in the way. Ends with 3 if something does. migrate up begins with the same look.`,
  declare: dataOption,
  run: (run) => withDatabase(run, async (database) => dryRun(database, run.output)),
});

async function dryRun(database: Database, output: Output): Promise<ExitCode> {
  const findings = await findingsOf(database);
  const migrations = await migrationStatus(database);
  const pending = migrations.filter(({ applied }) => !applied).map(({ name }) => name);
  const refused = findings.some(({ severity }) => severity === 'refusal');
  const lines = [
    ...findings.map(({ severity, text }) => `${severity === 'refusal' ? 'in the way' : 'note'}: ${text}`),
    ...pending.map((name) => `would apply ${name}`),
    refused ? 'This database cannot be migrated yet.' : 'Nothing stands in the way.',
  ];
  output.result({ ready: !refused, findings, pending }, pending.length === 0 ? ['The database is up to date.'] : lines);
  return refused ? EXIT.refused : EXIT.done;
}

/** Of a database that is up to date nothing is asked any more. */
async function findingsOf(database: Database): Promise<Finding[]> {
  return database.session(async (session) => {
    const files = await migrationFiles();
    const applied = await appliedNames(session);
    return files.every(({ name }) => applied.has(name)) ? [] : preflight(session, files, applied);
  });
}

function statusLine({ name, applied, begun }: MigrationStatus): string {
  return `${applied ? 'applied' : begun ? 'begun  ' : 'missing'}  ${name}`;
}

export const migrateCommands = defineGroup('migrate', 'bring the database up to date, or take that back', [
  up,
  down,
  status,
  check,
]);
