import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { createMemoryHost, type DEFAULT_SIZE, type MemoryHost } from '../../support/memory-host/memory-host.ts';
import { type PageServer, startPageServer } from '../../support/memory-host/page-server.ts';

export { expect } from '@playwright/test';
export { expectAccessible, expectAccessibleInBothThemes } from './accessible.ts';

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
