import type { Page } from '@playwright/test';
import { enter, input, press, show } from '../flows/desk.ts';
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

test('a cycle that is being entered is back after its page died, after a power cut, and after a restart', async ({
  launch,
}) => {
  const deskOf = (page: Page) => ({
    ...{ page, language: 'en' as const },
    unplug: () => undefined,
    plugIn: () => undefined,
  });
  const label = 'Half a cycle of “März”';
  const first = await launch();
  const page = await first.page('console');
  await show(deskOf(page), '4', 'billing-cycle-list');
  await page.keyboard.press('n');
  await enter(deskOf(page), { label, periodStart: '29/02/2024', periodEnd: '31/0' });
  await first.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    setTimeout(() => window?.webContents.forcefullyCrashRenderer(), 100);
  });
  await expect.poll(() => first.log()).toMatch(/a window's page died/);
  const kept = () =>
    first.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined || contents.isCrashed() || contents.isLoading()) return '';
      const asked = contents.executeJavaScript(
        "document.documentElement.dataset.ready === 'true' ? localStorage.getItem('vigie.draft.billing-cycle.new') : ''",
      );
      // A page that dies meanwhile answers never.
      return Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 1_000, ''))]);
    });
  await expect.poll(kept).toContain(label);
  // It is brought to the disk within a second: then the power may go.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  await first.kill();

  const second = await launch();
  const again = await second.page('console');
  await show(deskOf(again), '4', 'billing-cycle-list');
  await press(again.getByTestId('draft-line'), 'Go on');
  await expect(input(deskOf(again), 'label')).toHaveValue(label);
  await expect(input(deskOf(again), 'periodEnd')).toHaveValue('31/0');
  await enter(deskOf(again), { periodEnd: '31/03/2024' });
  await second.quit();

  const third = await launch();
  const last = await third.page('console');
  await show(deskOf(last), '4', 'billing-cycle-list');
  await press(last.getByTestId('draft-line'), 'Go on');
  await expect(input(deskOf(last), 'periodStart')).toHaveValue('29/02/2024');
  await expect(input(deskOf(last), 'periodEnd')).toHaveValue('31/03/2024');
});
