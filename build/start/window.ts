import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from '../bootstrap/progress.mjs';
import { downloadElectron } from './electron-download.ts';
import type { Family, Member } from './family.ts';
import { closeLog, openLog } from './log-file.ts';
import { findBrowser, findElectron, hasDisplay, sandboxFlags } from './programs.ts';

/** A window that does not live this long did not open. */
const OPEN_MS = 4_000;

/** What a window is opened with. */
export interface WindowPlace {
  root: string;
  dataFolder: string;
  server: { url: string; token: string };
  env: NodeJS.ProcessEnv;
}

/**
 * Opens Vigie as a desktop application, where there is a display and an Electron binary is there or can be had.
 * @returns the application, or undefined where that is not so or it would not open; the reason is said
 */
export async function openInElectron(family: Family, place: WindowPlace): Promise<Member | undefined> {
  const { root, dataFolder, server, env } = place;
  if (!hasDisplay(env)) return undefined;
  const binary = findElectron(root, env) ?? (await downloadElectron(family, root, dataFolder));
  if (binary === undefined) return undefined;
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  return open(family, 'Electron', binary, [...sandboxFlags(), root], dataFolder, {
    ...rest,
    VIGIE_SERVER_URL: server.url,
    VIGIE_SERVER_TOKEN: server.token,
    VIGIE_USER_DATA: path.join(dataFolder, 'desktop'),
  });
}

/** Opens the page of the preview host as a window of an installed browser. Answers as `openInElectron`. */
export async function openInBrowser(
  family: Family,
  { dataFolder, env }: Pick<WindowPlace, 'dataFolder' | 'env'>,
  url: string,
): Promise<Member | undefined> {
  const binary = hasDisplay(env) ? findBrowser(env) : undefined;
  if (binary === undefined) return undefined;
  const flags = [
    `--app=${url}`,
    `--user-data-dir=${path.join(dataFolder, 'browser')}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...sandboxFlags(),
  ];
  return open(family, path.basename(binary), binary, flags, dataFolder, env);
}

async function open(
  family: Family,
  name: string,
  binary: string,
  args: string[],
  dataFolder: string,
  env: NodeJS.ProcessEnv,
): Promise<Member | undefined> {
  const logFile = path.join(dataFolder, 'logs/window.log');
  const log = openLog(logFile);
  try {
    const member = await family.start(binary, args, { env, stdio: ['ignore', log, log] });
    const ending = await Promise.race([member.ended, wait(OPEN_MS)]);
    if (ending === undefined || ending.code === 0) {
      say(`Vigie is open in ${name} (${binary}); closing it or Ctrl-C stops all`);
      return member;
    }
    say(`${name} did not open (${ending.signal ?? `exit code ${ending.code}`}): ${logFile} says why`);
  } catch (error) {
    say(`${name} did not open: ${(error as Error).message}`);
  } finally {
    closeLog(log);
  }
  return undefined;
}
