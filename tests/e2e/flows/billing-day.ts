import { expect } from '@playwright/test';
import type { Actor } from '../../../shared/domain/index.ts';
import { writeBillingSettings } from '../../../backend/services/billing/settings-store.ts';
import type { RunningBackend } from '../../support/backend.ts';
import { BILLING_SETTINGS } from '../../support/billing-fixtures.ts';
import { insertRows } from '../../support/business-rows.ts';
import {
  choose,
  type Desk,
  detail,
  enter,
  isFocused,
  openOnly,
  pick,
  press,
  save,
  says,
  sent,
  show,
  tabTo,
  takeStep,
} from './desk.ts';

/**
 * A day of three people at three computers: a clerk bills offline, another edits the same at the same time, a validator approves. In both
 * languages.
 */

export const MISSIONS = 300;
/** Whoever bills here may approve as well, by role: the four eyes alone keep them from their own. */
export const CLERK: Actor = { subject: 'ada', roles: ['billing', 'validator'] };
export const OTHER_CLERK: Actor = { subject: 'bob', roles: ['billing'] };
export const VALIDATOR: Actor = { subject: 'bea', roles: ['validator'] };

export interface Billed {
  readonly party: string;
  readonly cycle: string;
}

/** Missions that nobody has billed, and an operator who says who bills. */
export async function fillBackOffice({ backend }: RunningBackend): Promise<void> {
  await insertRows(backend.database, { vehicles: 3, missions: MISSIONS });
  await backend.database.transaction((sql) => writeBillingSettings(sql, '', BILLING_SETTINGS));
}

/** A third party and a cycle for it are made, 300 missions assigned, and the cycle closed: all of it without a network. */
export async function billOffline(desk: Desk, { party, cycle }: Billed): Promise<void> {
  const { page } = desk;
  await show(desk, '3', 'third-party-list');
  await page.keyboard.press('n');
  await enter(desk, { name: party, 'contactInfo.postalCode': '69002', 'contactInfo.city': 'Lyon' });
  await save(desk);

  await show(desk, '4', 'billing-cycle-list');
  await page.keyboard.press('n');
  await enter(desk, { label: cycle });
  await choose(desk, 'thirdPartyId', party);
  await enter(desk, { periodStart: '01/01/2024', periodEnd: '31/12/2024' });
  await save(desk);
  await openOnly(desk, '4', 'billing-cycle-list', cycle);
  await takeStep(desk, 'open');

  await show(desk, '2', 'mission-list');
  await page.keyboard.press('Control+a');
  await expect(page.locator(`[data-count="${MISSIONS}"]`)).toBeVisible();
  await page.keyboard.press('a');
  const dialog = page.getByTestId('assign-dialog');
  const part = dialog.getByRole('radiogroup', { name: says(desk, 'bulk.field.cycle') });
  await pick(part, says(desk, 'bulk.set'));
  await choose(desk, 'billingCycleId', cycle);
  await press(dialog, says(desk, 'bulk.run', { count: MISSIONS }));
  await expect(dialog.locator(`[data-kept="${MISSIONS}"]`)).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Escape');

  await openOnly(desk, '4', 'billing-cycle-list', cycle);
  await takeStep(desk, 'close', { isAsked: true });
  await expect(detail(desk).getByTestId('unsent-line')).toBeVisible();
}

/** Both rename the same third party while the cable of one is out; that one settles it, for their own name. */
export async function editAtTheSameTime(first: Desk, second: Desk, { party }: Billed): Promise<void> {
  await openOnly(second, '3', 'third-party-list', party);
  second.unplug();
  const rename = async (desk: Desk, name: string) => {
    await openOnly(desk, '3', 'third-party-list', party);
    await desk.page.keyboard.press('e');
    await enter(desk, { name });
    await save(desk);
  };
  await rename(first, `${party} SARL`);
  await sent(first);
  await rename(second, `${party} & Cie`);
  second.plugIn();
  const { page } = second;
  await expect(page.getByTestId('outbox-state')).toContainText(says(second, 'panel.outbox-to-settle', { count: 1 }), {
    timeout: 60_000,
  });
  await page.keyboard.press('5');
  await expect(page.getByTestId('outbox-list')).toHaveAttribute('data-total', '1');
  await expect(page.getByTestId('outbox-list').getByRole('grid')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const line = detail(second).locator('[data-line="name"]');
  await expect(line.locator('[data-side="theirs"]')).toContainText(`${party} SARL`);
  await tabTo(line.getByRole('radiogroup'));
  const mine = line.locator('[data-side="mine"] input');
  for (let step = 0; step < 4 && !(await isFocused(mine)); step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(mine).toBeChecked();
  await press(detail(second), says(second, 'settle.do'));
  await sent(second);
}

/** The clerk submits, and is not let to approve what is theirs: on the screen, by the route, in the database. */
export async function submitAndTryAlone(desk: Desk, running: RunningBackend, { cycle }: Billed): Promise<void> {
  const { page } = desk;
  const { database } = running.backend;
  await openOnly(desk, '4', 'billing-cycle-list', cycle);
  await takeStep(desk, 'submit');
  const row = async () =>
    (
      await database.query<{ id: string; state: string }>('select id, state from billing_cycles where label = $1', [
        cycle,
      ])
    )[0];
  await expect.poll(async () => (await row())?.state, { timeout: 30_000 }).toBe('in-validation');
  const id = (await row())?.id ?? '';

  // The inbox does not offer it, and says why.
  await show(desk, '7', 'validation-list');
  await page.keyboard.press('/');
  await expect(page.getByTestId('validation-list').getByRole('searchbox')).toBeFocused();
  await pick(page.getByTestId('validation-list'), says(desk, 'validation.folder.all'));
  await expect(page.getByTestId('validation-list')).toHaveAttribute('data-total', '1');
  await page.keyboard.press('g');
  await expect(page.getByTestId('validation-list').getByRole('grid')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('not-offered')).toBeVisible();

  const token = await running.backend.tokenFor(CLERK.subject, ['billing', 'validator']);
  const answer = await running.ask(`/api/v2/billing-cycles/${id}/steps`, {
    ...{ token, method: 'POST', body: JSON.stringify({ action: 'approve' }) },
    headers: { 'content-type': 'application/json' },
  });
  expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
    409,
    expect.stringContaining('had a hand in it'),
  ]);
  await expect(
    database.query(`update billing_cycles set state = 'validated', approved_by = '{ada}' where id = $1`, [id]),
  ).rejects.toThrow(/billing_cycles_four_eyes|validat/);
  expect((await row())?.state).toBe('in-validation');
}

