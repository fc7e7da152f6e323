import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { findBrowser, sandboxFlags } from '../../build/start/programs.ts';
import { SOFTWARE_WEBGL_FLAGS } from '../support/software-webgl.ts';

export type Language = 'fr' | 'en';
export const LANGUAGES: readonly Language[] = ['fr', 'en'];

/** How a window looks that a picture is taken of. */
export interface Look {
  language: Language;
  theme: 'dark' | 'light';
  width: number;
  height: number;
}

/** A real browser that draws without a graphics processor and calls nobody. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      ...sandboxFlags(),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      ...SOFTWARE_WEBGL_FLAGS,
    ],
  });
}

/** A page of its own session, which has the given language and theme as if they had been chosen before. */
export async function openPage(
  browser: Browser,
  url: string,
  look: Look,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    locale: look.language === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: 'Europe/Paris',
  });
  const page = await context.newPage();
  await page.addInitScript(
    (values) => localStorage.setItem('vigie.preferences', JSON.stringify({ version: 1, values })),
    { language: look.language, theme: look.theme },
  );
  await page.goto(url);
  await page.waitForSelector('html[data-ready="true"]', { timeout: 60_000 });
  return { page, context };
}

/** Until the map has drawn a fleet whose tiles and letters are there. */
export async function isDrawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () => Number(document.querySelector('[data-testid=map]')?.getAttribute('data-rendered-sequence') ?? 0) > 2,
  );
  await page.waitForLoadState('networkidle');
}
