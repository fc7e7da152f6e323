import type { Page } from '@playwright/test';
import { expect, expectAccessibleInBothThemes, isReady, test } from './fixtures.ts';

test.use({ viewport: { width: 1280, height: 800 }, size: { missions: 600, vehicles: 20 } });

const input = (page: Page, field: string) => page.locator(`[data-field="${field}"] input`);
const detail = (page: Page) => page.getByTestId('detail');
/** Shows a list by its key, with the focus in it. */
async function showList(page: Page, key: string, list: string): Promise<void> {
  await page.keyboard.press(key);
  await expect(page.getByTestId(list)).toHaveAttribute('data-state', 'ready');
  await expect(page.getByTestId(list).getByRole('grid')).toBeFocused();
}

test('a third party is added, edited and removed by keyboard alone, without a server', async ({ windows, host }) => {
  host.outbox.isConnected = false;
  const page = await windows.open();
  await isReady(page);
  await showList(page, '3', 'third-party-list');
  const grid = page.getByRole('grid', { name: 'Third parties' });
  await page.keyboard.press('n');
  const form = page.getByTestId('third-party-form');
  await expect(form).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(grid).toBeFocused();
  await page.keyboard.press('n');
  await input(page, 'name').focus();
  await page.keyboard.press('Enter');
  await expect(form).toContainText('Enter a name');
  await expect(input(page, 'name')).toBeFocused();
  await page.keyboard.type('Autocars Émile');
  await page.keyboard.press('Enter');
  await expect(form).toHaveCount(0);
  await expect(grid).toBeFocused();
  await expect(detail(page).getByRole('heading')).toHaveText('Autocars Émile');
  await expect(detail(page).getByTestId('unsent-line')).toContainText('Not sent');

  await page.keyboard.press('e');
  await input(page, 'contactInfo.city').fill('Mâcon');
  await page.keyboard.press('Enter');
  await expect(form).toHaveCount(0);
  await expect(detail(page)).toContainText('Mâcon');
  await page.keyboard.press('Control+z');
  await expect(detail(page)).not.toContainText('Mâcon');

  await page.keyboard.press('Delete');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('Remove “Autocars Émile”?');
  await question.getByRole('button', { name: 'Remove' }).press('Enter');
  await expect(detail(page)).toHaveCount(0);
  await expect(page.getByTestId('edit-notice')).toContainText('is removed');
  await expect(grid).toBeFocused();
  expect(host.dataset.thirdParties.some(({ name }) => name === 'Autocars Émile')).toBe(false);
});

test('a billing cycle is made for a third party that is found by typing, and opened', async ({ windows, host }) => {
  const page = await windows.open('console', { language: 'fr', theme: 'light' });
  await isReady(page);
  await showList(page, '4', 'billing-cycle-list');
  await page.keyboard.press('n');
  await input(page, 'label').fill('Mars, Lyon');
  const party = host.dataset.thirdParties[5]?.name ?? '';
  await input(page, 'thirdPartyId').pressSequentially(party.split(' ')[1]?.toLowerCase() ?? '');
  await page.getByRole('option', { name: party }).first().click();
  await expect(input(page, 'thirdPartyId')).toHaveValue(party);
  await input(page, 'periodStart').fill('310326');
  await input(page, 'periodEnd').fill('1/3/2026');
  await expect(page.locator('[data-field="periodEnd"]')).toContainText('Le dernier jour précède le premier');
  await input(page, 'periodStart').fill('1.3.26');
  await input(page, 'periodEnd').fill('30/03/2026');
  // The arrow keys go a day on.
  await page.keyboard.press('ArrowUp');
  await expect(input(page, 'periodEnd')).toHaveValue('31/03/2026');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('billing-cycle-form')).toHaveCount(0);
  await expect(detail(page)).toContainText('1–31 mars 2026');
  await detail(page).getByRole('button', { name: 'Ouvrir le cycle' }).click();
  await expect(detail(page)).toContainText('Ouvert');
  // The server took both.
  await expect(detail(page).getByTestId('unsent-line')).toHaveCount(0);
  const made = host.dataset.billingCycles.find(({ label }) => label === 'Mars, Lyon');
  expect(made).toMatchObject({
    periodStart: '2026-03-01',
    periodEnd: '2026-03-31',
    state: 'open',
    thirdPartyName: party,
  });
});

test('what is typed outlives a reload; what changed meanwhile is marked', async ({ windows, host }) => {
  const page = await windows.open();
  await isReady(page);
  const mission = host.dataset.missions.find(({ billingCycleId }) => billingCycleId === null);
  const id = mission?.id ?? '';
  const open = async () => {
    await showList(page, '2', 'mission-list');
    await page.getByRole('searchbox').fill(mission?.reference ?? '');
    await expect(page.getByTestId('mission-list')).toHaveAttribute('data-total', '1');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(detail(page)).toHaveAttribute('data-state', 'ready');
  };
  await open();
  await page.keyboard.press('e');
  await input(page, 'amountCents').fill('1,234.56');
  await page.reload();
  await isReady(page);
  host.outbox.changeOnServer('mission', id, { amountCents: 99_900 });
  await open();
  await expect(detail(page).getByTestId('draft-line')).toContainText('have not saved it');
  await page.keyboard.press('e');
  await expect(input(page, 'amountCents')).toHaveValue('1,234.56');
  const amount = page.locator('[data-field="amountCents"]');
  await expect(amount).toContainText('Changed meanwhile to €999.00.');
  await amount.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('mission-form')).toHaveCount(0);
  await expect(detail(page)).toContainText('€1,234.56');
  await expect(detail(page).getByTestId('draft-line')).toHaveCount(0);
  await expect.poll(() => host.outbox.serverRow('mission', id)?.['amountCents']).toBe(123_456);
});

