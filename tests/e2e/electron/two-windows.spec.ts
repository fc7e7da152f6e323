import type { Page } from '@playwright/test';
import type { Vigie } from '../../support/electron-app.ts';
import { expect, test, VEHICLES } from './fixtures.ts';

const connection = (page: Page) => page.getByTestId('connection-state');

test('a console and a wall on one data host show the vehicles, and both come back when it dies', async ({ launch }) => {
  const vigie = await launch();
  const consolePage = await vigie.page('console');
  await vigie.menu('Wall', 0);
  const wallPage = await vigie.page('wall');

  for (const page of [consolePage, wallPage]) {
    await expectFleet(page);
  }
  const list = consolePage.getByTestId('vehicle-list');
  await expect(list).toHaveAttribute('data-total', String(VEHICLES));
  await expect(list.getByRole('row').nth(1)).toBeVisible();

  const before = await vigie.dataHostId();
  const histories = await Promise.all([consolePage, wallPage].map((page) => recordStates(page)));
  process.kill(before, 'SIGKILL');

  for (const states of histories) {
    await expect.poll(states, { timeout: 30_000 }).toContain('lost');
  }
  for (const page of [consolePage, wallPage]) {
    await expectFleet(page);
  }
  const after = await vigie.dataHostId();
  expect(after).not.toBe(before);
  expect(vigie.log()).toMatch(/the data process died after .*"code":9/);
});

/** The window is live and shows most of the fleet: some vehicles may not have been heard yet. */
async function expectFleet(page: Page): Promise<void> {
  await expect(connection(page)).toHaveAttribute('data-state', 'live', { timeout: 30_000 });
  const count = async () => Number(await page.getByTestId('vehicle-count').getAttribute('data-value'));
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(VEHICLES * 0.8);
}

/**
 * Records the states that the connection shows, from when this resolves: an outage may be over before a test looks at it.
 * @returns the states shown since, the present one first
 */
async function recordStates(page: Page): Promise<() => Promise<string[]>> {
  const record = await connection(page).evaluateHandle((element) => {
    const state = () => element.getAttribute('data-state') ?? '';
    const states = [state()];
    new MutationObserver(() => states.push(state())).observe(element, { attributeFilter: ['data-state'] });
    return states;
  });
  return () => record.jsonValue();
}

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
    wall?.webContents.forcefullyCrashRenderer();
  });
  await expect.poll(() => vigie.log()).toMatch(/a window's page died .*"reloadInMs":200/);
  await expect.poll(() => wallState(vigie), { timeout: 30_000 }).toBe('true');
  expect(wallPage.isClosed()).toBe(false);
  await expect(consolePage.locator('html')).toHaveAttribute('data-still-the-same', 'true');
});

/** Asked through the shell: Playwright gives up a page that crashed. */
function wallState(vigie: Vigie): Promise<string> {
  return vigie.app.evaluate(async ({ BrowserWindow }) => {
    const wall = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().includes('/wall.html'));
    if (wall === undefined) return 'closed';
    if (wall.webContents.isCrashed()) return 'crashed';
    if (wall.webContents.isLoading()) return 'loading';
    return String(await wall.webContents.executeJavaScript('document.documentElement.dataset.ready'));
  });
}

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
