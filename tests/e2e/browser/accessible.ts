import { expect, type Page } from '@playwright/test';
import axe, { type AxeResults, type RunOnly, type RunOptions } from 'axe-core';

/** No violation of WCAG 2.2 A and AA that axe calls serious or critical: of the page, or of the part of it that a selector names. */
export async function expectAccessible(page: Page, part?: string): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  await expectNoGraveViolation(page, { type: 'tag', values: tags }, part);
}

/** The same of a page that is shown in the dark theme, and its contrast in the light one: themes differ in colours alone. */
export async function expectAccessibleInBothThemes(page: Page, part?: string): Promise<void> {
  await expectAccessible(page, part);
  await showTheme(page, 'light');
  await expectNoGraveViolation(page, { type: 'rule', values: ['color-contrast'] }, part);
  await showTheme(page, 'dark');
}

/** Until the colours have come to rest: what inherits a colour that moves begins to move after it. */
async function showTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await page.evaluate(async (wanted) => {
    document.documentElement.dataset['theme'] = wanted;
    const moving = () => document.getAnimations().filter((one) => one instanceof CSSTransition);
    for (let transitions = moving(); transitions.length > 0; transitions = moving()) {
      await Promise.allSettled(transitions.map(({ finished }) => finished));
      await new Promise(requestAnimationFrame);
    }
  }, theme);
}

interface Scan {
  options: RunOptions;
  part: string | undefined;
}

/** Axe stays in the page, and runs there: what it found right is neither described nor brought here. */
async function expectNoGraveViolation(page: Page, runOnly: RunOnly, part?: string): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  // Pages have neither frames nor media of others, for which axe would look ahead.
  const options: RunOptions = { runOnly, resultTypes: ['violations'], selectors: false, preload: false };
  const grave = await page.evaluate(
    async ({ options: wanted, part: selector }: Scan) => {
      const within = selector === undefined ? document : { include: [selector] };
      const { run } = Reflect.get(window, 'axe') as { run: (context: unknown, how: RunOptions) => Promise<AxeResults> };
      const { violations } = await run(within, wanted);
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    },
    { options, part },
  );
  expect(grave).toEqual([]);
}
