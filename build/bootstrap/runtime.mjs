import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClearError } from './clear-error.mjs';
import { installDependencies } from './dependencies.mjs';
import { watchNpm } from './parent-watch.mjs';

/** The checkout: the folder of package.json. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Set in the environment of the second run, so that a wrong answer of `node --version` cannot make an endless chain. */
const MARK = 'VIGIE_RUNS_ON_OWN_NODE';

/**
 * Makes this program's surroundings ready: installs the npm packages that are missing, and moves to the Node that comes
 * with them where the running one is too old for TypeScript. After a move it stays as a thin parent that passes signals
 * on, and answers with the exit code of the second run.
 * @param {string} scriptUrl import.meta.url of the entry script
 * @returns {Promise<{ here: true } | { here: false, code: number }>} here: go on in this process
 * @throws {ClearError} when dependencies cannot be installed, or no fit Node is to be had
 */
export async function prepareRuntime(scriptUrl) {
  const moved = process.env[MARK] === '1';
  delete process.env[MARK];
  await installDependencies(root);
  if (moved || runsTypeScript(process.versions.node, 24)) return { here: true };
  const node = bundledNode();
  if (node === undefined) {
    // 22.18 is the first of its line to run TypeScript without a flag.
    if (runsTypeScript(process.versions.node, 22, 18)) return { here: true };
    throw new ClearError(
      `Node ${process.versions.node} is too old, and no newer one comes from npm for ${process.platform} ${process.arch}: ` +
        'install Node 24 (https://nodejs.org), then run this again.',
    );
  }
  return { here: false, code: await runAgain(node, fileURLToPath(scriptUrl)) };
}

/**
 * @param {string} version "24.1.0"
 * @param {number} major
 * @param {number} [minor]
 */
export function runsTypeScript(version, major, minor = 0) {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** The Node 24 that npm installed for this platform, if it starts. */
function bundledNode() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const file = path.join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(file)) return undefined;
  try {
    const version = execFileSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 }).trim().slice(1);
    return runsTypeScript(version, 24) ? file : undefined;
  } catch {
    // A binary for another C library, say: the caller says what to install.
    return undefined;
  }
}

/**
 * @param {string} node
 * @param {string} script
 * @returns {Promise<number>} exit code
 */
function runAgain(node, script) {
  return new Promise((resolve, reject) => {
    // The ipc channel closes when this process dies in any way: that is how the second run learns of it.
    const child = spawn(node, [script, ...process.argv.slice(2)], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, [MARK]: '1' },
    });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => child.kill(signal));
    }
    watchNpm(() => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
