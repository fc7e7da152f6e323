import { defineConfig } from '@playwright/test';
import { findBrowser, sandboxFlags } from '../../build/start/programs.ts';
import { SOFTWARE_WEBGL_FLAGS } from '../support/software-webgl.ts';

/** Chromium that draws WebGL in software and calls nobody, headless or not. */
const chromiumFlags = [
  ...sandboxFlags(),
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...SOFTWARE_WEBGL_FLAGS,
];

const executablePath = findBrowser();
const launch = (...flags: string[]) => ({
  launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: [...chromiumFlags, ...flags] },
});

/** Files in which something is timed. What a busy machine does to the others is only to take longer. */
const ALONE = /(?:faults|map|preview|replay)\.spec\.ts$/;
const ELECTRON_ALONE = /(?:displays|frozen-page|outages)\.spec\.ts$/;

const isCi = process.env['CI'] !== undefined && process.env['CI'] !== '';

export default defineConfig({
  outputDir: 'results',
  // Long: they end tests that wait in vain, and a busy machine is no failure. What must be quick is timed by its own test.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // A real browser, a real Electron and a real display fail by themselves once in some hundred starts. What passes at the second
  // try is counted, and said with what it failed by; on one's own machine it fails.
  retries: isCi ? 1 : 0,
  // Two at a time where nothing is timed, and one where something is: tests draw maps without a GPU.
  workers: 2,
  forbidOnly: isCi,
  reporter: [['list']],
  use: {
    // A trace reads the page after each step, which costs a fifth of the processor: only of a second try, and where `--trace on` asks for
    // it. A picture of each failure and what the page said then are there anyway.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    ...launch(),
  },
  projects: [
    // None of them looks at the map's picture: the page is put together without the program that plays the GPU, at a fifth less work.
    { name: 'browser', testDir: 'browser', testIgnore: ALONE, use: launch('--disable-gpu-compositing') },
    { name: 'browser-alone', testDir: 'browser', testMatch: ALONE, workers: 1 },
    // A trace makes the start of an application wait forever; its tests attach logs and pictures instead. Some start it thrice.
    { name: 'electron', testDir: 'electron', testIgnore: ELECTRON_ALONE, use: { trace: 'off' } },
    { name: 'electron-alone', testDir: 'electron', testMatch: ELECTRON_ALONE, workers: 1, use: { trace: 'off' } },
  ],
});
