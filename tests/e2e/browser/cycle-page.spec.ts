import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { actAs } from '../../../backend/bus/index.ts';
import { writeBillingSettings } from '../../../backend/services/billing/settings-store.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { BILLING_SETTINGS } from '../../support/billing-fixtures.ts';
import { insertRows } from '../../support/business-rows.ts';
import { type Clerk, startClerk } from '../../support/clerk.ts';
import { choose, type Desk, enter, press, save, show, tabTo } from '../flows/desk.ts';
import { expectAccessible, isReady, keepPreferences, listen } from './fixtures.ts';

/** A clerk's month by keyboard alone: nothing is faked but the cable. */
test.use({ viewport: { width: 1280, height: 800 } });

/** Of each of two third parties: one for each language. */
const MISSIONS = 300;
let folder: string;
let backend: RunningBackend;
let parties: { id: string; name: string }[];

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-cycle-'));
  backend = await startBackend();
  const { database } = backend.backend;
  await insertRows(database, { vehicles: 1, thirdParties: 2, missions: 2 * MISSIONS });
  await database.query(`update third_parties set contact_info = contact_info || '{"country": "FR"}'`);
  await database.transaction(async (sql) => {
    await actAs(sql, 'root');
    await writeBillingSettings(sql, '', BILLING_SETTINGS);
  });
  parties = await database.query('select id, name from third_parties order by name');
});
test.afterAll(async () => {
  await backend?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const WORDS = {
  en: {
    ...{ label: 'January', from: '01/01/2024', to: '31/01/2024', run: 'Bring 300 missions in' },
    ...{ open: 'Open the cycle', close: 'Close the cycle', submit: 'Submit for validation' },
    ...{ invoice: 'Issue the invoices', invoices: 'Invoices', history: 'History', totals: 'Totals' },
    ...{ foretold: 'Foretold on this computer', withheld: 'you had a hand in this cycle', approved: 'Approved it' },
    ...{ whole: 'Nothing of this was changed', brought: 'Brought 300 missions in' },
  },
  fr: {
    ...{ label: 'Janvier', from: '01/01/2024', to: '31/01/2024', run: 'Ajouter 300 missions' },
    ...{ open: 'Ouvrir le cycle', close: 'Clore le cycle', submit: 'Soumettre à validation' },
    ...{ invoice: 'Émettre les factures', invoices: 'Factures', history: 'Historique', totals: 'Totaux' },
    ...{ foretold: 'Prévu sur ce poste', withheld: 'vous avez participé à ce cycle', approved: 'L’a approuvé' },
    ...{ whole: 'Rien n’en a été modifié', brought: 'A ajouté 300 missions' },
  },
} as const;

const cyclePage = (page: Page) => page.getByTestId('cycle-page');

/** A tab of the cycle's page, by the arrow keys. */
async function showTab(page: Page, name: string): Promise<void> {
  const list = cyclePage(page).getByRole('tablist');
  const wanted = list.getByRole('tab', { name, exact: true });
  await tabTo(list);
  for (let presses = 0; presses < 4; presses += 1) {
    if ((await wanted.getAttribute('aria-selected')) === 'true') break;
    await page.keyboard.press('ArrowRight');
  }
  await expect(wanted).toHaveAttribute('aria-selected', 'true');
}

/** Missions that nobody has billed are in a cycle of their own: what a rule finds of them is somebody else's. */
async function bringIn(thirdPartyId: string): Promise<void> {
  await backend.backend.database.query(
    `with made as (
       insert into billing_cycles (label, period_start, period_end) values ('Autre', '2024-01-01', '2024-01-31') returning id)
     update missions set billing_cycle = made.id from made where third_party_id = $1 and billing_cycle is null`,
    [thirdPartyId],
  );
}

async function state(clerk: Clerk, id: string): Promise<string> {
  const { state: now, unsent } = await clerk.window.request('billingCycles.get', { id });
  return unsent === null ? now : `${now}, ${unsent}`;
}

for (const [index, language] of (['en', 'fr'] as const).entries()) {
  test(`a month is brought in, closed without a network, approved by somebody else and invoiced (${language})`, async ({
    browser,
  }) => {
    test.setTimeout(360_000);
    const words = WORDS[language];
    const party = parties[index];
    // The missions of the other third party: in nobody's cycle yet, or in one.
    const others = index === 0 ? 'other-party' : 'in-another-cycle';
    if (others === 'in-another-cycle') await bringIn(parties[0]?.id ?? '');
    const token = await backend.backend.tokenFor(`ada-${language}`, ['billing', 'validator']);
    const clerk = await startClerk(path.join(folder, language), { url: backend.url, token });
    const complaints: string[] = [];
    const page = await (await browser.newContext()).newPage();
    const desk: Desk = { page, language, unplug: () => clerk.unplug(), plugIn: () => clerk.plugIn() };
    listen(page, complaints);
    await keepPreferences(page, { language, theme: 'dark' });
    await page.goto(clerk.url());
    await isReady(page);
    await expect
      .poll(async () => (await clerk.window.request('missions.page', { offset: 0, limit: 1 })).total)
      .toBe(2 * MISSIONS);
    await expect
      .poll(async () => (await clerk.window.request('books.settings', {})).settings?.seller.name)
      .toBeTruthy();
    desk.unplug();

    // A new cycle; what is wrong is said at the field, and Enter saves.
    await show(desk, '4', 'billing-cycle-list');
    await page.keyboard.press('n');
    await enter(desk, { label: words.label });
    await choose(desk, 'thirdPartyId', party?.name ?? '');
    await enter(desk, { periodStart: '29/02/2023', periodEnd: words.to });
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-field="periodStart"] .field__error')).toBeVisible();
    await enter(desk, { periodStart: words.from });
    await save(desk);
    await expect(page.getByTestId('detail')).toHaveAttribute('data-state', 'ready');
    await page.keyboard.press('p');
    await expect(cyclePage(page)).toBeFocused();
    await expect(cyclePage(page)).toHaveAttribute('data-state', 'ready');
    const found = await clerk.window.request('billingCycles.page', {
      offset: 0,
      limit: 5,
      filter: { text: words.label },
    });
    const id = found.rows[0]?.id ?? '';

    // 300 missions by a rule, which says first what it will do.
    await page.keyboard.press('a');
    const sheet = page.getByTestId('assign-rule');
    await expect(sheet.locator('.rule__count')).toHaveAttribute('data-count', String(MISSIONS));
    await expect(sheet.locator(`[data-why="${others}"]`)).toHaveAttribute('data-count', String(MISSIONS));
    await page.screenshot({ path: test.info().outputPath('rule.png') });
    await expectAccessible(page);
    await press(sheet, words.run);
    await expect(sheet.getByTestId('rule-done')).toHaveAttribute('data-count', String(MISSIONS));
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    await expect(page.getByTestId('cycle-missions')).toHaveAttribute('data-total', String(MISSIONS));

    // The line being cut, what it comes to is foretold, and said to be; a line says why.
    await expect(cyclePage(page).locator('.cycle-page__sum')).toHaveAttribute('data-source', 'foretold');
    await tabTo(cyclePage(page).getByRole('grid'));
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('price-lines')).toBeVisible();
    await showTab(page, words.totals);
    await expect(page.getByTestId('cycle-totals')).toContainText(words.foretold);
    await page.screenshot({ path: test.info().outputPath('totals-offline.png') });
    await press(cyclePage(page), words.open);
    await expect.poll(() => state(clerk, id)).toBe('open, queued');
    await press(cyclePage(page), words.close);
    await press(page.getByTestId('confirm'), words.close);
    await expect.poll(() => state(clerk, id)).toBe('closed, queued');

    desk.plugIn();
    await expect.poll(() => state(clerk, id), { timeout: 120_000 }).toBe('closed');
    await expect(cyclePage(page).locator('.cycle-page__sum')).toHaveAttribute('data-source', 'server');
    await press(cyclePage(page), words.submit);
    await expect.poll(() => state(clerk, id), { timeout: 30_000 }).toBe('in-validation');

    // Their own work is not theirs to approve, though they are a validator too: that is said in place of a button.
    await expect(page.getByTestId('withheld-actions')).toContainText(words.withheld);
    const bob = await backend.backend.tokenFor(`bob-${language}`, ['validator']);
    const approve = (by: string) =>
      backend.ask(`/api/v2/billing-cycles/${id}/steps`, {
        ...{ method: 'POST', token: by, headers: { 'content-type': 'application/json' } },
        body: JSON.stringify({ action: 'approve' }),
      });
    expect((await approve(token)).status).toBe(409);
    expect((await approve(bob)).status).toBe(200);
    await expect.poll(() => state(clerk, id), { timeout: 30_000 }).toBe('validated');

    await press(cyclePage(page), words.invoice);
    await press(page.getByTestId('confirm'), words.invoice);
    await expect.poll(() => state(clerk, id), { timeout: 30_000 }).toBe('invoiced');
    await showTab(page, words.invoices);
    const number = `FA-${new Date().getFullYear()}-`;
    const invoice = page.getByTestId('cycle-invoices').getByRole('button');
    await expect(invoice).toHaveCount(1);
    await expect(invoice).toContainText(number);
    await tabTo(invoice);
    await page.keyboard.press('Enter');
    const document = page.getByTestId('invoice-page');
    await expect(document.locator('.invoice')).toContainText(party?.name ?? '');
    await expectAccessible(page);
    await page.screenshot({ path: test.info().outputPath('invoice.png') });
    await page.keyboard.press('Escape');
    await expect(document).toHaveCount(0);

    // The books tell it, in the words of who reads.
    await showTab(page, words.history);
    const history = page.getByTestId('cycle-history');
    for (const told of [words.whole, words.brought, words.approved]) await expect(history).toContainText(told);
    await page.screenshot({ path: test.info().outputPath('history.png') });
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('billing-cycle-list')).toBeVisible();
    expect(complaints).toEqual([]);
    await page.context().close();
    await clerk.stop();
  });
}
