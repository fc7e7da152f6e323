import { existsSync, readFileSync } from 'node:fs';

/** What a JSON file holds, as its writer documents it; undefined where there is no such file. */
export function readJson<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
