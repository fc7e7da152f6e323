import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { Actor } from '../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { type Clerk, startClerk } from '../../support/clerk.ts';
import { SubmittedCycles } from '../../support/submitted-cycles.ts';
import { expectAccessible, expectAccessibleInBothThemes, isReady, keepPreferences, listen } from './fixtures.ts';

/** A clerk and a validator, each at a computer of their own, on the real service. No mouse is touched. */
test.use({ viewport: { width: 1280, height: 800 } });
test.describe.configure({ mode: 'serial' });

const ada: Actor = { subject: 'ada', roles: ['billing', 'validator'] };
const cyd: Actor = { subject: 'cyd', roles: ['validator'] };
const complaints: string[] = [];
let folder: string;
let backend: RunningBackend;
let cycles: SubmittedCycles;
let author: Clerk;
let validator: Clerk;

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-inbox-'));
  backend = await startBackend();
  cycles = await SubmittedCycles.in(backend.backend.database);
  cycles.nowMs = Date.now();
  const at = async (who: string, roles: Parameters<typeof backend.backend.tokenFor>[1]) =>
    startClerk(path.join(folder, who), { url: backend.url, token: await backend.backend.tokenFor(who, roles) });
  author = await at('ada', ['billing', 'validator']);
  validator = await at('bea', ['validator']);
});
test.afterAll(async () => {
  await author?.stop();
  await validator?.stop();
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

const list = (page: Page) => page.getByTestId('validation-list');
const validation = (page: Page) => page.getByTestId('validation');

/** Opens the first entry of the inbox. */
async function openFirst(page: Page): Promise<void> {
  await page.keyboard.press('7');
  await expect(list(page).getByRole('grid')).toBeFocused();
  await expect(list(page)).toHaveAttribute('data-total', /^[1-9]/);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(validation(page)).toBeVisible();
}

/** From the search on, the folder of this name: by Tab and the arrows. */
async function chooseFolder(page: Page, name: string): Promise<void> {
  await page.keyboard.press('7');
  await expect(list(page)).toHaveAttribute('data-state', /ready|empty/);
  await page.keyboard.press('/');
  await expect(list(page).getByRole('searchbox')).toBeFocused();
  const folderOf = page.getByRole('radio', { name, exact: true });
  for (let step = 0; step < 12 && !(await folderOf.evaluate((element) => element === document.activeElement)); step++)
    await page.keyboard.press(step === 0 ? 'Tab' : 'ArrowRight');
  await page.keyboard.press('Enter');
  await expect(folderOf).toBeChecked();
}

test('a validator decides without a network; the author is not offered it, and is told why', async ({ browser }) => {
  const cycle = await cycles.submitted(ada);
  const page = await (await browser.newContext()).newPage();
  await open(page, validator, 'fr');
  await expect(page.getByTestId('inbox-state')).toHaveAttribute('data-mine', '1');
  await expect(page).toHaveTitle(/^\(1\) /);
  await openFirst(page);
  await expect(page.getByTestId('vat-totals')).toContainText('10 %');
  await expect(page.getByTestId('history')).toContainText('ada');
  await expectAccessibleInBothThemes(page);

  validator.unplug();
  await page.keyboard.press('y');
  await expect(page.getByTestId('awaiting-confirmation')).toContainText('attend la confirmation');
  await expect(page.getByTestId('inbox-state')).toHaveAttribute('data-mine', '0');
  expect(await cycles.stateOf(cycle)).toBe('in-validation');
  await expectAccessible(page);

  const own = await (await browser.newContext()).newPage();
  await open(own, author, 'en');
  await expect(own.getByTestId('inbox-state')).toHaveAttribute('data-mine', '0');
  await chooseFolder(own, 'All');
  await openFirst(own);
  await expect(own.getByTestId('not-offered')).toContainText('You had a hand in it');
  await expect(own.getByTestId('decide')).toHaveCount(0);
  await own.keyboard.press('y');
  await expectAccessible(own);

  validator.plugIn();
  await expect(validation(page)).toHaveAttribute('data-state', 'approved', { timeout: 30_000 });
  expect(await cycles.stateOf(cycle)).toBe('validated');
  await expect(validation(own)).toHaveAttribute('data-state', 'approved', { timeout: 30_000 });
  await page.context().close();
  await own.context().close();
});

test('a decision that comes too late is refused where it was made, and a rejection needs its reason', async ({
  page,
}) => {
  await open(page, validator, 'en');
  const late = await cycles.submitted(ada);
  await expect(page.getByTestId('inbox-state')).toHaveAttribute('data-mine', '1');
  await openFirst(page);
  validator.unplug();
  await page.keyboard.press('x');
  await expect(page.getByTestId('reason')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('reason')).toContainText(/reason/i);
  await page.getByTestId('reason').getByRole('textbox').fill('The rates are those of last year');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('awaiting-confirmation')).toBeVisible();
  expect(await cycles.act(await cycles.validationOf(late), 'approve', cyd)).toBe('done');

  validator.plugIn();
  await expect(page.getByTestId('decision-refused')).toBeVisible({ timeout: 30_000 });
  await expect(validation(page)).toHaveAttribute('data-state', 'approved');
  expect(await cycles.stateOf(late)).toBe('validated');
  await expectAccessible(page);
  const [entry] = (await validator.window.request('outbox.page', { offset: 0, limit: 10 })).rows;
  expect(entry).toMatchObject({ entity: 'validation', state: 'rejected', reason: { code: 'decided' } });
  await validator.window.request('outbox.discard', { mutationIds: [entry?.mutationId ?? ''] });
});

test('several are decided at once, with a word on each; a delegation is given by the keyboard', async ({ page }) => {
  const made = [await cycles.submitted(ada), await cycles.submitted(ada), await cycles.submitted(ada)];
  await open(page, validator, 'en');
  await expect(page.getByTestId('inbox-state')).toHaveAttribute('data-mine', '3');
  await page.keyboard.press('7');
  await expect(list(page).getByRole('grid')).toBeFocused();
  // The count in the window's head is there before the list is.
  await expect(list(page)).toHaveAttribute('data-total', '3');
  await page.keyboard.press('Control+a');
  await expect(page.getByTestId('marked-bar')).toHaveAttribute('data-count', '3');
  await page.getByTestId('marked-bar').getByRole('button', { name: 'Approve' }).focus();
  await page.keyboard.press('Enter');
  const report = page.getByTestId('bulk-report');
  await expect(report.locator('li[data-result="kept"]')).toHaveCount(3);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  for (const cycle of made) await expect.poll(() => cycles.stateOf(cycle)).toBe('validated');

  await list(page).getByRole('button', { name: 'Delegations' }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByTestId('delegation-form');
  await form.locator('[data-field="toSubject"] input').fill('gil');
  await form.getByRole('button', { name: 'Delegate' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('delegations').locator('li[data-state="in-force"]')).toContainText(
    'gil decides for bea',
  );
  await expectAccessible(page);
  const given = () => backend.backend.database.query('select to_subject, roles from validation_delegations');
  await expect.poll(given).toEqual([{ to_subject: 'gil', roles: ['validator'] }]);
});
