import { migrate, migrationStatus } from '../../database/migrate.ts';
import { defineCommand, defineGroup } from '../command.ts';
import { whole } from '../option-values.ts';
import { dataOption, withDatabase } from '../with-database.ts';

const up = defineCommand({
  name: 'up',
  summary: 'bring the database up to date',
  declare: dataOption,
  run: (run) =>
    withDatabase(run, async (database, log) => {
      const applied = await migrate(database, 'up', log);
      const lines = applied.length === 0 ? ['The database is up to date.'] : applied.map((name) => `applied ${name}`);
      run.output.result({ applied }, lines);
    }),
});

const down = defineCommand({
  name: 'down',
  summary: 'take the newest migrations back',
  declare: (command) =>
    dataOption(command).argument('[count]', 'how many', whole('migrate down: the count', 1, 9_999), 1),
  run: (run) =>
    withDatabase(run, async (database, log) => {
      const [count] = run.args;
      const takenBack = await migrate(database, 'down', log, count);
      const lines =
        takenBack.length === 0 ? ['No migration is applied.'] : takenBack.map((name) => `took back ${name}`);
      run.output.result({ takenBack }, lines);
    }),
});

const status = defineCommand({
  name: 'status',
  summary: 'say which migrations are applied',
  declare: dataOption,
  run: (run) =>
    withDatabase(run, async (database) => {
      const migrations = await migrationStatus(database);
      const lines = migrations.map(({ name, applied }) => `${applied ? 'applied' : 'missing'}  ${name}`);
      run.output.result({ migrations }, lines);
    }),
});

export const migrateCommands = defineGroup('migrate', 'bring the database up to date, or take that back', [
  up,
  down,
  status,
]);
