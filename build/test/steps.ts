import path from 'node:path';
import { systemPackagesHint } from '../bootstrap/system-packages.mjs';
import { root } from '../bootstrap/runtime.mjs';
import { runSteps, staticSteps } from '../check/check.ts';
import { toolFile } from '../check/tool.ts';
import { findBrowser, findElectron, findProgram } from '../start/programs.ts';
import {
  addCounts,
  type Counts,
  countsOfRun,
  nothing,
  oneFailed,
  readPlaywrightReport,
  readVitestReport,
} from './counts.ts';
import { runEcho } from './run-echo.ts';

const MINUTE = 60_000;

/** One part of `npm test`. `reports` is a folder for the files that the runners write. */
export interface TestStep {
  name: string;
  run: (reports: string) => Promise<Counts>;
}

/** All parts, the quick ones first. */
export const testSteps: readonly TestStep[] = [
  { name: 'format, lint and types', run: checkStatically },
  { name: 'unit, contract, integration, chaos and architecture', run: runVitest },
  { name: 'build', run: buildProduct },
  { name: 'end to end in a browser', run: runBrowserTests },
  { name: 'end to end in Electron', run: runElectronTests },
];

async function checkStatically(): Promise<Counts> {
  return { ...nothing, ...(await runSteps(staticSteps())) };
}

async function runVitest(reports: string): Promise<Counts> {
  const file = path.join(reports, 'vitest.json');
  const code = await runEcho(
    process.execPath,
    [
      toolFile('vitest', 'vitest'),
      'run',
      '--config=tests/vitest.config.ts',
      '--coverage',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    { limitMs: 20 * MINUTE },
  );
  return countsOfRun(code, readVitestReport(file));
}

async function buildProduct(): Promise<Counts> {
  const code = await runEcho(process.execPath, ['build/build.ts'], { limitMs: 5 * MINUTE });
  return code === 0 ? nothing : oneFailed;
}

async function runBrowserTests(reports: string): Promise<Counts> {
  if (findBrowser() === undefined) {
    console.log(`These tests need Chromium or Chrome, which is not installed: ${systemPackagesHint()}`);
    return oneFailed;
  }
  return addCounts(await runPlaywright('browser', reports), await runPlaywright('browser-alone', reports));
}

async function runElectronTests(reports: string): Promise<Counts> {
  const binary = findElectron(root);
  if (binary === undefined) {
    console.log(
      'Skipped: no Electron is here. "npx install-electron" downloads it, or ELECTRON_OVERRIDE_DIST_PATH names one.',
    );
    return { ...nothing, skipped: await countElectronTests(reports) };
  }
  console.log(`with ${binary}`);
  if (process.platform === 'linux' && findProgram(['xvfb-run']) === undefined) {
    console.log(`These tests need a display of their own, and xvfb-run is not installed: ${systemPackagesHint()}`);
    return oneFailed;
  }
  return runPlaywright('electron', reports);
}

/** Runs one Playwright project. The Electron one gets, on Linux, a display of its own with a window manager. */
async function runPlaywright(project: 'browser' | 'browser-alone' | 'electron', reports: string): Promise<Counts> {
  const file = path.join(reports, `${project}.json`);
  const test = [process.execPath, ...playwright(project, 'list,json')];
  const [command = '', ...args] = project === 'electron' && process.platform === 'linux' ? onOwnDisplay(test) : test;
  const code = await runEcho(command, args, { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file }, limitMs: 20 * MINUTE });
  return countsOfRun(code, readPlaywrightReport(file));
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

function onOwnDisplay(command: readonly string[]): string[] {
  const managed = findProgram(['openbox']) === undefined ? 'exec "$@"' : 'openbox & exec "$@"';
  return ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24', 'sh', '-c', managed, 'sh', ...command];
}

async function countElectronTests(reports: string): Promise<number> {
  const file = path.join(reports, 'electron-list.json');
  await runEcho(process.execPath, [...playwright('electron', 'json'), '--list'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    limitMs: MINUTE,
  });
  const counts = readPlaywrightReport(file) ?? nothing;
  return counts.passed + counts.failed + counts.skipped;
}
