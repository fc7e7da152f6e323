import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say, step } from '../bootstrap/progress.mjs';
import type { Family } from './family.ts';
import { closeLog, lastWords, openLog } from './log-file.ts';
import { findElectron } from './programs.ts';

const LIMIT_MS = 5 * 60_000;
/** A download that failed is not tried again at each start. */
const AGAIN_AFTER_MS = 24 * 3_600_000;

/**
 * Has the electron package download its binary (some 110 MB), at most once a day where that fails.
 * @returns the binary, or undefined where it could not be had; the reason is said
 */
export async function downloadElectron(family: Family, root: string, dataFolder: string): Promise<string | undefined> {
  const noteFile = path.join(dataFolder, 'electron-failed');
  const failedAtMs = statSync(noteFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - failedAtMs < AGAIN_AFTER_MS) {
    const reason = readFileSync(noteFile, 'utf8').trim();
    say(`no Electron: ${reason} lately; "npx install-electron" tries it again`);
    return undefined;
  }
  const reason = await step('downloading Electron', () =>
    runInstaller(family, root, path.join(dataFolder, 'logs/electron-download.log')),
  );
  const binary = findElectron(root);
  if (binary !== undefined) {
    rmSync(noteFile, { force: true });
    return binary;
  }
  writeFileSync(noteFile, `${reason}\n`);
  say(`no Electron: ${reason}`);
  return undefined;
}

/** @returns how it ended, in a few words */
async function runInstaller(family: Family, root: string, logFile: string): Promise<string> {
  const log = openLog(logFile);
  const member = await family.start(process.execPath, [path.join(root, 'node_modules/electron/install.js')], {
    cwd: root,
    stdio: ['ignore', log, log],
  });
  closeLog(log);
  const ending = await Promise.race([member.ended, wait(LIMIT_MS, undefined, { ref: false })]);
  if (ending === undefined) {
    await member.stop();
    return `the download took more than ${LIMIT_MS / 60_000} minutes`;
  }
  return `its download failed with "${lastWords(logFile, 1)}"`;
}
