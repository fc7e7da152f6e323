import { mkdir } from 'node:fs/promises';
import { nameRestorePoint } from '../../rollback/backup.ts';
import { readDatabaseUrl } from '../../settings/database-settings.ts';
import { readOwnSchema } from '../../verify/own-schema.ts';
import { defineCommand } from '../command.ts';
import { UsageError } from '../exit-code.ts';
import { pathName } from '../option-values.ts';
import { dataOption, withDatabase } from '../with-database.ts';
import { backupLine, backUp } from './rollback.ts';

export const backupCommand = defineCommand({
  name: 'backup',
  summary: 'back up the tables that Vigie extends and its own, or name a restore point',
  description: `Uses pg_dump where it is there and new enough for the server, else copies the tables into a schema of their own, in one snapshot. Other programs
may go on writing. --restore-point instead names a place in the server's log, to which a base backup of your own can be brought.`,
  declare: (command) =>
    dataOption(command)
      .option('--folder <folder>', 'where the dump is written', pathName('--folder'), '.')
      .option(
        '--restore-point <name>',
        'name a restore point instead (pg_create_restore_point: a right that must be granted)',
      )
      .option('--dry-run', 'only say what would be done'),
  run: (run) =>
    withDatabase(run, async (database) => {
      const { options, output, progress } = run;
      const { restorePoint } = options;
      if (restorePoint !== undefined && !/^[\w.-]{1,63}$/.test(restorePoint)) {
        throw new UsageError(
          `--restore-point ${JSON.stringify(restorePoint)} is not a name: use up to 63 letters, digits, points and dashes.`,
        );
      }
      const own = await readOwnSchema();
      if (options.dryRun === true) {
        const what =
          restorePoint === undefined
            ? 'back up the tables of missions, users, vehicles and Vigie'
            : `name the restore point ${restorePoint}`;
        return output.result({ dryRun: true, restorePoint: restorePoint ?? null }, [`would ${what}`]);
      }
      if (restorePoint === undefined) await mkdir(options.folder, { recursive: true });
      const backup =
        restorePoint === undefined
          ? await backUp(database, own, options.folder, progress, readDatabaseUrl(run.environment))
          : await nameRestorePoint(database, restorePoint);
      output.result(backup, [backupLine(backup)]);
    }),
});
