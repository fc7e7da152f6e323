import { expect, test, type Page } from '@playwright/test';
import { type PreviewStack, startPreviewStack } from '../../support/preview-stack.ts';
import { isReady, keepPreferences, listen } from './fixtures.ts';

/** The whole of it: a real backend, the real data host behind the preview, the built pages. */
const VEHICLES = 200;
let stack: PreviewStack;
test.beforeAll(async () => {
  stack = await startPreviewStack({ vehicles: VEHICLES });
});
test.afterAll(() => stack?.stop());
test.use({ viewport: { width: 1280, height: 800 } });

async function open(page: Page, complaints: string[] = []): Promise<void> {
  listen(page, complaints);
  await keepPreferences(page, { language: 'en', theme: 'dark' });
  await page.goto(stack.url());
  await isReady(page);
}
const value = async (page: Page, testId: string) => Number(await page.getByTestId(testId).getAttribute('data-value'));

test('the console shows a fleet that moves, with its rows', async ({ page }) => {
  const complaints: string[] = [];
  await open(page, complaints);
  await expect.poll(() => value(page, 'vehicle-count'), { timeout: 60_000 }).toBe(VEHICLES);
  await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'live');
  await expect.poll(async () => Number(await page.getByTestId('map').getAttribute('data-moving'))).toBeGreaterThan(10);
  await expect(page.getByTestId('vehicle-list')).toHaveAttribute('data-total', String(VEHICLES));
  const sequence = async () => Number(await page.getByTestId('map').getAttribute('data-rendered-sequence'));
  const before = await sequence();
  await expect.poll(sequence).toBeGreaterThan(before + 2);
  for (const [key, list] of [
    ['2', 'mission-list'],
    ['3', 'third-party-list'],
    ['4', 'billing-cycle-list'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByTestId(list)).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
    expect(Number(await page.getByTestId(list).getAttribute('data-total'))).toBeGreaterThan(0);
  }
  expect(complaints).toEqual([]);
});

test('the wall that a console arranges is opened in a tab, which needs no token of its own', async ({
  page,
  context,
}) => {
  await open(page);
  await page.keyboard.press('w');
  const editor = page.getByTestId('wall-editor');
  await expect(editor).toContainText('No wall yet');
  await editor.getByRole('button', { name: 'New wall' }).first().click();
  await expect(editor).toContainText('A browser cannot open windows on displays.');
  const opened = context.waitForEvent('page');
  await editor.getByRole('button', { name: 'Open in a tab' }).click();
  const wall = await opened;
  await isReady(wall);
  await expect.poll(() => value(wall, 'vehicle-count')).toBe(VEHICLES);
  await expect(wall.getByTestId('mission-summary')).toContainText(/Missions running\d/);
  await expect(wall).toHaveTitle('Vigie – Wall');
});

test('a link is good for one page', async ({ page, context }) => {
  const spent = stack.url();
  await open(page);
  const other = await context.newPage();
  await other.goto(spent);
  await expect(other.getByTestId('fault-banner')).toHaveAttribute('data-state', 'host-refused');
});

test('a server that stops is said within three seconds; rows stay, and all comes back by itself', async ({ page }) => {
  await open(page);
  await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'live', { timeout: 30_000 });
  await stack.stopBackend();
  const banner = page.getByTestId('fault-banner');
  await expect(banner).toHaveAttribute('data-state', 'server-unreachable', { timeout: 3_000 });
  await expect(banner).toContainText(/Positions are not live since/, { timeout: 3_000 });
  await expect(page.getByTestId('vehicle-list')).toHaveAttribute('data-total', String(VEHICLES));
  await expect(page.getByTestId('stale-notice')).toContainText('Offline: showing what was synced at');
  await stack.startBackend();
  await expect(banner).toHaveAttribute('data-state', 'none', { timeout: 60_000 });
  await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'live');
});
