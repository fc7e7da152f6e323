import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { systemClock } from '../../clock.ts';
import type { Database } from '../../database/database.ts';
import type { WorkProgress } from '../../database/work.ts';
import { type Backup, copyTables, dumpTables, findPgDump, stampOf } from '../../rollback/backup.ts';
import { exportOwnData } from '../../rollback/export-own-data.ts';
import { planRollback, rollBack, type RollbackPlan, whatIsLeft } from '../../rollback/rollback.ts';
import { readDatabaseUrl } from '../../settings/database-settings.ts';
import { type OwnSchema, readOwnSchema } from '../../verify/own-schema.ts';
import { defineCommand } from '../command.ts';
import { CommandEnd, EXIT } from '../exit-code.ts';
import { refuseExisting } from '../files.ts';
import { pathName } from '../option-values.ts';
import { withDatabase } from '../with-database.ts';
import { patienceOption } from './migrate.ts';

export const rollbackCommand = defineCommand({
  name: 'rollback',
  summary: 'leave the database as it was before Vigie',
  description: `Writes what Vigie alone holds into a file, makes a backup, and takes the migrations back, beside programs that write. Nothing that others
wrote is touched. After a later migrate up, import brings the file back. With --to an older version of Vigie goes on from there: its
desktops read everything anew, and keep what they have not sent. Stop the service first. The plan, step by step: docs/rollback.md.`,
  declare: (command) =>
    patienceOption(command)
      .option('--dry-run', 'only say what would be done')
      .option('--to <migration>', 'keep this migration and those before it, as 0007; without it nothing of Vigie stays')
      .option('--folder <folder>', 'where the file and the dump are written', pathName('--folder'), '.')
      .option('--no-backup', 'make no backup: there is a restore point of your own')
      .option('--force', 'although a service is connected: what it still writes may be lost'),
  run: (run) =>
    withDatabase(run, async (database, log) => {
      const { options, output, progress } = run;
      const own = await readOwnSchema();
      const plan = await planRollback(database, own, options.to);
      const file = path.join(options.folder, `vigie-own-data-${stampOf(systemClock.nowMs())}.jsonl.gz`);
      if (plan.migrations.length === 0)
        return output.result({ ...plan, left: [] }, ['No migration is to be taken back.']);
      if (plan.services.length > 0 && options.force !== true && options.dryRun !== true) {
        const what = `${plan.services.length} connections of a service of Vigie are open (${plan.services[0]})`;
        throw new CommandEnd(EXIT.refused, `${what}: stop it first, or give --force. Nothing was changed.`, {
          ...plan,
        });
      }
      if (options.dryRun === true)
        return output.result({ ...plan, file, dryRun: true }, planLines(plan, file, options.backup));
      await mkdir(options.folder, { recursive: true });
      const nowMs = systemClock.nowMs();
      const signal = run.signal();
      const told = await toldByPeople(database);
      const exported = await exportOwnData(database, { own, file, nowMs, progress, signal });
      const backup = options.backup
        ? await backUp(database, own, options.folder, progress, readDatabaseUrl(run.environment))
        : undefined;
      await refuseIfWrittenSince(database, { own, to: options.to, exported: exported.tables, told });
      const takenBack = await rollBack(database, plan, log, { progress, signal, patienceMs: options.patience * 1000 });
      const left = plan.isWhole ? await whatIsLeft(database, own) : [];
      output.result({ takenBack, exported, backup: backup ?? null, left }, [
        `wrote ${exported.rows} rows that Vigie alone holds to ${exported.file}`,
        ...(backup === undefined ? [] : [backupLine(backup)]),
        ...takenBack.map((name) => `took back ${name}`),
        lastLine(plan, left),
      ]);
      return left.length === 0 ? EXIT.done : EXIT.differences;
    }),
});

function lastLine({ isWhole }: RollbackPlan, left: readonly string[]): string {
  if (left.length > 0) return `left: ${left.join(', ')}`;
  return isWhole
    ? 'Nothing of Vigie is left.'
    : 'An older version goes on from here; its desktops read everything anew.';
}

/** By the best means that there is: pg_dump, else copies in the database itself. */
export async function backUp(
  database: Database,
  own: OwnSchema,
  folder: string,
  progress: WorkProgress,
  databaseUrl: string | undefined,
): Promise<Backup> {
  const nowMs = systemClock.nowMs();
  const program = databaseUrl === undefined ? undefined : await findPgDump(database);
  if (program === undefined || databaseUrl === undefined) return copyTables(database, { own, nowMs, progress });
  const file = path.join(folder, `vigie-backup-${stampOf(nowMs)}.dump`);
  refuseExisting('--folder', file);
  return dumpTables(database, databaseUrl, program, file, { own, nowMs, progress });
}

export function backupLine(backup: Backup): string {
  switch (backup.kind) {
    case 'pg_dump':
      return `backup: ${backup.file} (pg_dump; read it with pg_restore)`;
    case 'copies':
      return `backup: copies of ${backup.tables.length} tables in the schema ${backup.schema}`;
    case 'restore-point':
      return `backup: restore point ${backup.name} at ${backup.position}`;
  }
}

/** Between the file and the end nobody may have written: it would be lost. */
async function refuseIfWrittenSince(
  database: Database,
  {
    own,
    to,
    exported,
    told,
  }: { own: OwnSchema; to: string | undefined; exported: Readonly<Record<string, number>>; told: number },
): Promise<void> {
  const { rows } = await planRollback(database, own, to);
  const other = Object.entries(rows).filter(
    ([table, count]) => table in exported && !PASSING.test(table) && exported[table] !== count,
  );
  const written = other.map(([table]) => table);
  if ((await toldByPeople(database)) !== told) written.push('billing_audit');
  if (written.length === 0) return;
  const names = written.join(', ');
  throw new CommandEnd(
    EXIT.refused,
    `Somebody wrote into ${names} meanwhile: stop the service, and run this again. Nothing was taken back.`,
  );
}

/** What legacy programs change as well, through triggers. */
const PASSING = /^(?:sync_(?!mutations)|event_|billing_audit)/;

/**
 * Entries of the books by people, with Vigie. What other programs do to missions of a cycle until the end is told in the books as well, by
 * triggers, and is the operator's own: it is not waited for.
 */
async function toldByPeople(database: Database): Promise<number> {
  const [known] = await database.query<{ known: boolean }>(`select to_regclass('billing_audit') is not null as known`);
  if (!known?.known) return 0;
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from billing_audit where actor not like 'database:%'`,
  );
  return row?.count ?? 0;
}

function planLines({ migrations, rows, services }: RollbackPlan, file: string, withBackup: boolean): string[] {
  const held = Object.entries(rows).map(([table, count]) => `${count} of ${table}`);
  return [
    ...services.map((who) => `in the way: a service is connected (${who}); stop it first`),
    `would write what Vigie alone holds to ${file}: ${held.join(', ')}`,
    withBackup
      ? 'would make a backup, with pg_dump where it is there, else as copies in a schema of their own'
      : 'would make no backup',
    ...migrations.map((name) => `would take back ${name}`),
  ];
}
