import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, type TestInfo } from '@playwright/test';
import { type Backend, startBackend } from '../../support/backend-process.ts';
import { startOwnDisplay } from '../../support/own-display.ts';
import { type LaunchOptions, launchVigie, type PlainRun, runVigie, type Vigie } from '../../support/electron-app.ts';

export { expect } from '@playwright/test';

export const VEHICLES = 200;

interface TestFixtures {
  /** The user's data folder of this test: empty at first, removed at its end. */
  folder: string;
  /** Starts Vigie on the test's folder and backend. What still runs at the end of the test is ended. */
  launch: (options?: Partial<LaunchOptions>) => Promise<Vigie>;
  /** The same without Playwright: for starts that are to end by themselves. */
  run: (options?: Partial<LaunchOptions>) => PlainRun;
}

interface WorkerFixtures {
  /** The display of a worker's applications, in its environment: beside another worker's. */
  display: string;
  /** One backend for all tests of a worker. */
  backend: Backend;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  display: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what the fixture needs
    async ({}, provide) => {
      const before = process.env['DISPLAY'];
      const own = await startOwnDisplay();
      if (own !== undefined) process.env['DISPLAY'] = own.name;
      await provide(process.env['DISPLAY'] ?? '');
      if (before === undefined) delete process.env['DISPLAY'];
      else process.env['DISPLAY'] = before;
      await own?.stop();
    },
    { scope: 'worker', auto: true, timeout: 30_000 },
  ],
  backend: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what the fixture needs
    async ({}, provide) => {
      const backend = await startBackend({ vehicles: VEHICLES });
      await provide(backend);
      await backend.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what the fixture needs
  folder: async ({}, provide, testInfo) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vigie-desktop-'));
    await provide(folder);
    await attachLogs(folder, testInfo);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  launch: async ({ folder, backend }, provide, testInfo) => {
    const running: Vigie[] = [];
    await provide(async (options = {}) => {
      const vigie = await launchVigie({ folder, backend, ...options });
      running.push(vigie);
      return vigie;
    });
    for (const vigie of running) {
      if (testInfo.status !== testInfo.expectedStatus) await attachPictures(vigie, testInfo);
      await vigie.quit();
    }
  },
  run: async ({ folder, backend }, provide) => {
    const running: PlainRun[] = [];
    await provide((options = {}) => {
      const run = runVigie({ folder, backend, ...options });
      running.push(run);
      return run;
    });
    for (const one of running) {
      one.process.kill('SIGKILL');
      await one.exitCode(10_000);
    }
  },
});

async function attachLogs(folder: string, testInfo: TestInfo): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus) return;
  for (const name of ['main.log', 'data.log']) {
    const file = path.join(folder, 'logs', name);
    if (existsSync(file)) await testInfo.attach(name, { body: readFileSync(file), contentType: 'text/plain' });
  }
}

async function attachPictures(vigie: Vigie, testInfo: TestInfo): Promise<void> {
  for (const page of vigie.app.windows()) {
    const picture = await page.screenshot({ timeout: 5_000 }).catch((error: unknown) => Buffer.from(String(error)));
    await testInfo.attach(page.url(), { body: picture, contentType: 'image/png' });
  }
}
