import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { type PreviewStack, startPreviewStack } from '../../support/preview-stack.ts';
import { expect, expectAccessibleInBothThemes, isReady, keepPreferences, listen, test } from './fixtures.ts';

test.use({ viewport: { width: 1280, height: 800 } });

const map = (page: Page) => page.getByTestId('map').first();
const word = (page: Page) => page.getByTestId('replay-word');
/** The instant that the head says, UTC ms. */
const instant = async (page: Page) =>
  Number(await page.locator('.fleet-summary [data-instant]').getAttribute('data-instant'));
const sequence = async (page: Page) => Number(await map(page).getAttribute('data-rendered-sequence'));

/** Until so many seconds have passed on the page's own clock, whose frames of the live fleet go on meanwhile. */
async function seconds(page: Page, count: number): Promise<void> {
  for (let second = 0; second < count; second++) {
    const now = await page.locator('.clock__time').textContent();
    await expect(page.locator('.clock__time')).not.toHaveText(now ?? '');
  }
}

test.describe('a fleet that is recorded', () => {
  let stack: PreviewStack;
  test.beforeAll(async () => {
    stack = await startPreviewStack({ vehicles: 200 });
  });
  test.afterAll(() => stack?.stop());

  test('is replayed by keyboard alone, never as if it were live, exported, and live again at one key', async ({
    page,
  }) => {
    const complaints: string[] = [];
    listen(page, complaints);
    await keepPreferences(page, { language: 'en', theme: 'dark' });
    await page.goto(stack.url());
    await isReady(page);
    await expect(page.getByTestId('vehicle-count')).toHaveAttribute('data-value', '200', { timeout: 60_000 });
    await expect(map(page)).toHaveAttribute('data-source', 'live');
    await expect(page.getByTestId('replay-mark')).toHaveCount(0);
    // Some seconds are recorded.
    await seconds(page, 8);
    await page.keyboard.press('z');
    await expect(page.getByTestId('time-bar')).toBeFocused({ timeout: 30_000 });
    await expect(word(page)).toHaveAttribute('data-state', 'standing', { timeout: 30_000 });
    await expect(map(page)).toHaveAttribute('data-source', 'replay');

    // It says so in the head, over the map, over the list and in the bar, and stands while what is live goes on.
    await expect(page.getByTestId('replay-mark')).toHaveCount(4);
    await expect(page.getByTestId('replay-frame')).toContainText('REPLAY');
    await page.keyboard.press('Home');
    await expect.poll(() => sequence(page)).toBeGreaterThan(0);
    const rows = () => page.getByTestId('vehicle-list').locator('[role="grid"]').innerText();
    await seconds(page, 2);
    const stood = { at: await instant(page), frame: await sequence(page), rows: await rows() };
    await seconds(page, 3);
    await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'live');
    expect(await instant(page)).toBe(stood.at);
    expect(await sequence(page)).toBe(stood.frame);
    expect(await rows()).toBe(stood.rows);
    await test.info().attach('a console that replays', { body: await page.screenshot(), contentType: 'image/png' });

    await page.keyboard.press('ArrowRight');
    await expect.poll(() => instant(page)).toBe(stood.at + 1_000);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    await expect(word(page)).toHaveAttribute('data-state', 'playing');
    await expect.poll(() => instant(page)).toBeGreaterThan(stood.at + 3_000);
    await page.keyboard.press('Space');
    await expect(word(page)).toHaveText('Paused');
    // Played at the end, it stays there while that moves on.
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    await expect(word(page)).toHaveAttribute('data-state', 'end');
    await page.keyboard.press('Space');
    await expectAccessibleInBothThemes(page);

    // A time that is typed, and one that is none.
    const field = page.getByTestId('replay-time');
    await field.fill('noon');
    await field.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'This is no time' })).toBeVisible();
    const wanted = stood.at + 4_000;
    await field.fill(await page.evaluate((atMs) => new Date(atMs).toTimeString().slice(0, 8), wanted));
    await field.press('Enter');
    await expect.poll(() => instant(page)).toBe(Math.floor(wanted / 1_000) * 1_000);

    // What is exported is what was recorded between the two instants.
    await page.getByRole('button', { name: 'To here' }).press('Enter');
    await page.getByRole('button', { name: 'Export…' }).last().press('Enter');
    const dialog = page.getByTestId('export-dialog');
    await expect(dialog).toContainText('Recorded positions from');
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export', exact: true }).press('Enter');
    const file = readFileSync(await (await download).path(), 'utf8').split('\n');
    expect(file[0]).toContain('unix_time,vehicle,lat,lon');
    const times = file.slice(1).flatMap((line) => (line === '' ? [] : [Number(line.split(',')[0])]));
    expect(times.length).toBeGreaterThan(100);
    expect(Math.max(...times)).toBeLessThanOrEqual(Math.ceil(wanted / 1_000) + 1);
    await dialog.getByRole('button', { name: 'Close' }).last().press('Enter');

    // A film of the same, made while it is played.
    await page.getByRole('button', { name: 'Film…' }).press('Enter');
    const film = page.getByTestId('film-dialog');
    await film.getByRole('radio', { name: '2×' }).press('Enter');
    await film.getByRole('button', { name: 'Film', exact: true }).press('Enter');
    await expect(film.getByTestId('film-done')).toBeVisible({ timeout: 60_000 });
    const saved = page.waitForEvent('download');
    await film.getByTestId('film-save').press('Enter');
    const webm = readFileSync(await (await saved).path());
    expect(webm.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
    expect(webm.length).toBeGreaterThan(5_000);
    await film.getByRole('button', { name: 'Close' }).last().press('Enter');

    // From wherever one is, also while one types.
    await field.focus();
    await page.keyboard.press('F9');
    await expect(page.getByTestId('replay-bar')).toHaveCount(0);
    await expect(page.getByTestId('replay-mark')).toHaveCount(0);
    await expect(map(page)).toHaveAttribute('data-source', 'live');
    const live = await sequence(page);
    await expect.poll(() => sequence(page)).toBeGreaterThan(live);
    expect(complaints).toEqual([]);
  });
});

test('a wall on which nothing is recorded says so, and that the disk is full', async ({ host, windows }) => {
  const wall = await windows.open('wall');
  await isReady(wall);
  host.setHealth({
    recording: {
      ...{ state: 'stopped', sinceMs: Date.now(), bytes: 0 },
      fault: { code: 'storage-full', message: 'no space is left', sinceMs: Date.now() },
    },
  });
  await wall.keyboard.press('z');
  await expect(word(wall)).toHaveAttribute('data-state', 'nothing', { timeout: 20_000 });
  await expect(wall.getByTestId('recording-state')).toHaveAttribute('data-state', 'stopped');
  await expect(wall.getByTestId('replay-frame').first()).toContainText('Nothing is recorded yet');
  await expectAccessibleInBothThemes(wall);
  await wall.keyboard.press('z');
  await expect(wall.getByTestId('replay-bar')).toHaveCount(0);
});
