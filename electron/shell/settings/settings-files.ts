import { statSync } from 'node:fs';
import path from 'node:path';
import { readTextIfAny } from '../files/state-file.ts';

/** Where an administrator puts the policy file: a place that users cannot write to. */
export function policyFilePlace(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (platform === 'win32')
    return path.win32.join(environment['ProgramData'] ?? 'C:\\ProgramData', 'Vigie', 'policy.json');
  if (platform === 'darwin') return '/Library/Application Support/Vigie/policy.json';
  return '/etc/vigie/policy.json';
}

/**
 * The text of the policy file, if there is one that may be believed: on Linux and macOS it must belong to root, and no one
 * else may write to it. (On Windows the folder's access list does that; docs/desktop-settings.md gives the command.)
 * @returns a problem, in one sentence, where it may not be believed or cannot be read
 */
export function readPolicyFile(
  file: string,
  platform: NodeJS.Platform,
): { text: string | undefined; problem: string | null } {
  try {
    const text = readTextIfAny(file);
    if (text === undefined || platform === 'win32') return { text, problem: null };
    const { uid, mode } = statSync(file);
    if (uid !== 0 || (mode & 0o022) !== 0) {
      return {
        text: undefined,
        problem: `${file} can be changed by others than root: make it root's with mode 644, or remove it.`,
      };
    }
    return { text, problem: null };
  } catch (error) {
    return { text: undefined, problem: `${file} cannot be read (${reasonOf(error)}): make it readable, or remove it.` };
  }
}

/** The text of config.json, which a user may write; a problem where it is there and cannot be read. */
export function readConfigFile(file: string): { text: string | undefined; problem: string | null } {
  try {
    return { text: readTextIfAny(file), problem: null };
  } catch (error) {
    return { text: undefined, problem: `${file} cannot be read (${reasonOf(error)}): make it readable, or remove it.` };
  }
}

function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
