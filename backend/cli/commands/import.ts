import { importOwnData } from '../../rollback/import-own-data.ts';
import { readOwnSchema } from '../../verify/own-schema.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { withDatabase } from '../with-database.ts';
import { patienceOption } from './migrate.ts';

export const importCommand = defineCommand({
  name: 'import',
  summary: 'bring back what rollback wrote into a file',
  description: `After migrate up: adds the rows of the file that are not there, and fills columns that are empty. What is there stays as it is; called twice it
changes nothing. Histories of changes and events are not brought back. Ends with 4 where the database refused rows.`,
  declare: (command) =>
    patienceOption(command)
      .argument('<file>', 'the file that rollback wrote')
      .option('--dry-run', 'only check the file'),
  run: (run) =>
    withDatabase(run, async (database) => {
      const { options, output, progress } = run;
      const [file] = run.args;
      const own = await readOwnSchema();
      const imported = await importOwnData(database, {
        ...{ own, file, progress, isDry: options.dryRun === true },
        signal: run.signal(),
        patienceMs: options.patience * 1000,
      });
      const { rows, written, there, left, refused } = imported;
      output.result(imported, [
        imported.isDry
          ? `${file} is whole: ${rows} rows, made at ${imported.madeAt}`
          : `brought back ${written} of ${rows} rows; ${there} were there already or their row is gone, ${left} stay in the file`,
        ...refused.map((text) => `refused: ${text}`),
      ]);
      return refused.length === 0 ? EXIT.done : EXIT.differences;
    }),
});
