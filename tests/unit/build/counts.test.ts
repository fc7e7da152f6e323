import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { step } from '../../../build/bootstrap/progress.mjs';
import {
  countsLine,
  countsOfRun,
  nothing,
  readPlaywrightReport,
  readVitestReport,
} from '../../../build/test/counts.ts';
import { testAll } from '../../../build/test/test-all.ts';

describe('the counts of a run', () => {
  const passed = { ...nothing, passed: 3 };

  it('end npm test in one line', () => {
    expect(countsLine(passed)).toBe('3 passed, 0 failed');
    expect(countsLine({ passed: 1, failed: 2, skipped: 4, again: 0 })).toBe('1 passed, 2 failed, 4 skipped');
    expect(countsLine({ ...passed, again: 1 })).toBe('3 passed, 0 failed, 1 at the second try');
  });

  it('hold a failure where the runner ended badly and told of none', () => {
    expect(countsOfRun(0, passed)).toEqual(passed);
    expect(countsOfRun(1, passed)).toEqual({ ...passed, failed: 1 });
    expect(countsOfRun(1, { ...passed, failed: 2 })).toEqual({ ...passed, failed: 2 });
    expect(countsOfRun(124, undefined)).toEqual({ ...nothing, failed: 1 });
    expect(countsOfRun(0, undefined)).toEqual({ ...nothing, failed: 1 });
  });
});

describe('the report', () => {
  let folder: string;
  const report = (content: object) => {
    writeFileSync(path.join(folder, 'report.json'), JSON.stringify(content));
    return path.join(folder, 'report.json');
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'vigie-report-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('of vitest is read, and a file that did not load is a failure', () => {
    const file = report({
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: [] },
      ],
    });
    expect(readVitestReport(file)).toEqual({ passed: 5, failed: 2, skipped: 3, again: 0 });
    expect(readVitestReport(path.join(folder, 'none.json'))).toBeUndefined();
  });

  it('of Playwright is read, and what passed at the second try is said', () => {
    const file = report({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } });
    expect(readPlaywrightReport(file)).toEqual({ passed: 5, failed: 1, skipped: 2, again: 1 });
  });
});

describe('npm test', () => {
  const outputs: string[] = [];
  beforeEach(() => {
    outputs.length = 0;
    vi.spyOn(console, 'log').mockImplementation((line: string) => outputs.push(line));
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => vi.restoreAllMocks());

  it('sums all steps, ends with the line of counts and answers 0', async () => {
    const steps = [
      { name: 'one', run: async () => ({ ...nothing, passed: 2, skipped: 1 }) },
      { name: 'two', run: async () => ({ ...nothing, passed: 3 }) },
    ];
    expect(await testAll(steps, async () => undefined)).toBe(0);
    expect(outputs.at(-1)).toBe('5 passed, 0 failed, 1 skipped');
  });

  it('goes on after a step that crashed, counts it and answers 1', async () => {
    const crash = async () => {
      throw new Error('out of memory');
    };
    const steps = [
      { name: 'one', run: crash },
      { name: 'two', run: async () => ({ ...nothing, passed: 3 }) },
    ];
    expect(await testAll(steps, async () => undefined)).toBe(1);
    expect(outputs.at(-1)).toBe('3 passed, 1 failed');
  });
});

describe('a step that is slow', () => {
  it('says that it began, that it goes on, and how long it took', async () => {
    vi.useFakeTimers();
    const lines: string[] = [];
    const work = step('sorting', () => new Promise((resolve) => setTimeout(resolve, 2_500, 7)), {
      everyMs: 1_000,
      out: (line) => lines.push(line),
    });
    await vi.advanceTimersByTimeAsync(2_500);
    expect(await work).toBe(7);
    expect(lines).toEqual(['sorting …', 'still sorting (1.0 s)', 'still sorting (2.0 s)', 'sorting: done in 2.5 s']);
    vi.useRealTimers();
  });

  it('that fails says so and passes the error on', async () => {
    const lines: string[] = [];
    const failing = step('sorting', () => Promise.reject(new Error('no')), { out: (line) => lines.push(line) });
    await expect(failing).rejects.toThrow('no');
    expect(lines.at(-1)).toMatch(/^sorting: failed after/);
  });
});
