import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { type Backend, startBackendIn } from '../../support/backend-process.ts';
import { type Displays, missingDisplayPrograms, startDisplays } from '../../support/displays.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { postFixes } from '../../support/fix-poster.ts';
import { test as base, expect } from './fixtures.ts';

const missing = missingDisplayPrograms();
const MONITORS = [
  { width: 1024, height: 680 },
  { width: 800, height: 600 },
  { width: 800, height: 600 },
];
/** Old positions may look live for no longer. */
const WITHIN_MS = 2_000;
const VEHICLES = 50;

interface Site {
  /** The way to the backend, which can be cut. */
  proxy: FaultProxy;
  backend: Backend;
  /** Another backend on the same data and port, once the first is stopped. */
  restart(args: readonly string[]): Promise<Backend>;
}

const test = base.extend<{ displays: Displays; site: Site }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what the fixture needs
  displays: async ({}, provide) => {
    const displays = await startDisplays(MONITORS);
    await provide(displays);
    await displays.stop();
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what the fixture needs
  site: async ({}, provide) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vigie-site-'));
    const backend = await startBackendIn(folder, ['--vehicles', String(VEHICLES)]);
    const running = [backend];
    const proxy = await startFaultProxy(backend.url);
    await provide({
      proxy,
      backend,
      async restart(args) {
        const again = await startBackendIn(folder, ['--port', new URL(backend.url).port, ...args]);
        running.push(again);
        return again;
      },
    });
    await proxy.close();
    for (const one of running) await one.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  },
});

test.describe('every screen says within two seconds that it is not live, and comes back by itself', () => {
  test.skip(missing.length > 0, `monitors without a screen need ${missing.join(', ')}`);

  test('data host killed, network cut, backend stopped, feed frozen', async ({ displays, site, launch }) => {
    const { proxy, backend } = site;
    const vigie = await launch({ display: displays.name, backend: { url: proxy.url, token: backend.token } });
    await vigie.page('console');
    for (const display of [1, 2]) await vigie.menu('Wall', display);
    await expect.poll(() => vigie.app.windows().length).toBe(3);
    const screens = await Promise.all(vigie.app.windows().map((page) => watch(page)));

    await allLive(screens);
    for (const { page } of screens) await expectFleet(page);
    const list = (await vigie.page('console')).getByTestId('vehicle-list');
    await expect(list).toHaveAttribute('data-total', String(VEHICLES));
    const dataHost = await vigie.dataHostId();
    await seen('the data host is killed', screens, () => process.kill(dataHost, 'SIGKILL'));
    await allLive(screens);
    for (const { page } of screens) await expectFleet(page);
    expect(await vigie.dataHostId()).not.toBe(dataHost);
    expect(vigie.log()).toMatch(/the data process died after .*"code":9/);

    await seen('the network is cut', screens, () => {
      proxy.isDown = true;
    });
    proxy.isDown = false;
    await allLive(screens);

    await seen('the backend is stopped', screens, () => backend.stop());
    const other = await site.restart(['--no-feed']);
    const posting = await postFixes(other);
    await allLive(screens);

    // Ten seconds of a feed tell what is usual for it.
    await expect.poll(() => posting.elapsedMs(), { timeout: 20_000 }).toBeGreaterThan(10_500);
    await seen('the feed is frozen', screens, () => posting.stop());
    expect(await feedState(other)).toBe('silent');
    const again = await postFixes(other);
    await allLive(screens);
    await again.stop();
  });
});

interface Screen {
  page: Page;
  /** When, since a moment of this machine's clock, it first said that it is not live; undefined: it did not. */
  saidAfterMs(sinceMs: number): Promise<number | undefined>;
}

/** Records the states that a page shows, each with its time: an outage may be over before a test looks at it. */
async function watch(page: Page): Promise<Screen> {
  await page.waitForSelector('html[data-ready="true"]', { timeout: 60_000 });
  const record = await page.getByTestId('connection-state').evaluateHandle((element) => {
    const seen: { state: string; atMs: number }[] = [];
    const note = () => seen.push({ state: element.getAttribute('data-state') ?? '', atMs: Date.now() });
    note();
    new MutationObserver(note).observe(element, { attributeFilter: ['data-state'] });
    return seen;
  });
  return {
    page,
    async saidAfterMs(sinceMs) {
      const states = await record.jsonValue();
      const first = states.find(({ state, atMs }) => atMs >= sinceMs && state !== 'live');
      return first === undefined ? undefined : first.atMs - sinceMs;
    },
  };
}

async function allLive(screens: readonly Screen[]): Promise<void> {
  for (const { page } of screens) {
    await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'live', { timeout: 40_000 });
  }
}

/** Most of the fleet is there: some vehicles may not have been heard yet. */
async function expectFleet(page: Page): Promise<void> {
  const count = async () => Number(await page.getByTestId('vehicle-count').getAttribute('data-value'));
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(VEHICLES * 0.8);
}

async function seen(what: string, screens: readonly Screen[], fault: () => unknown): Promise<void> {
  const sinceMs = Date.now();
  await fault();
  for (const [index, screen] of screens.entries()) {
    const after = () => screen.saidAfterMs(sinceMs);
    await expect.poll(after, { message: `${what}: screen ${index}`, timeout: 20_000 }).toBeDefined();
    const ms = await after();
    expect(ms, `${what}: screen ${index}`).toBeLessThan(WITHIN_MS);
  }
}

async function feedState({ url, token }: Pick<Backend, 'url' | 'token'>): Promise<unknown> {
  const answer = await fetch(`${url}/health`, { headers: { authorization: `Bearer ${token}` } });
  const { feed } = (await answer.json()) as { feed?: unknown };
  return feed;
}
