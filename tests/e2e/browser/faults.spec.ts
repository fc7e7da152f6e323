import type { Page } from '@playwright/test';
import { expect, expectAccessible, isReady, test } from './fixtures.ts';

test.use({ viewport: { width: 1280, height: 800 } });

const banner = (page: Page) => page.getByTestId('fault-banner');

test('a lost data host is said on every window within two seconds, and recovers by itself', async ({
  windows,
  server,
}) => {
  const page = await windows.open();
  const wall = await windows.open('wall');
  await isReady(page);
  await isReady(wall);
  await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'live');
  await expect(wall.getByTestId('connection-state')).toHaveAttribute('data-state', 'live');
  server.cut();
  for (const window of [page, wall]) {
    await expect(banner(window)).toHaveAttribute('data-state', 'host-lost', { timeout: 2_000 });
    await expect(window.locator('[data-live="false"]').first()).toBeAttached({ timeout: 3_500 });
  }
  await expect(banner(page)).toContainText(/Positions are not live since \d\d:\d\d:\d\d/, { timeout: 3_500 });
  await expect(page.getByTestId('vehicle-list')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByTestId('stale-notice')).toContainText('Offline: showing what was synced at');
  await expectAccessible(page);
  server.reopen();
  for (const window of [page, wall]) await expect(banner(window)).toHaveAttribute('data-state', 'none');
  await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'live');
});

test('“try again now” does not wait', async ({ windows, server }) => {
  const page = await windows.open();
  await isReady(page);
  server.cut();
  await expect(banner(page)).toHaveAttribute('data-state', 'host-lost');
  // By now the pauses are of seconds.
  await page.waitForTimeout(4_000);
  server.reopen();
  await page.getByRole('button', { name: 'Try again now' }).click();
  await expect(banner(page)).toHaveAttribute('data-state', 'none', { timeout: 2_000 });
});

test('positions that stop are said, with the time', async ({ windows, host }) => {
  const page = await windows.open();
  await isReady(page);
  // What never came cannot stop.
  await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'live');
  host.fleet.move = () => {};
  // A map that has just settled asks for its area once more, and this host answers with what it has: a frame, after which the wait begins anew.
  await expect(banner(page)).toHaveAttribute('data-state', 'positions-silent', { timeout: 10_000 });
  await expect(banner(page)).toContainText(/Positions are not live since \d\d:\d\d:\d\d/);
});

test('a data host that hangs is said though its link is open', async ({ windows, host }) => {
  const page = await windows.open();
  await isReady(page);
  host.delayMs = 60_000;
  await expect(banner(page)).toHaveAttribute('data-state', 'host-muted', { timeout: 8_000 });
  host.delayMs = 0;
  await expect(banner(page)).toHaveAttribute('data-state', 'none', { timeout: 8_000 });
});
