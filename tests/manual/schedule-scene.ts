import type { Browser, Page } from '@playwright/test';
import { openScheduleScene } from '../support/schedule-scene.ts';
import { isDrawn, type Language, LANGUAGES, openPage } from './stage.ts';

const WINDOW = { width: 1280, height: 800 };

type Take = (page: Page, language: Language, name: string) => Promise<void>;

/** A line whose vehicles are late, early and bunched: as a diagram, and by headways. */
export async function takeSchedule(browser: Browser, take: Take): Promise<void> {
  const scene = await openScheduleScene();
  try {
    for (const language of LANGUAGES) {
      const { page, context } = await openPage(browser, scene.clerk.url(), { language, theme: 'dark', ...WINDOW });
      await page.keyboard.press('j');
      await page.waitForSelector('[data-testid="driven-course"]');
      await isDrawn(page);
      await take(page, language, 'schedule');
      await page
        .getByRole('radio')
        .filter({ hasText: /Headways|Intervalles/ })
        .click();
      await page.getByRole('button', { name: 'Port Édouard' }).click();
      await page.waitForSelector('[data-testid="passages"]');
      await take(page, language, 'headways');
      await context.close();
    }
  } finally {
    await scene.stop();
  }
}
