import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { stateOfWalls } from './wall-windows.ts';

const connection = (page: Page) => page.getByTestId('connection-state');

test('a window whose page dies is reloaded alone', async ({ launch }) => {
  const vigie = await launch();
  const consolePage = await vigie.page('console');
  await vigie.menu('Wall', 0);
  const wallPage = await vigie.page('wall');
  await consolePage.evaluate(() => {
    document.documentElement.dataset['stillTheSame'] = 'true';
  });

  await vigie.app.evaluate(({ BrowserWindow }) => {
    const wall = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes('/wall.html'));
    // Once this is answered: the answer must not get lost in the crash.
    setTimeout(() => wall?.webContents.forcefullyCrashRenderer(), 100);
  });
  await expect.poll(() => vigie.log()).toMatch(/a window's page died .*"reloadInMs":200/);
  await expect.poll(() => stateOfWalls(vigie), { timeout: 30_000 }).toEqual(['true']);
  expect(wallPage.isClosed()).toBe(false);
  await expect(consolePage.locator('html')).toHaveAttribute('data-still-the-same', 'true');
});

test('the graphics process may die: the windows stay', async ({ launch }) => {
  const vigie = await launch();
  const page = await vigie.page('console');
  const gpu = await vigie.app.evaluate(({ app }) => app.getAppMetrics().find((one) => one.type === 'GPU')?.pid);
  expect(gpu).toBeDefined();
  process.kill(gpu ?? 0, 'SIGKILL');
  await expect.poll(() => vigie.log()).toContain('"type":"GPU"');
  await expect(connection(page)).toHaveAttribute('data-state', 'live');
  await page.reload();
  await page.waitForSelector('html[data-ready="true"]');
});
