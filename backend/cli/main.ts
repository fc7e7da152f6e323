import { systemClock } from '../clock.ts';
import { DevelopmentIssuer } from '../auth/development-issuer.ts';
import type { Database } from '../database/database.ts';
import { migrate, migrationStatus } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLog } from '../log.ts';
import { renewEpoch } from '../sync/epoch.ts';
import { type Arguments, readArguments, UsageError } from './arguments.ts';
import { writeOpenApi } from './openapi.ts';
import { serve } from './serve.ts';
import { USAGE } from './usage.ts';

/** Runs a command. Answers the exit code: 0, 1 for a failure, 2 for a command line that is not understood. */
export async function main(args: readonly string[]): Promise<number> {
  const isServe = args[0] === 'serve';
  try {
    const read = readArguments(args);
    if (read.help || read.command.length === 0) {
      process.stdout.write(USAGE);
      return read.help ? 0 : 2;
    }
    return await run(read);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (isServe) process.stdout.write(`${JSON.stringify({ event: 'failed', message })}\n`);
    else process.stderr.write(`${message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function run(args: Arguments): Promise<number> {
  const [command, action, count, ...rest] = args.command;
  const name = [command, action].filter((word) => word !== undefined).join(' ');
  if (rest.length === 0) {
    if (name === 'migrate down') {
      const howMany = migrationCount(count ?? '1');
      return withDatabase(args, (database) => goDown(database, howMany));
    }
    if (count === undefined) {
      if (name === 'serve') return serve(args);
      if (name === 'migrate up') return withDatabase(args, goUp);
      if (name === 'migrate status') return withDatabase(args, showStatus);
      if (name === 'epoch renew') return withDatabase(args, startAnew);
      if (name === 'openapi') return writeOpenApi(args.out);
      if (name === 'token') return printToken(args);
    }
  }
  throw new UsageError(`"${args.command.join(' ')}" is not a command: see node backend/cli.ts --help.`);
}

async function withDatabase(args: Arguments, action: (database: Database) => Promise<string[]>): Promise<number> {
  const database = await openDatabase({
    databaseUrl: process.env['DATABASE_URL'] || undefined,
    dataFolder: args.dataFolder,
    log: createLog('warn'),
    progress: (message) => process.stderr.write(`${message}\n`),
  });
  try {
    for (const line of await action(database)) process.stdout.write(`${line}\n`);
  } finally {
    await database.close();
  }
  return 0;
}

async function goUp(database: Database): Promise<string[]> {
  const names = await migrate(database, 'up', createLog('warn'));
  return names.length === 0 ? ['The database is up to date.'] : names.map((name) => `applied ${name}`);
}

function migrationCount(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`migrate down ${text}: give a whole number from 1.`);
}

async function goDown(database: Database, count: number): Promise<string[]> {
  const names = await migrate(database, 'down', createLog('warn'), count);
  return names.length === 0 ? ['No migration is applied.'] : names.map((name) => `took back ${name}`);
}

async function showStatus(database: Database): Promise<string[]> {
  const status = await migrationStatus(database);
  return status.map(({ name, applied }) => `${applied ? 'applied' : 'missing'}  ${name}`);
}

async function startAnew(database: Database): Promise<string[]> {
  const epoch = await database.transaction(renewEpoch);
  return [`New epoch ${epoch}. Restart the service: its clients then read everything anew.`];
}

async function printToken({ dataFolder, roles, subject }: Arguments): Promise<number> {
  const issuer = await DevelopmentIssuer.open(`${dataFolder}/auth`, systemClock);
  process.stdout.write(`${await issuer.tokenFor(subject, roles)}\n`);
  return 0;
}
