import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes sure that the folder for this user's data is there and can be written to.
 * @param folder VIGIE_USER_DATA where it is set, relative to the working folder; else the system's place for it
 * @returns the absolute folder, or one sentence with the remedy
 */
export function prepareUserData(folder: string): { ok: true; folder: string } | { ok: false; problem: string } {
  const absolute = path.resolve(folder);
  try {
    mkdirSync(absolute, { recursive: true, mode: 0o700 });
    accessSync(absolute, constants.R_OK | constants.W_OK);
    return { ok: true, folder: absolute };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return {
      ok: false,
      problem: `The data folder ${absolute} cannot be used (${code}): give yourself the right to write there, or name another with VIGIE_USER_DATA.`,
    };
  }
}
