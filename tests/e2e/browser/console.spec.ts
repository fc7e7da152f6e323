import type { Page } from '@playwright/test';
import { ALARM_PRIORITIES } from '../../../shared/domain/index.ts';
import { alarmRowOf, alarmRuleRowOf } from '../../support/alarm-rows.ts';
import { expect, expectAccessible, expectAccessibleInBothThemes, isReady, test } from './fixtures.ts';

test.use({ viewport: { width: 1280, height: 800 }, size: { missions: 100_000, vehicles: 300 } });

const PANELS = [
  ['Vehicles', 'vehicle-list'],
  ['Missions', 'mission-list'],
  ['Third parties', 'third-party-list'],
  ['Billing cycles', 'billing-cycle-list'],
] as const;
const firstRow = (page: Page, list: string) => page.getByTestId(list).getByRole('row').nth(1);
const activeRow = (page: Page) => page.locator('[role="row"][data-active="true"]');

test('every panel shows its rows, their number, and the detail of one', async ({ windows }) => {
  const page = await windows.open();
  await isReady(page);
  await expect(page.getByTestId('vehicle-count')).toHaveAttribute('data-value', /^29[0-9]|300$/);
  for (const [tab, list] of PANELS) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByTestId(list)).toHaveAttribute('data-state', 'ready');
    await firstRow(page, list).click();
    await expect(page.getByTestId('detail')).toHaveAttribute('data-state', 'ready');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('detail')).toHaveCount(0);
  }
});

test('a list of 100,000 rows is scrolled to its end without being loaded', async ({ windows, host }) => {
  const page = await windows.open();
  await isReady(page);
  await page.getByRole('tab', { name: 'Missions' }).click();
  const list = page.getByTestId('mission-list');
  await expect(list).toHaveAttribute('data-total', '100000');
  const grid = list.getByRole('grid');
  const asked = host.asked('missions.page');
  // From top to bottom in forty leaps.
  await grid.evaluate(async (element) => {
    for (let step = 1; step <= 40; step++) {
      element.scrollTop = (element.scrollHeight * step) / 40;
      await new Promise(requestAnimationFrame);
    }
  });
  await expect(list.getByText('M-1099999')).toBeVisible();
  // Two pages at most for each place that was stopped at, of a thousand.
  expect(host.asked('missions.page') - asked).toBeLessThan(90);
  expect(await list.getByRole('row').count()).toBeLessThan(50);
  // The place is kept while another list is shown.
  await page.getByRole('tab', { name: 'Vehicles' }).click();
  await page.getByRole('tab', { name: 'Missions' }).click();
  await expect(list.getByText('M-1099999')).toBeVisible();
});

test('a vehicle chosen in the list is marked on the map, and leads to its mission', async ({ windows, host }) => {
  const page = await windows.open();
  await isReady(page);
  const mission = host.dataset.missions.find(({ status }) => status === 'in-progress');
  await page.getByRole('searchbox').fill(mission?.vehicleCode ?? '');
  await expect(page.getByTestId('vehicle-list')).toHaveAttribute('data-total', '1');
  await firstRow(page, 'vehicle-list').click();
  const detail = page.getByTestId('detail');
  await expect(detail.getByRole('heading')).toContainText(mission?.vehicleCode ?? '');
  await expect(page.locator('.map-labels [data-role="selected"]')).toHaveText(mission?.vehicleCode ?? '');
  await detail.getByRole('button', { name: /Show mission/ }).click();
  await expect(page.getByTestId('mission-list')).toBeVisible();
  await expect(detail.getByRole('heading')).toContainText('M-');
});

test('everything is reached and done with the keyboard alone', async ({ windows }) => {
  const page = await windows.open();
  await isReady(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the list' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Vehicles' })).toBeFocused();
  await page.keyboard.press('2');
  const grid = page.getByRole('grid', { name: 'Missions' });
  await expect(grid).toBeFocused();
  await expect(page.getByTestId('mission-list')).toHaveAttribute('data-total', '100000');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('PageDown');
  await expect(activeRow(page)).toBeVisible();
  await page.keyboard.press('Control+End');
  await expect(activeRow(page)).toContainText('M-1099999');
  await page.keyboard.press('Control+Home');
  await expect(activeRow(page)).toContainText('M-1000000');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('detail').getByRole('heading')).toHaveText('M-1000000');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('detail')).toHaveCount(0);
  await expect(grid).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('1000042');
  await expect(page.getByTestId('mission-list')).toHaveAttribute('data-total', '1');
  await page.keyboard.press('ArrowDown');
  await expect(grid).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('mission-list')).toHaveAttribute('data-total', '100000');
  await page.keyboard.press('F6');
  await expect(page.locator('[data-region="header"] :focus')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(page.locator('.maplibregl-canvas')).toBeFocused();
  await page.keyboard.press('g');
  await page.keyboard.press('?');
  await expect(page.getByTestId('help')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('help')).toHaveCount(0);
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog')).toContainText('All is live.');
  await page.keyboard.press('Escape');
});

test('single keys can be turned off', async ({ windows }) => {
  const page = await windows.open();
  await isReady(page);
  await page.keyboard.press('?');
  await page.getByRole('checkbox').press('Space');
  await page.keyboard.press('Escape');
  await page.keyboard.press('3');
  await expect(page.getByTestId('vehicle-list')).toBeVisible();
  await page.keyboard.press('F6');
});

