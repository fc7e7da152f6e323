import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './exit-code.ts';

/** Reads a file that an option names. @throws UsageError naming the option */
export async function readGivenFile(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${option} cannot be read (${reason}): name a file that is there.`);
  }
}

/** Writes a file so that it is there whole, on the disk, or not at all. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const partial = `${file}.part`;
  const handle = await open(partial, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partial, file);
}

/** A file that is written once must not take the place of another. @throws UsageError */
export function refuseExisting(option: string, file: string): void {
  if (existsSync(file)) throw new UsageError(`${option} ${file} is there already: name another file.`);
}
