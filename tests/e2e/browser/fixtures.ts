import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { createMemoryHost, type DEFAULT_SIZE, type MemoryHost } from '../../support/memory-host/memory-host.ts';
import { type PageServer, startPageServer } from '../../support/memory-host/page-server.ts';

export { expect } from '@playwright/test';

const pages = fileURLToPath(new URL('../../../dist/renderer', import.meta.url));

export interface Windows {
  /** What the pages complained of: policy, errors. Empty at the end of every test. */
  readonly complaints: string[];
  open(kind?: 'console' | 'wall', preferences?: Record<string, unknown>): Promise<Page>;
}

interface Fixtures {
  /** Rows of the memory host. */
  size: Partial<typeof DEFAULT_SIZE>;
  /** A data host whose rows, health and failures the test sets; its vehicles move once a second. */
  host: MemoryHost;
  server: PageServer;
  windows: Windows;
}

/** The built pages under the windows' policy, over the real RPC, with a data host that does as the test says. */
export const test = base.extend<Fixtures>({
  size: [{}, { option: true }],
  host: async ({ size }, provide) => {
    const host = createMemoryHost(size);
    const timer = setInterval(() => host.fleet.move(Date.now()), 1_000);
    await provide(host);
    clearInterval(timer);
  },
  server: async ({ host }, provide) => {
    const server = await startPageServer(pages, host);
    await provide(server);
    await server.close();
  },
  windows: async ({ server, context }, provide) => {
    const complaints: string[] = [];
    await provide({
      complaints,
      async open(kind = 'console', preferences = { language: 'en', theme: 'dark' }) {
        const page = await context.newPage();
        listen(page, complaints);
        await keepPreferences(page, preferences);
        await page.goto(server.pageUrl(kind));
        return page;
      },
    });
    expect(complaints).toEqual([]);
  },
});

/** Connections that a test cuts on purpose are no complaint. */
const EXPECTED = /WebSocket connection to|ERR_CONNECTION_REFUSED/;

export function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) complaints.push(message.text());
  });
}

/** As if they had been chosen before. What the page chooses itself stays over a reload. */
export async function keepPreferences(page: Page, values: Record<string, unknown>): Promise<void> {
  await page.addInitScript((kept) => {
    if (localStorage.getItem('vigie.preferences') === null) {
      localStorage.setItem('vigie.preferences', JSON.stringify({ version: 1, values: kept }));
    }
  }, values);
}

export async function isReady(page: Page): Promise<void> {
  await expect(page.locator('html[data-ready="true"]')).toHaveCount(1);
}

/** No violation of WCAG 2.2 A and AA that axe calls serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  await expectNoGraveViolation(new AxeBuilder({ page }).withTags(tags));
  // axe puts its findings together in a page of its own, which is in front for that time.
  await page.bringToFront();
}

/** The same of a page that is shown in the dark theme, and its contrast in the light one: themes differ in colours alone. */
export async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  await expectAccessible(page);
  await showTheme(page, 'light');
  await expectNoGraveViolation(new AxeBuilder({ page }).withRules(['color-contrast']));
  await page.bringToFront();
  await showTheme(page, 'dark');
}

/** Until the colours have come to rest. */
async function showTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await page.evaluate(async (wanted) => {
    document.documentElement.dataset['theme'] = wanted;
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  }, theme);
}

async function expectNoGraveViolation(axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
}
