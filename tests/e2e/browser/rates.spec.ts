import type { Page } from '@playwright/test';
import type { Language } from '../../../renderer/i18n/language.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { type Desk, enter, pick, press, says, tabTo } from '../flows/desk.ts';
import { expect, expectAccessible, expectAccessibleInBothThemes, isReady, test } from './fixtures.ts';

/** Tariffs and settings in French, the rules of validation and an export in English, by keyboard alone. */
test.use({
  size: { vehicles: 3, missions: 40, thirdParties: 12, billingCycles: 8 },
  viewport: { width: 1280, height: 800 },
});

const deskOf = (page: Page, language: Language): Desk => ({
  ...{ page, language },
  unplug: () => undefined,
  plugIn: () => undefined,
});
const picture = (page: Page, name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });
const field = (page: Page, path: string) => page.locator(`[data-field="${path}"]`);

test('rate cards and settings are entered, kept through a crash, and checked at the field', async ({
  windows,
  host,
}) => {
  const language: Language = 'fr';
  const page = await windows.open('console', { language, theme: 'dark' });
  const desk = deskOf(page, language);
  await isReady(page);
  await page.keyboard.press('8');
  const cards = page.getByTestId('rate-cards');
  await expect(cards.locator('tr[data-card="General"]')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('n');
  const form = page.getByTestId('rate-card-form');
  await expect(form).toBeVisible();
  await enter(desk, {
    label: 'Nuit “été” <b>&</b> 🚌',
    validFrom: '29/02/2024',
    'vat.basisPoints': '19,6',
  });
  await expect(field(page, 'vat.basisPoints')).toContainText('2013');
  await enter(desk, { 'terms.baseCents': '-5' });
  await page.keyboard.press('Enter');
  await expect(field(page, 'terms.baseCents')).toContainText('999');
  await expectAccessibleInBothThemes(page);
  await picture(page, 'card-form');

  // What is typed outlives a crash of the window.
  await page.reload();
  await isReady(page);
  await page.keyboard.press('8');
  await expect(page.getByTestId('draft-line')).toBeVisible();
  await press(cards, says(desk, 'edit.draft-resume'));
  await expect(field(page, 'label').locator('input')).toHaveValue('Nuit “été” <b>&</b> 🚌');
  await expect(form.locator('[data-banner="notice"]')).toBeVisible();
  await enter(desk, { 'vat.basisPoints': '20', 'terms.baseCents': '5' });
  host.fail('books.writeRateCard', new RpcError('server-unreachable', 'no line'));
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toContainText(says(desk, 'rates.only-online'));
  host.fail('books.writeRateCard', null);
  await page.keyboard.press('Enter');
  await expect(form).toHaveCount(0);
  await expect(cards.locator('tr[data-card]')).toHaveCount(2);
  expect(host.books.cards[0]).toMatchObject({ validFrom: '2024-02-29', terms: { baseCents: 500 } });
  await picture(page, 'cards');

  await tabTo(page.getByTestId('rates-panel').getByRole('tablist'));
  await page.keyboard.press('ArrowRight');
  const settings = page.getByTestId('billing-settings');
  await expect(field(page, 'seller.name').locator('input')).toHaveValue('Transports du Rhône');
  await enter(desk, { paymentDays: '61' });
  await page.keyboard.press('Enter');
  await expect(field(page, 'paymentDays')).toContainText('60');
  await expectAccessible(page);
  await enter(desk, { paymentDays: '45' });
  await page.keyboard.press('Enter');
  await expect(settings.locator('output')).toContainText(says(desk, 'rates.settings.saved'));
  expect(host.books.settings?.paymentDays).toBe(45);
  await picture(page, 'settings');
});

test('rules of validation are made, refused at the field, and removed; a list is exported', async ({
  windows,
  host,
}) => {
  const language: Language = 'en';
  const page = await windows.open('console', { language, theme: 'dark' });
  const desk = deskOf(page, language);
  await isReady(page);
  await page.keyboard.press('7');
  await expect(page.getByTestId('validation-list')).toHaveAttribute('data-state', /ready|empty/);
  await press(page.getByTestId('validation-list'), says(desk, 'workflow.open'));
  const sheet = page.getByTestId('workflows');
  await expect(sheet.getByTestId('no-workflows')).toBeVisible();
  await expectAccessible(page);
  await press(sheet, says(desk, 'workflow.new'));
  await enter(desk, {
    label: 'Gros montants',
    fromCents: '10000',
    'steps.0.label': 'Chef',
    'steps.0.remindHours': '72',
  });
  await press(sheet, says(desk, 'workflow.add-step'));
  const second = sheet.locator('[data-step="1"]');
  await tabTo(second.getByRole('checkbox', { name: says(desk, 'session.role.validator') }).first());
  await page.keyboard.press('Space');
  await press(sheet, says(desk, 'edit.save'));
  await expect(field(page, 'steps.0.remindHours').locator('.field__error')).toBeVisible();
  await expect(second).toContainText(says(desk, 'workflow.wrong.deciders'));
  await expectAccessibleInBothThemes(page);
  await picture(page, 'workflow-form');
  await tabTo(second.getByRole('checkbox', { name: says(desk, 'session.role.administrator') }).first());
  await page.keyboard.press('Space');
  await enter(desk, { 'steps.0.remindHours': '24' });
  await press(sheet, says(desk, 'edit.save'));
  await expect(sheet.locator('tr[data-workflow="Gros montants"]')).toBeVisible();
  expect(host.books.workflows).toMatchObject([
    { fromCents: 1_000_000, steps: [{ label: 'Chef' }, { deciders: { roles: ['administrator'] } }] },
  ]);
  await expectAccessible(page);
  await picture(page, 'workflows');
  await press(sheet, says(desk, 'workflow.remove-of', { label: 'Gros montants' }));
  await press(page.getByTestId('confirm'), says(desk, 'edit.remove'));
  await expect(sheet.getByTestId('no-workflows')).toBeVisible();

  // An export is chosen and begun from its list. The question gives the keyboard back to the sheet.
  await expect.poll(() => sheet.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('3');
  await expect(page.getByTestId('third-party-list')).toHaveAttribute('data-state', 'ready');
  await press(page.getByTestId('third-party-list'), says(desk, 'export.open'));
  const dialog = page.getByTestId('export-dialog');
  await pick(dialog, says(desk, 'export.format.csv'));
  await expectAccessible(page);
  await picture(page, 'export');
  await press(dialog, says(desk, 'export.run'));
  await expect
    .poll(() => host.exports.asked)
    .toMatchObject([{ what: 'third-parties', sheet: { format: 'csv', language } }]);
  host.exports.tell({ state: 'writing', rows: 3, totalRows: 12 });
  await expect(dialog.locator('.export')).toHaveAttribute('data-state', 'writing');
  await expectAccessible(page);
  host.exports.tell({ state: 'done', rows: 12, totalRows: 12, bytes: 900, file: 'tiers.csv' });
  await expect(page.getByTestId('export-done')).toContainText('tiers.csv');
  await expectAccessible(page);
});
