import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { objectsMadeBy } from './own-objects.ts';
import type { OwnObject, Step } from './step.ts';

export const MIGRATIONS_FOLDER = path.join(import.meta.dirname, '../../migrations');

/** A migration, as its file says: one script that runs in a transaction (.sql), or several steps (.ts). */
export interface MigrationFile {
  name: string;
  file: string;
  /** Undefined for a script. */
  steps: readonly Step[] | undefined;
  creates: readonly OwnObject[];
}

/** All there are, in their order. @throws Error when a file is none */
export async function migrationFiles(): Promise<MigrationFile[]> {
  const names = (await readdir(MIGRATIONS_FOLDER)).filter((name) => /^\d{4}_\w+\.(?:sql|ts)$/.test(name)).sort();
  return Promise.all(names.map((name) => readMigration(path.join(MIGRATIONS_FOLDER, name))));
}

async function readMigration(file: string): Promise<MigrationFile> {
  const name = path.basename(file, path.extname(file));
  if (file.endsWith('.ts')) {
    const module = (await import(pathToFileURL(file).href)) as { steps?: readonly Step[] };
    if (module.steps === undefined) throw new Error(`${file} exports no steps.`);
    return { name, file, steps: module.steps, creates: module.steps.flatMap(({ creates }) => creates) };
  }
  const [up = ''] = (await readFile(file, 'utf8')).split(/^-- Down Migration$/m);
  return { name, file, steps: undefined, creates: objectsMadeBy(up) };
}
