import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { describeRoutes } from '../http/routes/index.ts';

/** The description as it is kept in docs/api. */
export function openApiText(): string {
  return `${JSON.stringify(describeRoutes(packageJson.version), null, 2)}\n`;
}

/** Writes it to a file, or to standard output. */
export async function writeOpenApi(file: string | undefined): Promise<number> {
  if (file === undefined) process.stdout.write(openApiText());
  else {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, openApiText());
  }
  return 0;
}