test('300 missions are marked by keyboard and assigned at once, and all of it is undone', async ({ windows, host }) => {
  host.outbox.isConnected = false;
  const closed = host.dataset.billingCycles.find(({ state }) => state === 'closed')?.id ?? '';
  host.dataset.missions = host.dataset.missions.map((mission, index) => ({
    ...mission,
    billingCycleId: index === 7 ? closed : null,
    billingCycleLabel: null,
  }));
  const before = host.dataset.missions.map(({ billingCycleId }) => billingCycleId);
  const page = await windows.open();
  await isReady(page);
  await showList(page, '2', 'mission-list');
  await page.keyboard.press('Space');
  const marked = page.getByTestId('marked-bar');
  await expect(marked).toHaveAttribute('data-count', '1');
  // Shift with a click goes on from there: the grid is scrolled to the 300th row.
  await page.getByRole('grid').evaluate((grid) => {
    const row = grid.querySelector('.data-table__row[data-index]')?.getBoundingClientRect().height ?? 0;
    grid.scrollTop = row * 296;
  });
  await page.locator('[data-index="299"]').click({ modifiers: ['Shift'] });
  await expect(marked).toHaveAttribute('data-count', '300');
  await expect(detail(page)).toHaveCount(0);
  await page.getByRole('grid').focus();
  await page.keyboard.press('a');
  const dialog = page.getByTestId('assign-dialog');
  await expect(dialog).toContainText('At present: none');
  await dialog.getByRole('button', { name: 'Assign 300 missions' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Choose what to assign first');
  await dialog.getByRole('radiogroup', { name: 'Billing cycle' }).getByRole('radio', { name: 'Assign to' }).click();
  await input(page, 'billingCycleId').press('ArrowDown');
  const open = host.dataset.billingCycles.find(({ state }) => state === 'open')?.label ?? '';
  await page.getByRole('option', { name: open }).click();
  await expect(input(page, 'billingCycleId')).toHaveValue(open);
  await dialog.getByRole('button', { name: 'Assign 300 missions' }).click();
  const report = page.getByTestId('assign-report');
  await expect(report.locator('[data-kept="299"]')).toBeVisible();
  await expect(report.locator('[data-refused="1"]')).toBeVisible();
  await expect(report).toContainText('The billing cycle is closed.');
  expect(host.outbox.list()).toHaveLength(299);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  // What could not be changed stays marked.
  await expect(marked).toHaveAttribute('data-count', '1');
  await page.getByTestId('edit-notice').getByRole('button', { name: /Undo/ }).click();
  await expect(page.getByTestId('edit-notice')).toContainText('299 missions are as before');
  expect(host.dataset.missions.map(({ billingCycleId }) => billingCycleId)).toEqual(before);
});

test('the mark of what is not sent leads to it', async ({ windows, host }) => {
  host.outbox.isConnected = false;
  const page = await windows.open();
  await isReady(page);
  await showList(page, '3', 'third-party-list');
  await page.keyboard.press('Enter');
  await expect(detail(page)).toHaveAttribute('data-state', 'ready');
  await page.keyboard.press('e');
  await input(page, 'name').fill('Zzz');
  await page.keyboard.press('Enter');
  await detail(page).getByRole('button', { name: 'Show what is not sent' }).click();
  await expect(page.getByRole('tab', { name: /Not sent/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tabpanel')).toContainText('Zzz');
});

test('forms, questions, marks and the assignment are accessible in both themes', async ({ windows, host }) => {
  host.outbox.isConnected = false;
  // One that nothing names can be removed.
  host.dataset.thirdParties = host.dataset.thirdParties.map((row) => ({ ...row, missionCount: 0 }));
  const page = await windows.open('console', { language: 'fr', theme: 'dark' });
  await isReady(page);
  await showList(page, '3', 'third-party-list');
  await page.keyboard.press('n');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByTestId('third-party-form')).toContainText('Saisissez un nom');
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('Escape');
  const grid = page.getByRole('grid');
  await expect(grid).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(detail(page)).toHaveAttribute('data-state', 'ready');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('Escape');
  await expect(grid).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(detail(page)).toHaveCount(0);
  const mission = host.dataset.missions.find(({ billingCycleId }) => billingCycleId === null);
  await showList(page, '2', 'mission-list');
  await page.getByRole('searchbox').fill(mission?.reference ?? '');
  await expect(page.getByTestId('mission-list')).toHaveAttribute('data-total', '1');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(detail(page)).toHaveAttribute('data-state', 'ready');
  await page.keyboard.press('e');
  await input(page, 'amountCents').fill('5');
  host.outbox.changeOnServer('mission', mission?.id ?? '', { amountCents: 700, distanceMetres: 1 });
  await expect(page.locator('[data-field="distanceMetres"]')).toContainText('Modifié entre-temps');
  await expectAccessibleInBothThemes(page);
  await input(page, 'thirdPartyId').press('ArrowDown');
  // What stands there while nothing was found yet is an option, too.
  await expect(page.getByRole('option').nth(2)).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(grid).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByTestId('marked-bar')).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('a');
  await expect(page.getByTestId('assign-dialog')).toContainText('À présent');
  await expectAccessibleInBothThemes(page);
});
