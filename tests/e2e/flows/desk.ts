import { expect, type Locator, type Page } from '@playwright/test';
import { createI18n } from '../../../renderer/i18n/create-i18n.ts';
import type { Language } from '../../../renderer/i18n/language.ts';

/** Somebody's computer, used by keyboard alone. */
export interface Desk {
  readonly page: Page;
  readonly language: Language;
  /** The cable is pulled, and put back. */
  unplug(): void;
  plugIn(): void;
}

/** What a text is in the language of a desk: flows look for words as people do, and know them in no language themselves. */
export function says({ language }: Pick<Desk, 'language'>, key: string, values: Record<string, unknown> = {}): string {
  const { t } = createI18n(language) as unknown as { t: (key: string, values: Record<string, unknown>) => unknown };
  const said = t(key, values);
  if (typeof said !== 'string' || said === key) throw new Error(`there is no text ${key} in ${language}`);
  return said;
}

export const detail = ({ page }: Pick<Desk, 'page'>): Locator => page.getByTestId('detail');
export const input = ({ page }: Pick<Desk, 'page'>, field: string): Locator =>
  page.locator(`[data-field="${field}"] input`).first();

/** Enter on a button: by the focus, as Tab would bring it there. */
export async function press(within: Locator | Page, name: string): Promise<void> {
  await within.getByRole('button', { name, exact: true }).press('Enter');
}

/** To a list by its key, once it has the keyboard. */
export async function show({ page }: Desk, key: string, list: string): Promise<void> {
  await page.keyboard.press(key);
  const panel = page.getByTestId(list);
  await expect(panel).toHaveAttribute('data-state', /ready|empty/);
  if ((await panel.getAttribute('data-state')) === 'ready') await expect(page.getByRole('grid')).toBeFocused();
}

/** The one row of a list that a search finds, opened. */
export async function openOnly(desk: Desk, key: string, list: string, words: string): Promise<void> {
  const { page } = desk;
  await show(desk, key, list);
  await page.getByTestId(list).getByRole('searchbox').fill(words);
  await expect(page.getByTestId(list)).toHaveAttribute('data-total', '1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(detail(desk)).toHaveAttribute('data-state', 'ready');
}

/** Fills fields of the form that is open. */
export async function enter(desk: Desk, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [field, value] of Object.entries(values)) await input(desk, field).fill(value);
}

/** In a field that names a row: typed, and what is offered taken. */
export async function choose(desk: Desk, field: string, words: string): Promise<void> {
  await input(desk, field).fill(words);
  await expect(desk.page.getByRole('option').filter({ hasText: words })).toHaveCount(1);
  await input(desk, field).press('ArrowDown');
  await input(desk, field).press('Enter');
  await expect(input(desk, field)).toHaveValue(words);
}

export async function save({ page }: Desk): Promise<void> {
  await page.keyboard.press('Enter');
  await expect(page.locator('form')).toHaveCount(0);
}

/** Takes a step of the cycle that is open; what is asked first is confirmed. */
export async function takeStep(desk: Desk, action: string, { isAsked = false } = {}): Promise<void> {
  const name = says(desk, `edit.action.${action}`);
  await press(detail(desk), name);
  if (!isAsked) return;
  await press(desk.page.getByRole('alertdialog'), name);
  await expect(desk.page.getByRole('alertdialog')).toHaveCount(0);
}

/** Everything that was entered has been taken, or waits to be settled. */
export async function sent({ page }: Desk): Promise<void> {
  await expect(page.getByTestId('outbox-state')).toBeEmpty({ timeout: 60_000 });
}
