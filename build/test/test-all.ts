import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ClearError } from '../bootstrap/clear-error.mjs';
import { countsLine } from './counts.ts';
import { addOutcomes, failure, fallLines, noTests, type Outcome } from './outcome.ts';
import type { TestStep } from './steps.ts';

/**
 * `npm test`: installs what the tests need, runs every step though some fail, and ends with what failed and by what,
 * the counts of each step, and one line of counts.
 * @param prepare installs what the steps need of the system
 * @returns the exit code: 0 only when nothing failed
 */
export async function testAll(steps: readonly TestStep[], prepare: () => Promise<void>): Promise<number> {
  const beganAtMs = Date.now();
  const reports = mkdtempSync(path.join(tmpdir(), 'vigie-tests-'));
  const results: { name: string; outcome: Outcome; seconds: number }[] = [];
  try {
    const prepared = await runStep('system packages', async () => {
      await prepare();
      return noTests;
    });
    if (prepared.counts.failed > 0) results.push({ name: 'system packages', outcome: prepared, seconds: 0 });
    for (const { name, run } of steps) {
      const stepBeganAtMs = Date.now();
      console.log(`\n── ${name}`);
      const outcome = await runStep(name, () => run(reports));
      results.push({ name, outcome, seconds: Math.round((Date.now() - stepBeganAtMs) / 1000) });
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  console.log(`\n── in ${Math.round((Date.now() - beganAtMs) / 1000)} s`);
  const { counts, falls } = addOutcomes(...results.map(({ outcome }) => outcome));
  for (const line of falls.flatMap(fallLines)) console.log(line);
  for (const { name, outcome, seconds } of results) {
    console.log(`${name}: ${countsLine(outcome.counts)} (${seconds} s)`);
  }
  console.log(countsLine(counts));
  return counts.failed === 0 ? 0 : 1;
}

/** A step that crashes is a failure, and the next one still runs. */
async function runStep(name: string, run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    console.error(error instanceof ClearError ? error.message : error);
    return failure(name, `crashed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
