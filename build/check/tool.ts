import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap/runtime.mjs';
import { run } from '../bootstrap/run.mjs';

/** A command of an npm package as a file for `node`, which works where .bin holds links and where it holds shell files. */
export function toolFile(packageName: string, command: string): string {
  const folder = path.join(root, 'node_modules', packageName);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command];
  if (file === undefined || !existsSync(path.join(folder, file))) {
    throw new Error(`${packageName} has no command ${command}: delete node_modules and run npm ci`);
  }
  return path.join(folder, file);
}

/** Runs a command of an npm package in the checkout. Answers its exit code and what it printed. */
export function runTool(
  packageName: string,
  command: string,
  args: string[],
): Promise<{ code: number; output: string }> {
  return run(process.execPath, [toolFile(packageName, command), ...args], { cwd: root });
}
