import { expect } from '@playwright/test';
import { type Desk, detail, openRow, press, says, sent, tabTo } from './desk.ts';

/** The change of a shift between two desks, by keyboard alone. */

/** Begins a handover: what stands is gathered by itself. */
export async function draftHandover(desk: Desk): Promise<void> {
  const { page } = desk;
  await page.keyboard.press('h');
  const list = page.getByTestId('handover-list');
  await expect(list).toHaveAttribute('data-state', /ready|empty/);
  await press(list, says(desk, 'handover.new'));
  await press(page.getByTestId('handover-form'), says(desk, 'handover.begin'));
  await expect(page.getByTestId('handover')).toHaveAttribute('data-state', 'draft');
}

/** The items of a part of the handover that is open. */
export const itemsOf = ({ page }: Desk, group: string) =>
  page.getByTestId('handover-items').locator(`[data-group="${group}"] [data-item]`);

/** Writes about the one item of a part. */
export async function remarkOn(desk: Desk, group: string, text: string): Promise<void> {
  const { page } = desk;
  const item = itemsOf(desk, group);
  await expect(item).toHaveCount(1);
  await tabTo(item.getByRole('button'));
  await page.keyboard.press('Enter');
  const sheet = page.getByTestId('item-remark');
  await tabTo(sheet.getByRole('textbox'));
  await page.keyboard.type(text);
  await press(sheet, says(desk, 'edit.save'));
  await expect(sheet).toHaveCount(0);
  await expect(item).toContainText(text);
}

export async function handOver(desk: Desk): Promise<void> {
  const { page } = desk;
  const name = says(desk, 'handover.hand-over');
  await press(page.getByTestId('leaving'), name);
  await press(page.getByRole('alertdialog'), name);
  await expect(page.getByTestId('handover')).toHaveAttribute('data-state', 'handed-over', { timeout: 60_000 });
  await sent(desk);
  await expect(page.getByTestId('not-signed-here')).toHaveText(says(desk, 'handover.not-own'));
}

/** Opens the one handover that is there, once it has come from the other desk. */
export async function openHandover(desk: Desk): Promise<void> {
  await openRow(desk, 'h', 'handover-list');
  await expect(desk.page.getByTestId('handover')).toHaveAttribute('data-state', 'handed-over');
}

export async function sign(desk: Desk, text: string): Promise<void> {
  const { page } = desk;
  const name = says(desk, 'handover.sign');
  await press(page.getByTestId('sign'), name);
  const sheet = page.getByTestId('handover-sign');
  await tabTo(sheet.getByRole('textbox'));
  await page.keyboard.type(text);
  await press(sheet, name);
  await expect(page.getByTestId('handover')).toHaveAttribute('data-state', 'signed', { timeout: 60_000 });
  await expect(detail(desk)).toContainText(text);
  await sent(desk);
}
