import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../../../build/bootstrap/runtime.mjs';
import { checkCoverage } from '../../../../build/test/coverage.ts';
import { readPlaywrightReport } from '../../../../build/test/playwright-report.ts';
import { readVitestReport, withSecondTry } from '../../../../build/test/vitest-report.ts';

let folder: string;
const written = (content: object) => {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a report of vitest', () => {
  const at = (name: string) => path.join(root, 'tests', name);
  const passes = { fullName: 'it passes', status: 'passed', failureMessages: [] };
  const fails = { fullName: ' it fails', status: 'failed', failureMessages: ['Error: 1 is not 2', 'another'] };
  const report = {
    ...{ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 },
    testResults: [
      { name: at('a.test.ts'), status: 'failed', assertionResults: [passes, fails] },
      { name: at('b.test.ts'), status: 'failed', message: 'does not load', assertionResults: [] },
      { name: at('c.test.ts'), status: 'passed', assertionResults: [passes] },
    ],
  };

  it('tells what failed by what; a file that did not load is a failure', () => {
    expect(readVitestReport(written(report))).toEqual({
      counts: { passed: 5, failed: 2, skipped: 3, again: 0 },
      falls: [
        { test: 'tests/a.test.ts: it fails', by: 'Error: 1 is not 2', again: false },
        { test: 'tests/b.test.ts', by: 'does not load', again: false },
      ],
      failedFiles: [at('a.test.ts'), at('b.test.ts')],
    });
    expect(readVitestReport(path.join(folder, 'none.json'))).toBeUndefined();
  });

  it('counts a failure of what a file does after its tests, though they all passed', () => {
    const after = { name: at('d.test.ts'), status: 'failed', message: 'afterAll: hung', assertionResults: [passes] };
    const outcome = readVitestReport(written({ ...report, numFailedTests: 0, testResults: [after] }));
    expect(outcome?.counts.failed).toBe(1);
    expect(outcome?.falls).toEqual([{ test: 'tests/d.test.ts', by: 'afterAll: hung', again: false }]);
  });

  it('of a second try says what passed then, what failed again, and what failed only then', () => {
    const first = readVitestReport(written(report));
    if (first === undefined) throw new Error('there is no report');
    const fall = (test: string) => ({ test, by: 'Error', again: false });
    const second = (...tests: string[]) => ({
      counts: { passed: 1, failed: tests.length, skipped: 0, again: 0 },
      falls: tests.map(fall),
    });
    expect(withSecondTry(first, second()).counts).toEqual({ passed: 7, failed: 0, skipped: 3, again: 2 });
    expect(withSecondTry(first, second('tests/b.test.ts'))).toMatchObject({
      counts: { passed: 6, failed: 1, again: 1 },
      falls: [{ again: true }, { again: false }],
    });
    expect(withSecondTry(first, second('tests/a.test.ts: it passes')).counts).toMatchObject({ failed: 1, again: 2 });
    expect(withSecondTry(first, undefined)).toEqual(first);
  });
});

describe('a report of Playwright', () => {
  it('tells what failed, and what passed at the second try', () => {
    const spec = (title: string, status: string, ...messages: (string | undefined)[]) => ({
      ...{ title, file: 'browser/a.spec.ts', line: 7 },
      tests: [
        {
          status,
          results: messages.map((message) => ({ errors: message === undefined ? [] : [{ message }] })),
        },
      ],
    });
    const file = written({
      stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 },
      suites: [
        {
          ...{
            title: 'a.spec.ts',
            specs: [spec('good', 'expected', undefined), spec('bad', 'unexpected', 'no', 'no')],
          },
          suites: [{ title: 'within', specs: [spec('late', 'flaky', 'too late', undefined)] }],
        },
      ],
    });
    expect(readPlaywrightReport(file)).toEqual({
      counts: { passed: 5, failed: 1, skipped: 2, again: 1 },
      falls: [
        { test: 'browser/a.spec.ts:7: bad', by: 'no', again: false },
        { test: 'browser/a.spec.ts:7: late', by: 'too late', again: true },
      ],
    });
  });
});

describe('the share of lines', () => {
  const lines = (covered: number) => ({ lines: { total: 100, covered } });

  it('is wanted of each room by itself', () => {
    const summary = (data: number) => ({
      total: lines(95),
      [path.join(root, 'shared/a.ts')]: lines(90),
      [path.join(root, 'backend/b.ts')]: lines(81),
      [path.join(root, 'electron/data/c.ts')]: lines(data),
    });
    expect(checkCoverage(written(summary(80))).counts.failed).toBe(0);
    expect(checkCoverage(written(summary(79)))).toMatchObject({
      counts: { failed: 1 },
      falls: [{ test: 'coverage', by: 'electron/data: 79.0 % of lines; 80 % are wanted' }],
    });
  });

  it('is a failure where no lines were counted', () => {
    expect(checkCoverage(path.join(folder, 'none.json')).counts.failed).toBe(1);
  });
});
