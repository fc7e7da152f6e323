import type { Fall, Outcome } from './outcome.ts';
import { readJson } from './read-json.ts';

interface Suite {
  title: string;
  suites?: Suite[];
  specs: {
    title: string;
    file: string;
    line: number;
    tests: { status: string; results: { errors: { message?: string }[] }[] }[];
  }[];
}

/** What Playwright's json reporter tells, as far as it is read here. */
interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites: Suite[];
}

/** The outcome in a report of Playwright's json reporter; undefined where there is none. */
export function readPlaywrightReport(file: string): Outcome | undefined {
  const report = readJson<PlaywrightReport>(file);
  if (report === undefined) return undefined;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const counts = { passed: expected + flaky, failed: unexpected, skipped, again: flaky };
  return { counts, falls: report.suites.flatMap(fallsOf) };
}

function fallsOf({ suites = [], specs }: Suite): Fall[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => ({
        test: `${file}:${line}: ${title}`,
        by: results.map(byOf).find((by) => by !== '') ?? '',
        again: status === 'flaky',
      })),
  );
  return [...own, ...suites.flatMap(fallsOf)];
}

const byOf = ({ errors }: { errors: { message?: string }[] }): string => errors[0]?.message ?? '';
