import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLog, type Log } from '../log.ts';
import { readDatabaseUrl } from '../settings/database-settings.ts';
import type { BareCommand, Run } from './command.ts';
import { pathName } from './option-values.ts';

export const DEFAULT_DATA_FOLDER = '.vigie/backend';

/** `--data`, for commands that open the database or the keys. */
export function dataOption(command: BareCommand) {
  return command.option(
    '--data <folder>',
    'where the service keeps its keys, and its database where DATABASE_URL names none',
    pathName('--data'),
    DEFAULT_DATA_FOLDER,
  );
}

/** Opens the database that the settings name, and closes it when the work is done. */
export async function withDatabase<Result>(
  { options, environment }: Pick<Run<{ data: string }, unknown>, 'options' | 'environment'>,
  work: (database: Database, log: Log) => Promise<Result>,
): Promise<Result> {
  const log = createLog(environment['VIGIE_LOG_LEVEL'] || 'warn');
  const database = await openDatabase({
    databaseUrl: readDatabaseUrl(environment),
    dataFolder: options.data,
    applicationName: 'vigie-command',
    log,
    progress: (message) => log.info(message),
  });
  try {
    return await work(database, log);
  } finally {
    await database.close();
  }
}
