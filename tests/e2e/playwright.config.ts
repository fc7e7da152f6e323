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

export default defineConfig({
  outputDir: 'results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Each test draws maps without a GPU and runs a stack of its own: more at a time only makes all of them slow.
  workers: 1,
  forbidOnly: process.env['CI'] !== undefined && process.env['CI'] !== '',
  reporter: [['list']],
  use: {
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: chromiumFlags },
  },
  projects: [
    { name: 'browser', testDir: 'browser' },
    // A trace makes the start of an application wait forever; its tests attach logs and pictures instead. Some start it thrice.
    { name: 'electron', testDir: 'electron', timeout: 180_000, use: { trace: 'off' } },
  ],
});
