import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ClearError } from '../bootstrap/clear-error.mjs';
import { addCounts, type Counts, countsLine, nothing, oneFailed } from './counts.ts';
import type { TestStep } from './steps.ts';

/**
 * `npm test`: installs what the tests need, runs every step though some fail, and ends with one line of counts.
 * @param prepare installs what the steps need of the system
 * @returns the exit code: 0 only when nothing failed
 */
export async function testAll(steps: readonly TestStep[], prepare: () => Promise<void>): Promise<number> {
  const beganAtMs = Date.now();
  const reports = mkdtempSync(path.join(tmpdir(), 'vigie-tests-'));
  const results: { name: string; counts: Counts; seconds: number }[] = [];
  try {
    const prepared = await runStep('system packages', async () => {
      await prepare();
      return nothing;
    });
    if (prepared.failed > 0) results.push({ name: 'system packages', counts: prepared, seconds: 0 });
    for (const { name, run } of steps) {
      const stepBeganAtMs = Date.now();
      console.log(`\n── ${name}`);
      const counts = await runStep(name, () => run(reports));
      results.push({ name, counts, seconds: Math.round((Date.now() - stepBeganAtMs) / 1000) });
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  console.log(`\n── in ${Math.round((Date.now() - beganAtMs) / 1000)} s`);
  for (const { name, counts, seconds } of results) console.log(`${name}: ${countsLine(counts)} (${seconds} s)`);
  const sum = addCounts(...results.map(({ counts }) => counts));
  console.log(countsLine(sum));
  return sum.failed === 0 ? 0 : 1;
}

/** A step that crashes is a failure, and the next one still runs. */
async function runStep(name: string, run: () => Promise<Counts>): Promise<Counts> {
  try {
    return await run();
  } catch (error) {
    console.error(error instanceof ClearError ? error.message : error);
    console.error(`${name}: crashed`);
    return oneFailed;
  }
}
