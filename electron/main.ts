import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { type ControlRoom, openControlRoom } from './shell/application/control-room.ts';
import { logUncaught } from './shell/application/lifecycle.ts';
import { refuseToStart } from './shell/application/messages.ts';
import { builtPlaces } from './shell/files/places.ts';
import { registerPageScheme } from './shell/pages/page-protocol.ts';
import { type CommandLine, readCommandLine } from './shell/settings/command-line.ts';
import { prepare } from './shell/settings/preparation.ts';

const args = process.argv.slice(1);
const commandLine = readCommandLine(args);

let room: ControlRoom | undefined;
/** What later starts asked for before this one was ready. */
const early: CommandLine[] = [];

registerPageScheme();
const outcome = prepare(args, commandLine, (later) => {
  if (room === undefined) early.push(later);
  else room.follow(later);
});

if (outcome.start) {
  logUncaught(outcome.preparation.log);
  // Not awaited at the top level: Electron is ready only after this module has ended.
  void app.whenReady().then(() => {
    room = openControlRoom(outcome.preparation, builtPlaces(path.dirname(fileURLToPath(import.meta.url))));
    for (const wanted of [commandLine, ...early]) if (wanted.wall !== undefined) room.follow(wanted);
  });
} else if (outcome.problems.length > 0) {
  refuseToStart(outcome.problems);
} else {
  app.quit();
}
