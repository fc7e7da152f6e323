import type { CDPSession, Page } from '@playwright/test';
import { type BenchBrowser, launchBenchBrowser } from '../support/chromium.ts';
import type { DevtoolsSession } from '../support/devtools.ts';
import { traceWhile } from '../support/trace.ts';

/** What one choice took. */
export interface Choice {
  /** From the press to the first picture with the rows that it asks for, milliseconds. */
  firstRowsMs: number;
  /** The longest task of the page's own thread meanwhile. */
  longestTaskMs: number;
  /** Missions that match. */
  total: number;
}

export interface BillingWindow {
  readonly page: Page;
  /** Opens a saved view by its name. */
  openView(name: string): Promise<Choice>;
  /** From a billing cycle to its missions. */
  openCycle(label: string): Promise<Choice>;
  close(): Promise<void>;
}

/** As the windows keep them: a layout with the lists alone would be no console. */
const PREFERENCES = JSON.stringify({ version: 1, values: { language: 'en', theme: 'dark' } });
const WAIT = { timeout: 60_000 };

/** The built console in a browser of its own. */
export async function openBillingWindow(url: string): Promise<BillingWindow> {
  const browser: BenchBrowser = await launchBenchBrowser();
  const page = await browser.browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript((kept) => localStorage.setItem('vigie.preferences', kept), PREFERENCES);
  await page.goto(url);
  await page.locator('html[data-ready="true"]').waitFor(WAIT);
  await page.keyboard.press('2');
  await page.locator('[data-testid="mission-list"][data-state="ready"]').waitFor(WAIT);

  const session = devtoolsOf(await page.context().newCDPSession(page));

  /** Presses a button that changes what the table asks for. */
  async function choose(press: () => Promise<void>): Promise<Choice> {
    let firstRowsMs = Number.NaN;
    const summary = await traceWhile(session, async () => {
      await page.evaluate(watchRows);
      await press();
      firstRowsMs = await page.evaluate(() => (window as unknown as { rowsAfter: Promise<number> }).rowsAfter);
      // What comes right after belongs to it: sums, details.
      await page.waitForTimeout(700);
    });
    const list = page.getByTestId('mission-list');
    const total = Number((await list.getAttribute('data-total')) ?? Number.NaN);
    return { firstRowsMs, longestTaskMs: summary.longestTaskMs, total };
  }

  return {
    page,
    async openView(name) {
      await page.getByRole('grid', { name: 'Missions' }).focus();
      await page.keyboard.press('o');
      const button = page.getByTestId('views-dialog').getByRole('button', { name, exact: true });
      await button.focus();
      return choose(() => button.press('Enter'));
    },
    async openCycle(label) {
      await page.keyboard.press('4');
      await page.locator('[data-testid="billing-cycle-list"][data-state="ready"]').waitFor(WAIT);
      await page.getByRole('searchbox').fill(label);
      await page.locator('[data-testid="billing-cycle-list"][data-total="1"]').waitFor(WAIT);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      const button = page.getByRole('button', { name: 'Show its missions' });
      await button.waitFor(WAIT);
      await button.focus();
      return choose(() => button.press('Enter'));
    },
    close: () => browser.close(),
  };
}

/** Playwright's session, as the trace wants it. */
function devtoolsOf(session: CDPSession): DevtoolsSession {
  // The names of methods and events are the protocol's own, which Playwright's types list one by one.
  const any = session as unknown as {
    send(method: string, params?: object): Promise<unknown>;
    on(event: string, listener: (params: unknown) => void): void;
    off(event: string, listener: (params: unknown) => void): void;
  };
  return {
    send: (method: string, params?: object) => any.send(method, params),
    on(event: string, listener: (params: never) => void) {
      const hear = listener as (params: unknown) => void;
      any.on(event, hear);
      return () => any.off(event, hear);
    },
  } as DevtoolsSession;
}

/**
 * In the page: from the next key that is pressed to the picture after the table is up to date again. The press is the one that
 * Playwright makes, so the clock is the page's own.
 */
function watchRows(): void {
  const rowsAfter = new Promise<number>((resolve) => {
    document.addEventListener(
      'keydown',
      () => {
        const beganAt = performance.now();
        let isAsked = false;
        const look = () => {
          const grid = document.querySelector('.mission-grid');
          const isOutdated =
            grid?.getAttribute('data-outdated') === 'true' || grid?.getAttribute('aria-busy') === 'true';
          isAsked ||= isOutdated || grid === null;
          const first = grid?.querySelector('[data-index="0"] [data-key="reference"]')?.textContent ?? '';
          if (isAsked && grid !== null && !isOutdated && first !== '') {
            observer.disconnect();
            requestAnimationFrame(() => {
              // After the picture: a message comes behind it.
              const channel = new MessageChannel();
              channel.port1.onmessage = () => resolve(performance.now() - beganAt);
              channel.port2.postMessage(null);
            });
          }
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      },
      { capture: true, once: true },
    );
  });
  Object.assign(window, { rowsAfter });
}
