import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { createMemoryHost } from '../support/memory-host/memory-host.ts';
import { startPageServer } from '../support/memory-host/page-server.ts';
import { startPreviewStack } from '../support/preview-stack.ts';
import { isDrawn, type Language, LANGUAGES, openPage } from './stage.ts';

type Take = (page: Page, language: Language, name: string) => Promise<void>;

const VEHICLES = 2_000;
/** So much is recorded before anybody goes back. */
const RECORDED_MS = 25_000;

/** What was recorded in some seconds, replayed: a console that stands, with a vehicle that is looked at. */
export async function takeReplay(
  browser: Browser,
  take: Take,
  size: { width: number; height: number } = { width: 1280, height: 800 },
): Promise<void> {
  const stack = await startPreviewStack({ vehicles: VEHICLES });
  try {
    for (const language of LANGUAGES) {
      const look = { language, theme: 'dark', ...size } as const;
      const { page, context } = await openPage(browser, stack.url(), look);
      await isDrawn(page);
      await page.waitForTimeout(RECORDED_MS);
      await page.keyboard.press('z');
      await page.waitForSelector('[data-testid="replay-word"][data-state="standing"]', { timeout: 60_000 });
      await page.waitForSelector('[data-testid="map"][data-source="replay"][data-vehicles="2000"]');
      for (let step = 0; step < 2; step++) await page.keyboard.press('Shift+ArrowRight');
      await isDrawn(page);
      await take(page, language, 'replay');
      await context.close();
    }
  } finally {
    await stack.stop();
  }
}

const pages = fileURLToPath(new URL('../../dist/renderer', import.meta.url));

/** A wall that goes back where nothing was recorded, since the disk is full. */
export async function takeNothingRecorded(browser: Browser, take: Take): Promise<void> {
  const host = createMemoryHost({ vehicles: 2_000 });
  const timer = setInterval(() => host.fleet.move(Date.now()), 1_000);
  const server = await startPageServer(pages, host);
  try {
    for (const language of LANGUAGES) {
      const look = { language, theme: 'dark', width: 1280, height: 800 } as const;
      const { page, context } = await openPage(browser, server.pageUrl('wall'), look);
      await isDrawn(page);
      const fault = { code: 'storage-full', message: 'no space is left', sinceMs: Date.now() } as const;
      host.setHealth({ recording: { state: 'stopped', sinceMs: Date.now(), bytes: 0, fault } });
      await page.keyboard.press('z');
      await page.waitForSelector('[data-testid="replay-word"][data-state="nothing"]', { timeout: 60_000 });
      await page.waitForSelector('[data-testid="recording-state"]');
      await page.waitForSelector('.replay-nothing');
      await take(page, language, 'replay-nothing');
      await context.close();
    }
  } finally {
    clearInterval(timer);
    await server.close();
  }
}
