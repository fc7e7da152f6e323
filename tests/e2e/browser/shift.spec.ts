import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { putAlarms, raisedAlarm } from '../../support/alarm-fixtures.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { type Clerk, startClerk } from '../../support/clerk.ts';
import { pick } from '../flows/desk.ts';
import { expectAccessible, expectAccessibleInBothThemes, isReady, keepPreferences, listen } from './fixtures.ts';

/** Two supervisors, each at a computer of their own, on the real service. No mouse is touched. */
test.use({ viewport: { width: 1280, height: 800 } });
test.describe.configure({ mode: 'serial' });

const complaints: string[] = [];
let folder: string;
let backend: RunningBackend;
let leaving: Clerk;
let taking: Clerk;

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-shift-'));
  backend = await startBackend();
  await insertRows(backend.backend.database, { vehicles: 3 });
  const raisedAt = new Date(Date.now() - 60_000).toISOString();
  await putAlarms(backend.backend.database, raisedAlarm({ subjectId: '1', vehicleId: '1', raisedAt }));
  const at = async (who: string) =>
    startClerk(path.join(folder, who), {
      url: backend.url,
      token: await backend.backend.tokenFor(who, ['supervisor']),
    });
  leaving = await at('ada');
  taking = await at('bea');
});
test.afterAll(async () => {
  await leaving?.stop();
  await taking?.stop();
  await backend?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
test.afterEach(() => expect(complaints).toEqual([]));

async function open(page: Page, clerk: Clerk, language: 'en' | 'fr'): Promise<void> {
  listen(page, complaints);
  await keepPreferences(page, { language });
  await page.goto(clerk.url());
  await isReady(page);
}

/** Opens the first row of a list. */
async function openFirst(page: Page, key: string, list: string): Promise<void> {
  await page.keyboard.press(key);
  await expect(page.getByTestId(list)).not.toHaveAttribute('data-total', '0');
  await expect(page.getByTestId(list).getByRole('grid')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('detail')).toHaveAttribute('data-state', 'ready');
}

async function press(page: Page, button: Locator): Promise<void> {
  await button.focus();
  await page.keyboard.press('Enter');
}

test('an incident is opened about a vehicle without a network, noted, and closed; its report is written', async ({
  page,
}) => {
  await open(page, leaving, 'en');
  await openFirst(page, '1', 'vehicle-list');
  await expect(page.getByTestId('incidents-of')).toBeVisible();
  leaving.unplug();
  await page.keyboard.press('i');
  const form = page.getByTestId('incident-form');
  await form.locator('[data-field="title"] input').fill('Flat tyre');
  await expectAccessible(page);
  await press(page, form.getByRole('button', { name: 'Open the incident' }));
  const incident = page.getByTestId('incident');
  await expect(incident).toHaveAttribute('data-status', 'open');
  await expect(page.getByTestId('gathered').getByRole('listitem')).toHaveCount(1);
  await page.getByTestId('entry-form').locator('[data-field="text"] textarea').fill('The driver waits for help');
  await page.keyboard.press('Control+Enter');
  const note = page.getByTestId('timeline').locator('li[data-kind="note"]');
  await expect(note).toContainText('The driver waits for help');
  await expect(note).toHaveAttribute('data-unsent', 'true');
  // What the map shows, though nobody has moved it.
  await pick(page.getByTestId('entry-form'), 'Map view');
  await press(page, page.getByTestId('entry-form').getByRole('button', { name: 'Add' }));
  const view = page.getByTestId('timeline').locator('li[data-kind="view"]');
  await expect(view.getByRole('button', { name: 'Show on the map' })).toBeVisible();
  await expectAccessibleInBothThemes(page);

  leaving.plugIn();
  await expect(note).not.toHaveAttribute('data-unsent', 'true', { timeout: 30_000 });
  await expect(note).toContainText('ada');
  await expect(page.getByTestId('timeline').locator('li[data-kind="opened"]')).toBeVisible();
  await press(page, page.getByTestId('incident-steps').getByRole('button', { name: 'Close' }));
  await page.getByTestId('incident-step').getByRole('textbox').fill('Changed on the spot');
  await press(page, page.getByTestId('incident-step').locator('footer').getByRole('button', { name: 'Close' }));
  await expect(incident).toHaveAttribute('data-status', 'closed');

  await press(page, page.getByTestId('detail').getByRole('button', { name: 'Export' }));
  const dialog = page.getByTestId('export-dialog');
  await expectAccessible(page);
  await press(page, dialog.getByRole('button', { name: 'Export', exact: true }));
  await expect(dialog.getByTestId('export-done')).toContainText('Flat tyre.pdf', { timeout: 30_000 });
});

test('a shift is handed over with a remark and signed by the other, in the other language', async ({ browser }) => {
  const ada = await (await browser.newContext()).newPage();
  await open(ada, leaving, 'en');
  await ada.keyboard.press('h');
  await expect(ada.getByTestId('handover-list')).toHaveAttribute('data-state', 'empty');
  await ada.keyboard.press('n');
  const begin = ada.getByTestId('handover-form').getByRole('button', { name: 'Gather what stands' });
  await expect(begin).toBeEnabled();
  await expectAccessible(ada);
  await press(ada, begin);
  const draft = ada.getByTestId('handover');
  await expect(draft).toHaveAttribute('data-state', 'draft');
  const item = ada.getByTestId('handover-items').locator('[data-group="alarm-open"] [data-item]');
  await expect(item).toHaveCount(1);
  await press(ada, item.getByRole('button'));
  await ada.getByTestId('item-remark').getByRole('textbox').fill('The workshop knows');
  await press(ada, ada.getByTestId('item-remark').getByRole('button', { name: 'Save' }));
  await expect(item).toContainText('The workshop knows');
  await expectAccessibleInBothThemes(ada);
  await press(ada, ada.getByTestId('leaving').getByRole('button', { name: 'Hand over' }));
  await press(ada, ada.getByRole('alertdialog').getByRole('button', { name: 'Hand over' }));
  await expect(draft).toHaveAttribute('data-state', 'handed-over', { timeout: 30_000 });
  await expect(ada.getByTestId('not-signed-here')).toContainText('Nobody signs their own');

  const bea = await (await browser.newContext()).newPage();
  await open(bea, taking, 'fr');
  await openFirst(bea, 'h', 'handover-list');
  await expect(bea.getByTestId('handover-items')).toContainText('The workshop knows');
  await press(bea, bea.getByTestId('sign').getByRole('button', { name: 'Signer' }));
  await expectAccessible(bea);
  await press(bea, bea.getByTestId('handover-sign').getByRole('button', { name: 'Signer' }));
  await expect(bea.getByTestId('handover')).toHaveAttribute('data-state', 'signed', { timeout: 30_000 });
  await expect(draft).toHaveAttribute('data-state', 'signed', { timeout: 30_000 });
  await expectAccessibleInBothThemes(bea);
  await ada.context().close();
  await bea.context().close();
});
