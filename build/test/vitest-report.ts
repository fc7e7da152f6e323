import path from 'node:path';
import { root } from '../bootstrap/runtime.mjs';
import type { Fall, Outcome } from './outcome.ts';
import { readJson } from './read-json.ts';

/** What vitest's json reporter tells, as far as it is read here. */
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

export interface VitestOutcome extends Outcome {
  /** Files in which something failed, as absolute paths. */
  failedFiles: readonly string[];
}

/** The outcome in a report of vitest's json reporter; undefined where there is none. A file that does not load is a failure. */
export function readVitestReport(file: string): VitestOutcome | undefined {
  const report = readJson<VitestReport>(file);
  if (report === undefined) return undefined;
  const failed = report.testResults.filter(({ status }) => status === 'failed');
  // A file fails without any of its tests when it does not load, or when what it does before or after them fails.
  const broken = failed.filter(({ assertionResults }) => !assertionResults.some(({ status }) => status === 'failed'));
  const falls: Fall[] = failed.flatMap(({ name, message, assertionResults }) => {
    const at = path.relative(root, name);
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    if (tests.length === 0) return [{ test: at, by: message ?? '', again: false }];
    return tests.map(({ fullName, failureMessages }) => ({
      ...{ test: `${at}: ${fullName.trim()}`, by: failureMessages[0] ?? '', again: false },
    }));
  });
  return {
    counts: {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
      again: 0,
    },
    falls,
    failedFiles: failed.map(({ name }) => name),
  };
}

/**
 * Two runs as one: the second was of the files that had failed. What failed in the first and passed in the second counts as
 * passed at the second try. A second run that left no report changes nothing.
 */
export function withSecondTry(first: VitestOutcome, second: Outcome | undefined): Outcome {
  if (second === undefined) return first;
  const still = new Set(second.falls.map(({ test }) => test));
  const known = new Set(first.falls.map(({ test }) => test));
  const falls = first.falls.map((fall) => ({ ...fall, again: !still.has(fall.test) }));
  const again = falls.filter((fall) => fall.again).length;
  // What only the second run failed by is a failure too: neither of the two was whole.
  const others = second.falls.filter(({ test }) => !known.has(test));
  const { passed, failed, skipped } = first.counts;
  return {
    counts: { passed: passed + again, failed: failed - again + others.length, skipped, again },
    falls: [...falls, ...others],
  };
}
