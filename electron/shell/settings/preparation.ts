import { app } from 'electron';
import type { CommandLine } from './command-line.ts';
import { SOFTWARE_RENDERING_FLAG } from '../guards/gpu-guard.ts';
import { type Log, openLogs } from '../files/log.ts';
import { type UserPlaces, userPlaces } from '../files/places.ts';
import type { RotatingFile } from '../files/rotating-file.ts';
import { dropForbiddenSwitches } from '../guards/session-guard.ts';
import { policyFilePlace, readConfigFile, readPolicyFile } from './settings-files.ts';
import { type ReadSettings, readSettings, type Settings } from './settings.ts';
import { beOnlyInstance } from '../application/single-instance.ts';
import { prepareUserData } from './user-data.ts';

/** All that is settled before Electron is ready. */
export interface Preparation {
  settings: Settings;
  userPlaces: UserPlaces;
  log: Log;
  dataOutput: RotatingFile;
}

export type Outcome =
  | { start: true; preparation: Preparation }
  /** Why not, one sentence each; none where another Vigie runs already and has taken over. */
  | { start: false; problems: string[] };

/** Settles folders, the single instance, settings and Chromium's flags; must run before the application is ready. */
export function prepare(
  args: readonly string[],
  commandLine: CommandLine,
  onSecondStart: (commandLine: CommandLine) => void,
): Outcome {
  const wanted = process.env['VIGIE_USER_DATA']?.trim();
  const folder = prepareUserData(wanted === undefined || wanted === '' ? app.getPath('userData') : wanted);
  if (!folder.ok) return { start: false, problems: [folder.problem] };
  app.setPath('userData', folder.folder);
  if (!beOnlyInstance(args, onSecondStart)) return { start: false, problems: [] };

  const places = userPlaces();
  const { log, dataOutput } = openLogs(places.logs);
  const { settings, problems, warnings } = readAllSettings(places, commandLine);
  for (const warning of warnings) {
    log.warn(warning);
    console.error(`vigie: ${warning}`);
  }
  for (const problem of problems) log.error(problem);
  if (settings === null) return { start: false, problems };
  applyToChromium(settings, args, log);
  return { start: true, preparation: { settings, userPlaces: places, log, dataOutput } };
}

function readAllSettings(places: UserPlaces, commandLine: CommandLine): ReadSettings {
  const policyFile = policyFilePlace(process.platform, process.env);
  const policy = readPolicyFile(policyFile, process.platform);
  const config = readConfigFile(places.config);
  const read = readSettings({
    policy: { name: policyFile, text: policy.text },
    commandLine,
    environment: process.env,
    platform: process.platform,
    config: { name: places.config, text: config.text },
  });
  const problems = [policy.problem, config.problem].filter((problem) => problem !== null);
  return problems.length === 0 ? read : { ...read, settings: null, problems: [...problems, ...read.problems] };
}

function applyToChromium(settings: Settings, args: readonly string[], log: Log): void {
  // Chromium does not start as root with its sandbox; whoever runs it so has said so on the command line.
  if (app.commandLine.hasSwitch('no-sandbox'))
    log.warn("Chromium's sandbox is off: --no-sandbox is on the command line");
  else app.enableSandbox();
  for (const name of dropForbiddenSwitches()) log.warn(`--${name} weakens Vigie and was ignored`);
  if (settings.language !== null) app.commandLine.appendSwitch('lang', settings.language);
  if (!settings.hardwareAcceleration || args.includes(SOFTWARE_RENDERING_FLAG)) {
    app.disableHardwareAcceleration();
    // The map needs WebGL. In software it is Chromium's own, and it only ever sees our own pages.
    app.commandLine.appendSwitch('enable-unsafe-swiftshader');
    log.info('the graphics processor is not used');
  }
}
