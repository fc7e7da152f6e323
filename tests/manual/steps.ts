import type { Page } from '@playwright/test';
import { isDrawn } from './stage.ts';

/** Shows the mission board, once missions are there: the first sync takes its time. */
export async function haveMissions(page: Page): Promise<void> {
  await page.keyboard.press('6');
  await page.waitForFunction(
    () => Number(document.querySelector<HTMLElement>('[data-testid="mission-board"]')?.dataset['total'] ?? 0) > 50,
    undefined,
    { timeout: 120_000 },
  );
}

/** Shows the first vehicle of the list in detail, by keyboard. */
export async function showVehicle(page: Page): Promise<void> {
  for (const key of ['1', 'g', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await page.waitForSelector('.detail[data-state="ready"]');
  await isDrawn(page);
}

const button = (page: Page, names: RegExp) => page.getByRole('button', { name: names });

/**
 * Makes a wall of one screen with a map, the mission board and figures, and leaves the editor.
 * @param look called while the editor is open
 * @returns the wall's screen: a page that the console opened, since each link lets one page in
 */
export async function arrangeWall(
  page: Page,
  look: () => Promise<void>,
  [upper, lower]: readonly [string, string] = ['missions', 'summary'],
): Promise<Page> {
  await page.keyboard.press('w');
  await button(page, /^(New wall|Nouveau mur)$/)
    .first()
    .click();
  await choose(page, 'division', 0, 'main-right');
  await choose(page, 'view', 1, upper);
  await choose(page, 'view', 2, lower);
  await look();
  const opened = page.context().waitForEvent('page');
  await button(page, /^(Open in a tab|Ouvrir dans un onglet)$/).click();
  const tab = await opened;
  await tab.waitForSelector('html[data-ready="true"]', { timeout: 60_000 });
  await page.keyboard.press('Escape');
  return tab;
}

/** @param index among the fields of that name */
async function choose(page: Page, field: string, index: number, value: string): Promise<void> {
  await page.locator(`[data-field="${field}"] button`).nth(index).click();
  await page.locator(`[role="option"][data-key="${value}"]`).click();
}

/** Filters the fleet by words, until it is known how many are left. */
export async function showFilter(page: Page, words: string): Promise<void> {
  await page.bringToFront();
  await page.keyboard.press('v');
  await page.keyboard.type(words, { delay: 30 });
  await page.waitForFunction(() =>
    /^\d/.test(document.querySelector('[data-testid="filter-chip"]')?.textContent ?? ''),
  );
  await isDrawn(page);
}

/** Until the page says that its positions are not live. */
export async function showNotLive(page: Page): Promise<void> {
  await page.bringToFront();
  await page.waitForSelector('.live-frame[data-live="false"]');
  await page
    .getByText(/(not live since|pas en direct depuis) \d/)
    .first()
    .waitFor({ state: 'visible' });
}
