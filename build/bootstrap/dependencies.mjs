import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ClearError } from './clear-error.mjs';
import { say, step } from './progress.mjs';
import { run } from './run.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[] }} LockedPackage */

/**
 * What package-lock.json asks for and node_modules does not hold. npm writes node_modules/.package-lock.json as the last
 * thing that an install does, so an interrupted one is seen as well. Optional packages are never missed: npm leaves out
 * those of other platforms.
 * @param {string} root folder of package.json
 * @returns {string[]} paths as in the lock file, "node_modules/zod"
 */
export function missingPackages(root) {
  const wanted = readLock(path.join(root, 'package-lock.json'));
  const installed = readLock(path.join(root, 'node_modules/.package-lock.json'));
  return Object.entries(wanted)
    .filter(([place, entry]) => place.startsWith('node_modules/') && !entry.optional && isForThisMachine(entry))
    .filter(([place, entry]) => {
      const there = installed[place];
      const same = there?.version === entry.version && there?.integrity === entry.integrity;
      return !same || !existsSync(path.join(root, place));
    })
    .map(([place]) => place);
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>} nothing where the file is absent or is no JSON
 */
function readLock(file) {
  try {
    const lock = /** @type {{ packages?: Record<string, LockedPackage> }} */ (JSON.parse(readFileSync(file, 'utf8')));
    return lock.packages ?? {};
  } catch {
    return {};
  }
}

/** @param {LockedPackage} entry */
function isForThisMachine({ os, cpu }) {
  return matches(os, process.platform) && matches(cpu, process.arch);
}

/**
 * npm's rule for "os" and "cpu": a list of names, or of refusals that start with "!".
 * @param {string[] | undefined} names
 * @param {string} own
 */
function matches(names, own) {
  if (names === undefined) return true;
  const refused = names.filter((name) => name.startsWith('!')).map((name) => name.slice(1));
  return refused.length > 0 ? !refused.includes(own) : names.includes(own);
}

/**
 * Installs what the lock file asks for, with `npm ci`, if anything of it is missing.
 * @param {string} root folder of package.json
 * @returns {Promise<void>}
 * @throws {ClearError} with the remedy, if npm is missing or fails
 */
export async function installDependencies(root) {
  if (!existsSync(path.join(root, 'package-lock.json'))) {
    throw new ClearError(`${root} holds no package-lock.json: run this from a complete checkout of Vigie.`);
  }
  const missing = missingPackages(root);
  if (missing.length === 0) return;
  say(`${missing.length} npm packages are missing or out of date`);
  const { command, args } = npmCommand();
  // The product is built from its development dependencies, so NODE_ENV=production must not leave them out.
  const wanted = [...args, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  await step('installing the dependencies with npm ci', async () => {
    const env = { ...process.env, PATH: pathOutside(root) };
    const { code, output } = await run(command, wanted, { cwd: root, env });
    if (code !== 0) throw new ClearError(explainInstall(code, output));
  });
  const still = missingPackages(root);
  if (still.length > 0) {
    throw new ClearError(
      `npm ci ended well but left out ${still.slice(0, 3).join(', ')}: delete node_modules and run this again.`,
    );
  }
}

/** npm as it was called, so that the same version installs; else the one on the PATH. */
function npmCommand() {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('npm-cli.js') && existsSync(script)) {
    return { command: process.env['npm_node_execpath'] ?? process.execPath, args: [script] };
  }
  return process.platform === 'win32' ? { command: 'cmd.exe', args: ['/c', 'npm'] } : { command: 'npm', args: [] };
}

/**
 * The PATH without this checkout's own node: npm ci begins by deleting it.
 * @param {string} root
 */
function pathOutside(root) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders
    .filter((folder) => !path.resolve(folder).startsWith(path.join(root, 'node_modules')))
    .join(path.delimiter);
}

/**
 * @param {number} code exit code of npm, 127 where it does not exist
 * @param {string} output what npm printed
 * @returns {string} one sentence with the remedy, and npm's own last words
 */
export function explainInstall(code, output) {
  if (code === 127) return 'npm is not installed: install Node.js with npm (https://nodejs.org), then run this again.';
  const lines = output
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log of this run|error +at /i.test(line));
  const words = lines.slice(0, 6).join('\n');
  const remedy = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network/i.test(output)
    ? 'The npm registry cannot be reached: connect to the network, or name your proxy or mirror with "npm config set proxy URL" or "npm config set registry URL", then run this again.'
    : /ENOSPC/.test(output)
      ? 'The disk is full: free about 1 GB, then run this again.'
      : /EACCES|EROFS|EPERM/.test(output)
        ? "npm may not write here: make node_modules and npm's cache folder writable, then run this again."
        : `npm ci failed with exit code ${code}.`;
  return words === '' ? remedy : `${remedy}\n${words}`;
}