test('language and theme change at once, stay over a reload, and are followed by the wall', async ({ windows }) => {
  const page = await windows.open();
  const wall = await windows.open('wall');
  await isReady(page);
  await isReady(wall);
  await page.getByRole('radio', { name: 'Français' }).click();
  await expect(page.getByRole('tab', { name: 'Véhicules' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(page).toHaveTitle('Vigie – Console');
  await expect(wall.getByText('Entendus')).toBeVisible();
  await page.keyboard.press('t');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(wall.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.reload();
  await isReady(page);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.getByRole('tab', { name: 'Véhicules' })).toBeVisible();
});

test('the border between map and lists moves with the arrow keys, and stays', async ({ windows }) => {
  const page = await windows.open();
  await isReady(page);
  const splitter = page.getByRole('separator');
  const before = Number(await splitter.getAttribute('aria-valuenow'));
  await splitter.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(splitter).toHaveAttribute('aria-valuenow', String(before - 4));
  const box = await splitter.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 2, 400);
  await page.mouse.down();
  await page.mouse.move(500, 400);
  await page.mouse.up();
  await expect(splitter).toHaveAttribute('aria-valuenow', '61');
  await page.reload();
  await expect(page.getByRole('separator')).toHaveAttribute('aria-valuenow', '61');
});

test('panels dock and split by keyboard, everything is searched, and the layout stays', async ({ windows, host }) => {
  const page = await windows.open();
  await isReady(page);
  const canvas = page.locator('.maplibregl-canvas');
  const separators = page.getByRole('separator');
  const list = page.getByTestId('mission-list');
  await canvas.evaluate((element) => element.setAttribute('data-mark', 'the same map'));
  await page.keyboard.press('2');
  await expect(list).toHaveAttribute('data-state', 'ready');
  await list.getByRole('grid').evaluate((grid) => grid.scrollTo({ top: 3_000 }));
  await expect(activeRow(page)).toHaveCount(0);
  await page.getByRole('tab', { name: 'Missions' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Give it a place below' }).press('Enter');
  await expect(separators).toHaveCount(2);
  // Nothing was made anew: the map goes on, and the list stands where it was.
  await expect(canvas).toHaveAttribute('data-mark', 'the same map');
  expect(await list.getByRole('grid').evaluate((grid) => grid.scrollTop)).toBe(3_000);
  // Its neighbour among the tabs took its old place.
  await expect(page.getByTestId('third-party-list')).toBeVisible();

  await page.keyboard.press('Control+k');
  const party = host.dataset.thirdParties[5];
  await page.keyboard.type(party?.name ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('detail').getByRole('heading')).toHaveText(party?.name ?? '');
  await expect(canvas).toHaveAttribute('data-mark', 'the same map');

  await page.reload();
  await isReady(page);
  await expect(separators).toHaveCount(2);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('layout superv');
  await page.keyboard.press('Enter');
  await expect(separators).toHaveCount(1);
  await page.evaluate(() => localStorage.setItem('vigie.layouts', '{"version":1'));
  await page.reload();
  await isReady(page);
  await expect(page.getByTestId('layout-notice')).toBeVisible();
  await expect(page.getByRole('tab')).toHaveCount(12);
});

test('the token leaves the address, and a reload needs none', async ({ windows }) => {
  const page = await windows.open();
  await isReady(page);
  expect(new URL(page.url()).hash).toBe('');
  await page.reload();
  await isReady(page);
});

test('alarms are accessible: a flood, one of them, its rule and the figures', async ({ windows, host }) => {
  const [first, ...others] = Array.from({ length: 12 }, (_, index) =>
    alarmRowOf({ priority: ALARM_PRIORITIES[index % 4] ?? 'low', vehicleId: String(index + 1) }),
  );
  if (first === undefined) throw new Error('there are no alarms');
  host.dataset.alarms.push(first, ...others);
  host.dataset.alarmRules.push(alarmRuleRowOf());
  const page = await windows.open('console', { language: 'fr', theme: 'dark' });
  await isReady(page);
  await page.keyboard.press('9');
  await page.getByTestId('flood').getByRole('button').first().press('Enter');
  await expect(page.getByTestId('guidance')).toContainText('Call the driver');
  await expectAccessibleInBothThemes(page);
  await page.getByTestId('grouping').press('Enter');
  await expect(page.getByTestId('flood')).toHaveCount(0);
  await expect(page.getByTestId('alarm-list').getByRole('row').nth(1)).toContainText('Critique');
  await expectAccessibleInBothThemes(page);
  await page.getByRole('radio', { name: 'Règles' }).press('Enter');
  await page.locator('[data-rule]').getByRole('button', { name: 'Modifier…' }).press('Enter');
  await expect(page.getByTestId('rule-form')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Chiffres' }).press('Enter');
  await expect(page.getByTestId('offenders')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByTestId('sound-menu').press('Enter');
  await expect(page.getByTestId('sound-settings')).toBeVisible();
  await expectAccessible(page);
});

test('every panel, dialog and the wall are accessible in both themes', async ({ windows }) => {
  const page = await windows.open('console', { language: 'fr', theme: 'dark' });
  await isReady(page);
  for (const [index, [, list]] of PANELS.entries()) {
    await page.keyboard.press(String(index + 1));
    await expect(page.getByTestId(list)).toHaveAttribute('data-state', 'ready');
    await expect(page.getByTestId(list).getByRole('grid')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('detail')).toHaveAttribute('data-state', 'ready');
    await expectAccessibleInBothThemes(page);
  }
  await page.keyboard.press('6');
  await expect(page.getByTestId('mission-board')).toHaveAttribute('data-state', 'ready');
  await expectAccessible(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('lyon');
  await expect(page.getByTestId('search').getByRole('option').first()).toContainText('Lyon');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  const wall = await windows.open('wall', { language: 'fr', theme: 'dark' });
  await isReady(wall);
  await expectAccessibleInBothThemes(wall);
});
