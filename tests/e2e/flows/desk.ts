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
  page.locator(`[data-field="${field}"] :is(input, textarea)`).first();

/** More stops than any window has from one place to another. */
const MOST_STOPS = 150;

/** Where the focus is, seen from a place in the page: in it, before or behind it. */
const focusFrom = (target: Locator): Promise<'in' | 'before' | 'behind'> =>
  target.evaluate((element) => {
    const focused = document.activeElement;
    if (element.contains(focused)) return 'in';
    const bits = focused?.compareDocumentPosition(element) ?? 0;
    return (bits & Node.DOCUMENT_POSITION_PRECEDING) === 0 ? 'before' : 'behind';
  });

/**
 * The way of the keyboard to a place in the page: which key, and how many presses, as the order of the page has it. None where the
 * focus is there already. A widget that moves the focus by itself may have another mind: whoever takes this way looks where it led.
 */
const wayTo = (target: Locator): Promise<{ key: 'Tab' | 'Shift+Tab'; presses: number }> =>
  target.evaluate((element) => {
    const focused = document.activeElement ?? document.body;
    if (element.contains(focused)) return { key: 'Tab', presses: 0 };
    const isAfter = (one: Element, other: Element) =>
      (other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    const isBack = isAfter(focused, element);
    const [first, last] = isBack ? [element, focused] : [focused, element];
    // Within a group the arrows lead, and Tab out of it.
    const groupOf = (stop: Element) => stop.closest('[role="radiogroup"], [role="toolbar"]') ?? undefined;
    const groups = new Set([groupOf(focused)]);
    const stops = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex]')];
    const between = stops.filter((stop) => {
      if (stop.tabIndex < 0 || stop.matches(':disabled, [inert] *') || element.contains(stop)) return false;
      if (!isAfter(stop, first) || !isAfter(last, stop) || !stop.checkVisibility({ visibilityProperty: true }))
        return false;
      const group = groupOf(stop);
      if (group === undefined) return true;
      const isNew = !groups.has(group);
      groups.add(group);
      return isNew;
    });
    return { key: isBack ? 'Shift+Tab' : 'Tab', presses: between.length + 1 };
  });

/** Tab, or Shift+Tab where that is nearer, until the focus is on this, or in it: as somebody gets there who has no mouse. */
export async function tabTo(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const { keyboard } = target.page();
  const way = await wayTo(target);
  for (let press = 0; press < way.presses; press += 1) await keyboard.press(way.key);
  let rest = await wayTo(target);
  // Past it, or round in a dialog: back, step by step. Not there yet: on. One direction for all that is left.
  const isPast = rest.key !== way.key || rest.presses >= way.presses;
  const back = way.key === 'Tab' ? 'Shift+Tab' : 'Tab';
  const key = isPast ? back : way.key;
  for (let stops = 0; rest.presses > 0; stops += 1) {
    if (stops === MOST_STOPS) throw new Error(`${key} does not lead to ${String(target)}`);
    await keyboard.press(key);
    rest = await wayTo(target);
  }
}

/** Enter on a button, once Tab has led there. */
export async function press(within: Locator | Page, name: string): Promise<void> {
  const button = within.getByRole('button', { name, exact: true });
  await expect(button).toBeEnabled();
  await tabTo(button);
  await button.page().keyboard.press('Enter');
}

/** One of a few values: Tab to their group, the arrows to the one, Space. */
export async function pick(within: Locator | Page, name: string): Promise<void> {
  const radio = within.getByRole('radio', { name, exact: true });
  await tabTo(radio.locator('xpath=ancestor::*[@role="radiogroup"][1]'));
  const { keyboard } = radio.page();
  // Shift+Tab leads to the last of them.
  const arrow = (await focusFrom(radio)) === 'behind' ? 'ArrowLeft' : 'ArrowRight';
  for (let step = 0; step < 10 && !(await isFocused(radio)); step += 1) await keyboard.press(arrow);
  await keyboard.press('Space');
  await expect(radio).toBeChecked();
}

export const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Into a field that Tab leads to, in place of what is there. */
async function write(target: Locator, text: string): Promise<void> {
  await tabTo(target);
  const { keyboard } = target.page();
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type(text);
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
  await page.keyboard.press('/');
  const search = page.getByTestId(list).getByRole('searchbox');
  await expect(search).toBeFocused();
  await write(search, words);
  await expect(page.getByTestId(list)).toHaveAttribute('data-total', '1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(detail(desk)).toHaveAttribute('data-state', 'ready');
}

/** The one row of a list, opened, once it has come there. */
export async function openRow(desk: Desk, key: string, list: string): Promise<void> {
  const { page } = desk;
  await page.keyboard.press(key);
  await expect(page.getByTestId(list)).toHaveAttribute('data-total', '1', { timeout: 60_000 });
  // A list that was empty when it was shown had nothing to give the keyboard to.
  await show(desk, key, list);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(detail(desk)).toHaveAttribute('data-state', 'ready');
}

/** Fills fields of the form that is open. */
export async function enter(desk: Desk, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [field, value] of Object.entries(values)) await write(input(desk, field), value);
}

/** In a field that names a row: typed, and what is offered taken. */
export async function choose(desk: Desk, field: string, words: string): Promise<void> {
  await write(input(desk, field), words);
  // Nothing else any more: what half of the words had found is at the head of the list until the answer to all of them is there.
  await expect.poll(() => desk.page.getByRole('option').allTextContents()).toEqual([expect.stringContaining(words)]);
  await desk.page.keyboard.press('ArrowDown');
  await desk.page.keyboard.press('Enter');
  // Chosen, and not only typed: the list is closed again.
  await expect(input(desk, field)).toHaveAttribute('aria-expanded', 'false');
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
  await press(desk.page.getByTestId('confirm'), name);
  await expect(desk.page.getByRole('alertdialog')).toHaveCount(0);
}

/** Everything that was entered has been taken, or waits to be settled: of a day's edits, after a minute or two on a busy machine. */
export async function sent({ page }: Desk): Promise<void> {
  await expect(page.getByTestId('outbox-state')).toBeEmpty({ timeout: 150_000 });
}
