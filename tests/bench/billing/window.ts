import type { CDPSession, Page } from '@playwright/test';
import { type BenchBrowser, launchBenchBrowser } from '../support/chromium.ts';
import type { DevtoolsSession } from '../support/devtools.ts';
import { traceWhile } from '../support/trace.ts';

/** What one choice took. */
export interface Choice {
  /** From the press to the first picture with the rows that it asks for, milliseconds. */
  firstRowsMs: number;
  /** The longest task of the page's own thread meanwhile; null: it was not watched. */
  longestTaskMs: number | null;
  /** Missions that match. */
  total: number;
}

export interface BillingWindow {
  readonly page: Page;
  /**
   * Whether tasks are watched from now on, by a trace. It costs the page, the graphics process and the browser time of their own at each
   * picture: what is timed is not watched.
   */
  watch(isWatched: boolean): void;
  /** Tasks of the page's thread of 50 ms and more since the window was ready, watched or not, milliseconds: the page itself counts those. */
  longTasks(): Promise<number[]>;
  /** Opens a saved view by its name. */
  openView(name: string): Promise<Choice>;
  /** From a billing cycle to its missions. */
  openCycle(label: string): Promise<Choice>;
  /** From a billing cycle to its page, until it says what the cycle comes to: worked out anew from all of its missions. */
  openCyclePage(label: string): Promise<Omit<Choice, 'total'> & { sumMs: number; sum: string }>;
  close(): Promise<void>;
}

/** As the windows keep them: a layout with the lists alone would be no console. */
const PREFERENCES = JSON.stringify({ version: 1, values: { language: 'en', theme: 'dark' } });
const WAIT = { timeout: 60_000 };
/** Nobody chooses within a tenth of a second of a dialog's opening: without it a choice was measured together with the drawing of that. */
const LOOK_MS = 600;

/** The built console in a browser of its own. */
export async function openBillingWindow(url: string): Promise<BillingWindow> {
  const browser: BenchBrowser = await launchBenchBrowser();
  const page = await browser.browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript((kept) => localStorage.setItem('vigie.preferences', kept), PREFERENCES);
  await page.goto(url);
  await page.locator('html[data-ready="true"]').waitFor(WAIT);
  await page.keyboard.press('2');
  await page.locator('[data-testid="mission-list"][data-state="ready"]').waitFor(WAIT);

  await page.evaluate(noteLongTasks);
  const session = devtoolsOf(await page.context().newCDPSession(page));
  let isWatched = false;

  /** @returns the longest task meanwhile, where that is watched */
  async function longestTaskWhile(work: () => Promise<void>): Promise<number | null> {
    if (isWatched) return (await traceWhile(session, work)).longestTaskMs;
    await work();
    return null;
  }

  /** Presses a button that changes what the table asks for. */
  async function choose(press: () => Promise<void>): Promise<Choice> {
    let firstRowsMs = Number.NaN;
    const longestTaskMs = await longestTaskWhile(async () => {
      await page.evaluate(watchRows);
      await page.waitForTimeout(LOOK_MS);
      await press();
      firstRowsMs = await page.evaluate(() => (window as unknown as { rowsAfter: Promise<number> }).rowsAfter);
      // What comes right after belongs to it: sums, details.
      await page.waitForTimeout(700);
    });
    const list = page.getByTestId('mission-list');
    const total = Number((await list.getAttribute('data-total')) ?? Number.NaN);
    return { firstRowsMs, longestTaskMs, total };
  }

  async function showCycle(label: string): Promise<void> {
    await page.keyboard.press('4');
    await page.locator('[data-testid="billing-cycle-list"][data-state="ready"]').waitFor(WAIT);
    await page.getByRole('searchbox').fill(label);
    await page.locator('[data-testid="billing-cycle-list"][data-total="1"]').waitFor(WAIT);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
  }

  return {
    page,
    watch(next) {
      isWatched = next;
    },
    longTasks: () => page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks),
    async openView(name) {
      await page.getByRole('grid', { name: 'Missions' }).focus();
      await page.keyboard.press('o');
      const button = page.getByTestId('views-dialog').getByRole('button', { name, exact: true });
      await button.focus();
      return choose(() => button.press('Enter'));
    },
    async openCycle(label) {
      await showCycle(label);
      const button = page.getByRole('button', { name: 'Show its missions' });
      await button.waitFor(WAIT);
      await button.focus();
      return choose(() => button.press('Enter'));
    },
    async openCyclePage(label) {
      await showCycle(label);
      await page.getByRole('button', { name: 'Show its missions' }).waitFor(WAIT);
      let [firstRowsMs, sumMs] = [Number.NaN, Number.NaN];
      const longestTaskMs = await longestTaskWhile(async () => {
        await page.evaluate(watchCyclePage);
        await page.waitForTimeout(LOOK_MS);
        await page.keyboard.press('p');
        [firstRowsMs, sumMs] = await page.evaluate(
          () => (window as unknown as { cyclePage: Promise<[number, number]> }).cyclePage,
        );
        await page.waitForTimeout(700);
      });
      const sum = await page.locator('.cycle-page__sum').innerText();
      await page.keyboard.press('Escape');
      return { firstRowsMs, sumMs, sum, longestTaskMs };
    },
    close: () => browser.close(),
  };
}

/** In the page. W3C Long Tasks: 50 ms and more. */
function noteLongTasks(): void {
  const longTasks: number[] = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  });
  Object.assign(window, { longTasks });
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

/** In the page: from the next key to the pictures with the first rows of a cycle's page, and with its sum. */
function watchCyclePage(): void {
  const cyclePage = new Promise<[number, number]>((resolve) => {
    document.addEventListener(
      'keydown',
      () => {
        const beganAt = performance.now();
        let rowsMs: number | undefined;
        let sumMs: number | undefined;
        const afterPicture = (note: (ms: number) => void) =>
          requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => {
              note(performance.now() - beganAt);
              if (rowsMs !== undefined && sumMs !== undefined) resolve([rowsMs, sumMs]);
            };
            channel.port2.postMessage(null);
          });
        let [isRows, isSum] = [false, false];
        const look = () => {
          const shown = document.querySelector('[data-testid="cycle-page"]');
          const row = shown?.querySelector('[data-index="0"]');
          if (!isRows && row?.querySelector('.skeleton') === null && row.textContent !== '') {
            isRows = true;
            afterPicture((ms) => (rowsMs = ms));
          }
          if (!isSum && (shown?.querySelector('.cycle-page__sum')?.textContent ?? '') !== '') {
            isSum = true;
            afterPicture((ms) => (sumMs = ms));
          }
          if (isRows && isSum) observer.disconnect();
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      },
      { capture: true, once: true },
    );
  });
  Object.assign(window, { cyclePage });
}
