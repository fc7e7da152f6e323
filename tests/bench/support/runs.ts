import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a script with this Node, in a process of its own.
 * @returns the JSON of the last line that it prints
 */
export async function runChild<Figures>(script: string, args: readonly string[]): Promise<Figures> {
  const { stdout } = await run(process.execPath, ['--expose-gc', script, ...args], { maxBuffer: 16_000_000 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2;
}

export function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
