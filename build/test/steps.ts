import path from 'node:path';
import { systemPackagesHint } from '../bootstrap/system-packages.mjs';
import { root } from '../bootstrap/runtime.mjs';
import { runSteps, staticSteps } from '../check/check.ts';
import { toolFile } from '../check/tool.ts';
import { findBrowser, findElectron, findProgram } from '../start/programs.ts';
import { nothing } from './counts.ts';
import { checkCoverage } from './coverage.ts';
import { addOutcomes, failure, noTests, type Outcome, outcomeOfRun } from './outcome.ts';
import { readPlaywrightReport } from './playwright-report.ts';
import { runEcho } from './run-echo.ts';
import { readVitestReport, withSecondTry } from './vitest-report.ts';

const MINUTE = 60_000;
const isCi = process.env['CI'] !== undefined && process.env['CI'] !== '';

/** One part of `npm test`. `reports` is a folder for the files that the runners write. */
export interface TestStep {
  name: string;
  run: (reports: string) => Promise<Outcome>;
}

/** All parts, the quick ones first. */
export const testSteps: readonly TestStep[] = [
  { name: 'format, lint and types', run: checkStatically },
  { name: 'unit, contract, integration, chaos and architecture', run: runVitest },
  { name: 'build', run: buildProduct },
  { name: 'end to end in a browser', run: runBrowserTests },
  { name: 'end to end in Electron', run: runElectronTests },
];

async function checkStatically(): Promise<Outcome> {
  return { counts: { ...nothing, ...(await runSteps(staticSteps())) }, falls: [] };
}

/** More files than these are no accident of a busy machine. */
const MOST_FILES_AGAIN = 5;

/** With `CI` set, files in which something failed are run once more, by themselves. On one's own machine it fails. */
async function runVitest(reports: string): Promise<Outcome> {
  const file = path.join(reports, 'vitest.json');
  // Shares alone: a page for each file, as `npm run coverage` makes them, is looked at by nobody here.
  const code = await vitest(file, [
    '--coverage',
    '--coverage.reporter=text-summary',
    '--coverage.reporter=json-summary',
  ]);
  const first = readVitestReport(file);
  const covered = checkCoverage(path.join(root, 'coverage/coverage-summary.json'));
  const files = first?.failedFiles ?? [];
  if (first === undefined || !isCi || files.length === 0 || files.length > MOST_FILES_AGAIN) {
    return addOutcomes(outcomeOfRun('vitest', code, first), covered);
  }
  console.log(`\n── once more: ${files.map((one) => path.relative(root, one)).join(', ')}`);
  const again = path.join(reports, 'vitest-again.json');
  await vitest(again, files);
  return addOutcomes(withSecondTry(first, readVitestReport(again)), covered);
}

function vitest(report: string, args: readonly string[]): Promise<number> {
  const runner = [toolFile('vitest', 'vitest'), 'run', '--config=tests/vitest.config.ts'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return runEcho(process.execPath, [...runner, ...reporters, ...args], { limitMs: 20 * MINUTE });
}

async function buildProduct(): Promise<Outcome> {
  const code = await runEcho(process.execPath, ['build/build.ts'], { limitMs: 5 * MINUTE });
  return code === 0 ? noTests : failure('build', `ended with code ${code}`);
}

async function runBrowserTests(reports: string): Promise<Outcome> {
  if (findBrowser() === undefined) {
    return failure('browser', `Chromium or Chrome is not installed: ${systemPackagesHint()}`);
  }
  return addOutcomes(await runPlaywright('browser', reports), await runPlaywright('browser-alone', reports));
}

async function runElectronTests(reports: string): Promise<Outcome> {
  const binary = findElectron(root);
  if (binary === undefined) {
    console.log(
      'Skipped: no Electron is here. "npx install-electron" downloads it, or ELECTRON_OVERRIDE_DIST_PATH names one.',
    );
    return { counts: { ...nothing, skipped: await countElectronTests(reports) }, falls: [] };
  }
  console.log(`with ${binary}`);
  if (process.platform === 'linux' && findProgram(['Xvfb']) === undefined) {
    return failure('electron', `the tests need displays of their own: Xvfb: ${systemPackagesHint()}`);
  }
  return addOutcomes(await runPlaywright('electron', reports), await runPlaywright('electron-alone', reports));
}

type Project = 'browser' | 'browser-alone' | 'electron' | 'electron-alone';

async function runPlaywright(project: Project, reports: string): Promise<Outcome> {
  const file = path.join(reports, `${project}.json`);
  const args = playwright(project, 'list,json');
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const code = await runEcho(process.execPath, args, { env, limitMs: 20 * MINUTE });
  return outcomeOfRun(project, code, readPlaywrightReport(file));
}

function playwright(project: string, reporter: string): string[] {
  return [
    toolFile('@playwright/test', 'playwright'),
    'test',
    '--config=tests/e2e/playwright.config.ts',
    `--project=${project}`,
    // Of its own: a run begins by emptying it.
    `--output=tests/e2e/results/${project}`,
    `--reporter=${reporter}`,
    '--pass-with-no-tests',
  ];
}

async function countElectronTests(reports: string): Promise<number> {
  const file = path.join(reports, 'electron-list.json');
  await runEcho(process.execPath, [...playwright('electron', 'json'), '--project=electron-alone', '--list'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    limitMs: MINUTE,
  });
  const { counts } = readPlaywrightReport(file) ?? noTests;
  return counts.passed + counts.failed + counts.skipped;
}
