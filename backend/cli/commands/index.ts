import type { CommandMaker } from '../command.ts';
import { backupCommand } from './backup.ts';
import { epochCommands } from './epoch.ts';
import { importCommand } from './import.ts';
import { migrateDataCommand } from './migrate-data.ts';
import { migrateCommands } from './migrate.ts';
import { openApiCommand } from './openapi.ts';
import { rollbackCommand } from './rollback.ts';
import { serveCommand } from './serve.ts';
import { simulateCommand } from './simulate.ts';
import { timetableCommand } from './timetable.ts';
import { tokenCommand } from './token.ts';
import { verifyCommand } from './verify.ts';

/** In the order in which help lists them. */
export const COMMANDS: readonly CommandMaker[] = [
  serveCommand,
  migrateCommands,
  migrateDataCommand,
  verifyCommand,
  backupCommand,
  rollbackCommand,
  importCommand,
  epochCommands,
  simulateCommand,
  timetableCommand,
  openApiCommand,
  tokenCommand,
];
