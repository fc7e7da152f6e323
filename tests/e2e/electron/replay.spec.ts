import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { keepPreferences } from '../browser/fixtures.ts';
import { answerSaveDialog } from '../flows/save-dialog.ts';
import { expect, test, VEHICLES } from './fixtures.ts';

const map = (page: Page) => page.getByTestId('map').first();
const word = (page: Page) => page.getByTestId('replay-word');
/** The instant that the head says, to the second, UTC ms. */
const instant = async (page: Page) =>
  Number(await page.locator('.fleet-summary [data-instant]').getAttribute('data-instant'));
const recordedMs = (page: Page) =>
  page.getByTestId('time-bar').evaluate((bar) => Number(bar.ariaValueMax) - Number(bar.ariaValueMin));

/** The threads that record and replay are those of the bundle, the files those of the user's folder. */
test('a window goes back, steps, jumps, exports what was and is live again at one key', async ({ launch, folder }) => {
  const vigie = await launch();
  const page = await vigie.page('console');
  await keepPreferences(page, { language: 'en' });
  await page.reload();
  await page.waitForSelector('html[data-ready="true"]');
  await expect(page.getByTestId('vehicle-count')).toHaveAttribute('data-value', String(VEHICLES), { timeout: 60_000 });
  await expect(map(page)).toHaveAttribute('data-source', 'live');

  await page.keyboard.press('z');
  await expect(page.getByTestId('time-bar')).toBeFocused({ timeout: 60_000 });
  await expect(map(page)).toHaveAttribute('data-source', 'replay');
  await expect(page.getByTestId('replay-mark').first()).toBeVisible();
  // Until there is something to go through: what is recorded grows while one looks at what was.
  await expect.poll(() => recordedMs(page), { timeout: 60_000 }).toBeGreaterThan(8_000);
  await page.keyboard.press('Home');
  await expect(word(page)).toHaveAttribute('data-state', 'standing', { timeout: 60_000 });
  const firstMs = Number(await page.getByTestId('time-bar').getAttribute('aria-valuemin'));
  const beginsMs = Math.floor(firstMs / 1_000) * 1_000;
  await expect.poll(() => instant(page)).toBe(beginsMs);

  await page.keyboard.press('ArrowRight');
  await expect.poll(() => instant(page)).toBe(beginsMs + 1_000);
  const wantedMs = beginsMs + 6_000;
  const field = page.getByTestId('replay-time');
  await field.fill(await page.evaluate((atMs) => new Date(atMs).toTimeString().slice(0, 8), wantedMs));
  await field.press('Enter');
  await expect.poll(() => instant(page)).toBe(wantedMs);
  // All of the fleet is there, of that instant, in the head of a window whose link is live.
  await expect(page.getByTestId('vehicle-count')).toHaveAttribute('data-value', String(VEHICLES));
  await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'live');

  const file = path.join(folder, 'what-was.csv');
  await answerSaveDialog(vigie, file);
  await page.getByRole('button', { name: 'To here' }).press('Enter');
  await page.getByTestId('replay-bar').getByRole('button', { name: 'Export…' }).press('Enter');
  const dialog = page.getByTestId('export-dialog');
  await dialog.getByRole('button', { name: 'Export', exact: true }).press('Enter');
  await expect(dialog.getByTestId('export-done')).toBeVisible({ timeout: 60_000 });
  expect(existsSync(file)).toBe(true);
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  expect(head).toContain('unix_time,vehicle,lat,lon');
  const rows = lines.map((line) => line.split(','));
  expect(new Set(rows.map(([, vehicle]) => vehicle)).size).toBeGreaterThan(VEHICLES / 2);
  // The simulator's vehicles say where they are up to some seconds after they were there.
  expect(Math.max(...rows.map(([time]) => Number(time)))).toBeLessThanOrEqual(wantedMs / 1_000 + 1);
  await dialog.getByRole('button', { name: 'Close' }).last().press('Enter');
  await expect(dialog).toHaveCount(0);

  await field.focus();
  await page.keyboard.press('F9');
  await expect(page.getByTestId('replay-bar')).toHaveCount(0);
  await expect(page.getByTestId('replay-mark')).toHaveCount(0);
  await expect(map(page)).toHaveAttribute('data-source', 'live');
  const sequence = async () => Number(await map(page).getAttribute('data-rendered-sequence'));
  const live = await sequence();
  await expect.poll(sequence).toBeGreaterThan(live);
});