/** At another computer: the first of the inbox is looked at, and approved. */
export async function approve(desk: Desk, running: RunningBackend, { cycle, party }: Billed): Promise<void> {
  const { page } = desk;
  await expect(page.getByTestId('inbox-state')).toHaveAttribute('data-mine', '1', { timeout: 30_000 });
  await page.keyboard.press('7');
  await expect(page.getByTestId('validation-list')).toHaveAttribute('data-total', '1');
  await expect(page.getByTestId('validation-list').getByRole('grid')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('validation')).toContainText(`${party} & Cie`);
  await page.keyboard.press('y');
  await expect.poll(() => stateOf(running, cycle), { timeout: 30_000 }).toBe('validated');
}

/** The clerk issues the invoice. @returns its number, and what it comes to with tax, cents */
export async function invoice(
  desk: Desk,
  running: RunningBackend,
  { cycle, party }: Billed,
): Promise<{ number: string; cents: number }> {
  await openOnly(desk, '4', 'billing-cycle-list', cycle);
  await expect(detail(desk).getByRole('button', { name: says(desk, 'edit.action.invoice'), exact: true })).toBeVisible({
    timeout: 30_000,
  });
  await takeStep(desk, 'invoice', { isAsked: true });
  await expect.poll(() => stateOf(running, cycle), { timeout: 30_000 }).toBe('invoiced');
  const [issued] = await running.backend.database.query<{ number: string; cents: number; buyer: string; net: number }>(
    `select i.number, i.total_cents::float8 as cents, i.document #>> '{buyer,name}' as buyer,
       (select sum(round(amount * 100))::float8 from missions m where m.billing_cycle = c.id) as net
     from invoices i join billing_cycles c on c.id = i.billing_cycle_id where c.label = $1`,
    [cycle],
  );
  expect(issued?.buyer).toBe(`${party} & Cie`);
  // All at 10 %, one rate, rounded once.
  expect(issued?.cents).toBe((issued?.net ?? 0) + Math.round((issued?.net ?? 0) * 0.1));
  return { number: issued?.number ?? '', cents: issued?.cents ?? 0 };
}

/** The invoice as a file for the customer's program: a PDF with the data within. `saved`: where the file is, once it is said to be. */
export async function exportInvoice(
  desk: Desk,
  { cycle }: Billed,
  number: string,
  saved: () => Promise<Buffer>,
): Promise<void> {
  const { page } = desk;
  await openOnly(desk, '4', 'billing-cycle-list', cycle);
  await press(detail(desk), says(desk, 'export.open'));
  const dialog = page.getByTestId('export-dialog');
  await expect(dialog.locator('[data-field="subject"]')).toContainText(number);
  await pick(dialog, says(desk, 'export.format.factur-x'));
  const [file] = await Promise.all([saved(), press(dialog, says(desk, 'export.run'))]);
  await expect(page.getByTestId('export-done')).toBeVisible({ timeout: 30_000 });
  expect(file.subarray(0, 5).toString()).toBe('%PDF-');
  expect(file.includes('factur-x.xml')).toBe(true);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

async function stateOf({ backend }: RunningBackend, cycle: string): Promise<string | undefined> {
  const [row] = await backend.database.query<{ state: string }>('select state from billing_cycles where label = $1', [
    cycle,
  ]);
  return row?.state;
}
