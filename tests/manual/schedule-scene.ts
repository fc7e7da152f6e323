import type { Browser, Page } from '@playwright/test';
import { newView, type Wall } from '../../shared/domain/index.ts';
import { openScheduleScene } from '../support/schedule-scene.ts';
import { shownDisplay, wallOn } from '../support/wall-fixtures.ts';
import { isDrawn, type Language, LANGUAGES, openPage } from './stage.ts';

const WINDOW = { width: 1280, height: 800 };
const SCREEN = { width: 1920, height: 1080 };

type Take = (page: Page, language: Language, name: string) => Promise<void>;

/** A wall of one screen, which shows the line. */
function wallOfLine(line: string): Wall {
  const wall = wallOn('1', [shownDisplay(1, 0)], 'Exploitation');
  const view = { ...newView('schedule'), kind: 'schedule' as const, line, direction: null };
  return {
    ...wall,
    screens: wall.screens.map((one) => ({ ...one, cells: one.cells.map((cell) => ({ ...cell, view })) })),
  };
}

/** A line whose vehicles are late, early and bunched: as a diagram, by headways, and on a wall. */
export async function takeSchedule(browser: Browser, take: Take): Promise<void> {
  const scene = await openScheduleScene();
  try {
    await scene.clerk.window.request('walls.save', { wall: wallOfLine(scene.line) });
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
      const opened = context.waitForEvent('page');
      await page.evaluate(() => void window.open('wall.html?wall=1&screen=1'));
      const wall = await opened;
      await wall.setViewportSize(SCREEN);
      await wall.waitForSelector('[data-testid="schedule-cell"] [data-testid="driven-course"]');
      await take(wall, language, 'wall-schedule');
      await context.close();
    }
  } finally {
    await scene.stop();
  }
}
