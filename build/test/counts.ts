import { existsSync, readFileSync } from 'node:fs';

/** How many tests passed, failed and were left out. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Of those that passed: how many failed before, and passed when they were run again. */
  again: number;
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0, again: 0 };
export const oneFailed: Counts = { ...nothing, failed: 1 };

export function addCounts(...all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
      again: sum.again + one.again,
    }),
    nothing,
  );
}

/** The last line of `npm test`: "12 passed, 0 failed", and what was skipped or passed at the second try where anything was. */
export function countsLine({ passed, failed, skipped, again }: Counts): string {
  const others = [skipped > 0 ? `, ${skipped} skipped` : '', again > 0 ? `, ${again} at the second try` : ''];
  return `${passed} passed, ${failed} failed${others.join('')}`;
}

/**
 * The counts of a runner that ended. One that ended badly has at least one failure, though its report tells of none: it
 * crashed, missed a coverage threshold, or left no report.
 */
export function countsOfRun(code: number, reported: Counts | undefined): Counts {
  if (reported === undefined) return oneFailed;
  return code !== 0 && reported.failed === 0 ? addCounts(reported, oneFailed) : reported;
}

/** The counts in a report of vitest's json reporter; undefined where there is none. A file that does not load is a failure. */
export function readVitestReport(file: string): Counts | undefined {
  const report = readJson<VitestReport>(file);
  if (report === undefined) return undefined;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    again: 0,
  };
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

/** The counts in a report of Playwright's json reporter; undefined where there is none. */
export function readPlaywrightReport(file: string): Counts | undefined {
  const report = readJson<PlaywrightReport>(file);
  if (report === undefined) return undefined;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected, skipped, again: flaky };
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

function readJson<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
