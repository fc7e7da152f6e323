import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Sends a signal to a process group, that is to a process started with `detached` and to all that it started.
 * Windows has no groups: there the process tree is ended, whatever the signal.
 * @returns false where nothing of the group is left
 */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  if (process.platform === 'win32') {
    if (signal === 0) return isAlive(pid);
    return spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']).status === 0;
  }
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Is there a process of this number? One that may not be signalled is there as well. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * What tells a process from a later one with the same number: the time of its start and, on Linux, the boot (after a power
 * cut the numbers begin again). 'ended' for one that is only left to be collected; empty where the platform does not tell.
 */
export function processIdentity(pid: number): string {
  try {
    if (process.platform === 'linux') {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      // proc(5): the name, in brackets, may hold anything; starttime is field 22, the 20th after it.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
      // A zombie has ended; where nobody collects it, it stays in the list for ever.
      return fields?.[0] === 'Z' ? 'ended' : `${boot}:${fields?.[19] ?? ''}`;
    }
    if (process.platform === 'darwin')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)])
        .toString()
        .trim();
  } catch {
    // It has just ended, or may not be looked at: its number is all there is.
  }
  return '';
}
