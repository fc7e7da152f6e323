import { readFileSync } from 'node:fs';

const EVERY_MS = 1_000;

/**
 * Calls back once when npm, which runs this process, has gone: killed outright it passes no signal on. npm runs a script
 * through a shell, which may stay though npm is gone, so that npm itself is looked at where the system tells (Linux).
 * A process that npm does not run is not watched: started by hand, it may outlive its shell.
 * @param {() => void} onGone
 * @returns {void}
 */
export function watchNpm(onGone) {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const npm = isShell(parent) ? parentOf(parent) : undefined;
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || parentOf(parent) === npm)) return;
    clearInterval(watch);
    onGone();
  }, EVERY_MS);
  watch.unref();
}

/** @param {number} pid */
function isShell(pid) {
  return /^[^\0]*sh\0-c\0/.test(readProcess(pid, 'cmdline'));
}

/**
 * @param {number} pid
 * @returns {number | undefined} undefined where the system does not tell
 */
function parentOf(pid) {
  // proc(5): the name, in brackets, may hold anything; the parent is field 4, the second after it.
  const field = readProcess(pid, 'stat').split(') ').at(-1)?.split(' ')[1];
  return field === undefined || field === '' ? undefined : Number(field);
}

/**
 * @param {number} pid
 * @param {string} name
 */
function readProcess(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // No /proc here, or the process has just ended: the caller takes it for "does not tell".
    return '';
  }
}
