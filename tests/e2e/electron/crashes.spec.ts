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
    wall?.webContents.forcefullyCrashRenderer();
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

test('a page whose own thread hangs is covered from outside of it, and uncovered when it goes on', async ({
  launch,
}) => {
  const vigie = await launch();
  const page = await vigie.page('console');
  await expect(page.locator('canvas.watchdog[data-watching]')).toHaveCount(1);
  // It is watched once it has shown something for a while.
  await expect
    .poll(() => page.getByTestId('map').getAttribute('data-rendered-sequence').then(Number))
    .toBeGreaterThan(12);
  const seen = await vigie.app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().includes('/console.html'),
    )?.webContents;
    if (contents === undefined) throw new Error('no console is open');
    /** Looks at the window as the screen shows it: nothing is asked of its page. A frame of the alarm's colour is the cover's. */
    const isCovered = async () => {
      const picture = await contents.capturePage();
      const { width, height } = picture.getSize();
      const bitmap = picture.toBitmap();
      return [(height >> 1) * width + 1, width + (width >> 1)].every((at) => {
        const [blue = 0, green = 0, red = 0] = bitmap.subarray(at * 4, at * 4 + 3);
        return red > 180 && red > 1.6 * green && red > 1.6 * blue;
      });
    };
    const before = await isCovered();
    const hangs = contents.executeJavaScript(
      '{ const end = Date.now() + 4_000; while (Date.now() < end); Date.now() }',
    );
    let isHanging = true;
    void hangs.then(() => {
      isHanging = false;
    });
    let meanwhile = false;
    while (isHanging && !meanwhile) {
      meanwhile = (await isCovered()) && isHanging;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await hangs;
    let after = true;
    for (let look = 0; look < 50 && after; look++) {
      after = await isCovered();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { before, meanwhile, after };
  });
  expect(seen).toEqual({ before: false, meanwhile: true, after: false });
});
