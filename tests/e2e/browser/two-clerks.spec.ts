import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { EditableEntity, FieldValues } from '../../../shared/domain/index.ts';
import { fieldOf } from '../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { insertRows } from '../../support/business-rows.ts';
import { type Clerk, startClerk } from '../../support/clerk.ts';
import { isReady, keepPreferences, listen } from './fixtures.ts';

/** Two clerks, a week without a network, on the same cycle: nothing is faked but the cable and the days. */
test.use({ viewport: { width: 1280, height: 800 } });

const DAYS = 5;
const EDITS_A_DAY = 6;
let folder: string;
let backend: RunningBackend;
let anne: Clerk;
let bob: Clerk;

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-clerks-'));
  backend = await startBackend();
  await insertRows(backend.backend.database, { vehicles: 3, thirdParties: 4, billingCycles: 1, missions: 80 });
  const server = { url: backend.url, token: await backend.tokenFor('billing') };
  anne = await startClerk(path.join(folder, 'anne'), server);
  bob = await startClerk(path.join(folder, 'bob'), server);
});
test.afterAll(async () => {
  await anne?.stop();
  await bob?.stop();
  await backend?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const input = (page: Page, field: string) => page.locator(`[data-field="${field}"] input`);
const detail = (page: Page) => page.getByTestId('detail');

async function open(page: Page, clerk: Clerk, language: 'en' | 'fr', complaints: string[]): Promise<void> {
  listen(page, complaints);
  await keepPreferences(page, { language, theme: 'light' });
  await page.goto(clerk.url());
  await isReady(page);
}

/** Opens a row of a list by its name, and its form. */
async function beginEdit(page: Page, key: string, list: string, name: string): Promise<void> {
  await page.keyboard.press(key);
  await expect(page.getByTestId(list).getByRole('grid')).toBeFocused();
  await page.getByRole('searchbox').fill(name);
  await expect(page.getByTestId(list)).toHaveAttribute('data-total', '1');
  await page.getByTestId(list).getByRole('row').filter({ hasText: name }).click();
  await expect(detail(page)).toHaveAttribute('data-state', 'ready');
  await page.keyboard.press('e');
}

async function enter(page: Page, values: Record<string, string>): Promise<void> {
  for (const [field, value] of Object.entries(values)) await input(page, field).fill(value);
  await page.keyboard.press('Enter');
  await expect(page.locator('form')).toHaveCount(0);
}

/** An edit in another window of the same clerk: the same way through the data host. */
async function edit({ window }: Clerk, entity: EditableEntity, id: string, to: FieldValues): Promise<void> {
  const row =
    entity === 'mission'
      ? await window.request('missions.get', { id })
      : await window.request('thirdParties.get', { id });
  const fields = Object.fromEntries(
    Object.entries(to).map(([field, value]) => [field, { from: fieldOf({ ...row }, field), to: value }]),
  );
  const { result } = await window.request('edits.patch', { entity, id, fields });
  expect(result).toBe('kept');
}

async function everything({ window }: Clerk): Promise<unknown> {
  const whole = { offset: 0, limit: 500 };
  const missions = await window.request('missions.page', {
    ...whole,
    sort: { by: 'reference', direction: 'ascending' },
  });
  const parties = await window.request('thirdParties.page', whole);
  const cycles = await window.request('billingCycles.page', whole);
  return { missions: missions.rows, parties: parties.rows, cycles: cycles.rows };
}

const notSent = async ({ window }: Clerk) => (await window.request('health.get', {})).outbox.notSent;

test('a week of edits of two clerks on one cycle, settled on screen, ends the same everywhere', async ({ browser }) => {
  test.setTimeout(240_000);
  const complaints: string[] = [];
  const context = await browser.newContext();
  const [anneSees, bobSees] = [await context.newPage(), await (await browser.newContext()).newPage()];
  await open(anneSees, anne, 'fr', complaints);
  await open(bobSees, bob, 'en', complaints);
  for (const clerk of [anne, bob]) {
    await expect
      .poll(async () => (await clerk.window.request('missions.page', { offset: 0, limit: 1 })).total)
      .toBe(80);
    clerk.unplug();
  }

  // Both rename the cycle and both correct the amount of mission 1: these will be in conflict.
  await beginEdit(anneSees, '4', 'billing-cycle-list', 'Cycle 1');
  await enter(anneSees, { label: 'Mars, Anne' });
  await beginEdit(bobSees, '4', 'billing-cycle-list', 'Cycle 1');
  await enter(bobSees, { label: 'March, Bob' });
  await beginEdit(anneSees, '2', 'mission-list', 'M-00000001');
  await enter(anneSees, { amountCents: '120,50' });
  await beginEdit(bobSees, '2', 'mission-list', 'M-00000001');
  await enter(bobSees, { amountCents: '99.90' });
  await expect(detail(bobSees).getByTestId('unsent-line')).toContainText('Not sent');

  // Different fields of one third party: these will merge.
  const [party] = (await anne.window.request('thirdParties.page', { offset: 0, limit: 1 })).rows;
  await edit(anne, 'third-party', party?.id ?? '', { 'contactInfo.phone': '04 77 00 00 00' });
  await edit(bob, 'third-party', party?.id ?? '', { 'contactInfo.email': 'compta@martin.example' });

  const missions = (
    await anne.window.request('missions.page', {
      offset: 0,
      limit: 80,
      sort: { by: 'reference', direction: 'ascending' },
    })
  ).rows;
  for (let day = 0; day < DAYS; day++) {
    for (let count = 0; count < EDITS_A_DAY; count++) {
      const place = 2 + day * EDITS_A_DAY + count;
      await edit(anne, 'mission', missions[place]?.id ?? '', {
        amountCents: 10_000 + place,
        customerName: `Anne ${place}`,
      });
      // The same missions, another field: no conflict. And half of the days others.
      const target = day % 2 === 0 ? place : place + 40;
      const mission = missions[target];
      const other = mission?.thirdPartyId === party?.id ? null : (party?.id ?? null);
      await edit(bob, 'mission', mission?.id ?? '', { thirdPartyId: other });
    }
    anne.sleep(1);
    bob.sleep(1);
  }
  const made = 3 + DAYS * EDITS_A_DAY;
  await expect(anneSees.getByTestId('outbox-state')).toContainText(`${made} non envoyées`);
  await expect(bobSees.getByTestId('outbox-state')).toContainText(`${made} not sent`);

  await anneSees.screenshot({ path: test.info().outputPath('offline.png') });
  anne.plugIn();
  await expect.poll(() => notSent(anne), { timeout: 60_000 }).toBe(0);
  await expect(anneSees.getByTestId('outbox-state')).toBeEmpty();
  bob.plugIn();
  await expect.poll(() => notSent(bob), { timeout: 60_000 }).toBe(2);

  // Bob looks at the two conflicts: the cycle keeps his name, the mission Anne's amount.
  await bobSees.getByTestId('outbox-state').getByRole('button', { name: '2 to settle' }).click();
  const list = bobSees.getByTestId('outbox-list');
  await expect(list).toHaveAttribute('data-total', '2');
  await list.getByRole('row').filter({ hasText: 'March, Bob' }).first().click();
  const side = (field: string, name: string) =>
    detail(bobSees).locator(`[data-line="${field}"] .side[data-side="${name}"]`);
  await expect(side('label', 'theirs')).toContainText('Mars, Anne');
  await bobSees.screenshot({ path: test.info().outputPath('conflict.png') });
  await side('label', 'mine').click();
  await detail(bobSees).getByRole('button', { name: 'Save and send' }).click();
  await expect(bobSees.getByTestId('outbox-notice')).toContainText('Settled');
  await list.getByRole('row').filter({ hasText: 'M-00000001' }).click();
  await expect(side('amountCents', 'theirs')).toContainText('120.50');
  await side('amountCents', 'theirs').click();
  await detail(bobSees).getByRole('button', { name: 'Keep theirs' }).click();
  await expect.poll(() => notSent(bob), { timeout: 30_000 }).toBe(0);

  // Equal everywhere: the two desktops, row by row; the server; and what both screens show.
  await expect
    .poll(async () => JSON.stringify(await everything(anne)), { timeout: 30_000 })
    .toBe(JSON.stringify(await everything(bob)));
  const [cycle] = await backend.backend.database.query<{ label: string }>('select label from billing_cycles');
  expect(cycle?.label).toBe('March, Bob');
  const [mission] = await backend.backend.database.query<{ cents: number }>(
    "select round(amount * 100)::int as cents from missions where reference = 'M-00000001'",
  );
  expect(mission?.cents).toBe(12_050);
  const [merged] = await backend.backend.database.query<{ phone: string; email: string }>(
    "select contact_info ->> 'phone' as phone, contact_info ->> 'email' as email from third_parties where id = $1",
    [party?.id],
  );
  expect(merged).toEqual({ phone: '04 77 00 00 00', email: 'compta@martin.example' });
  const [{ count } = { count: 0 }] = await backend.backend.database.query<{ count: number }>(
    "select count(*)::int as count from sync_mutations where outcome = 'applied'",
  );
  // Of Bob's two conflicts one was decided for Anne, and one is a new edit in the place of the old.
  expect(count).toBe(2 * made - 1);
  for (const page of [anneSees, bobSees]) {
    await page.keyboard.press('4');
    await page.getByRole('searchbox').fill('March');
    await expect(page.getByTestId('billing-cycle-list')).toContainText('March, Bob');
  }
  expect(complaints).toEqual([]);
  await context.close();
});
