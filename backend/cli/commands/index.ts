import type { CommandMaker } from '../command.ts';
import { epochCommands } from './epoch.ts';
import { migrateCommands } from './migrate.ts';
import { openApiCommand } from './openapi.ts';
import { serveCommand } from './serve.ts';
import { tokenCommand } from './token.ts';

/** In the order in which help lists them. */
export const COMMANDS: readonly CommandMaker[] = [
  serveCommand,
  migrateCommands,
  epochCommands,
  openApiCommand,
  tokenCommand,
];
