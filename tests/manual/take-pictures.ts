/**
 * `npm run manual:pictures`: the pictures of the user manuals, in both languages, from a running Vigie with a simulated fleet. Look
 * at what changed before committing it.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { type PreviewStack, startPreviewStack } from '../support/preview-stack.ts';
import { takeAlarms } from './alarm-scene.ts';
import { takeBilling } from './billing-scene.ts';
import { takeInbox } from './inbox-scene.ts';
import { takeSchedule } from './schedule-scene.ts';
import { takeShift } from './shift-scene.ts';
import { takeNothingRecorded, takeReplay } from './replay-scene.ts';
import { isDrawn, type Language, LANGUAGES, openBrowser, openPage } from './stage.ts';
import { arrangeWall, haveMissions, showFilter, showNotLive, showVehicle } from './steps.ts';

const folder = fileURLToPath(new URL('../../docs/manual/pictures', import.meta.url));
const VEHICLES = 2_000;
const CONSOLE = { width: 1280, height: 800 };
const WALL = { width: 1920, height: 1080 };

async function take(page: Page, language: Language, name: string): Promise<void> {
  const file = path.join(folder, language, `${name}.jpg`);
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, type: 'jpeg', quality: 80 });
  console.log(path.relative(process.cwd(), file));
}

/** What is opened is closed again, so that each picture shows one thing. */
async function takeOpened(page: Page, language: Language, name: string, key: string, text?: string): Promise<void> {
  await page.keyboard.press(key);
  if (text !== undefined) {
    await page.keyboard.type(text, { delay: 30 });
    await page.waitForSelector('[role="option"][data-kind="vehicle"]');
  }
  await isDrawn(page);
  await take(page, language, name);
}

interface Windows {
  context: BrowserContext;
  console: Page;
  wall: Page;
}

async function takeLive(browser: Browser, stack: PreviewStack, language: Language): Promise<Windows> {
  const { page, context } = await openPage(browser, stack.url(), { language, theme: 'dark', ...CONSOLE });
  await isDrawn(page);
  await haveMissions(page);
  await take(page, language, 'board');
  await page.keyboard.press('1');
  await take(page, language, 'console');
  await showVehicle(page);
  await take(page, language, 'vehicle');
  await page.keyboard.press('Escape');
  await takeOpened(page, language, 'ground', 'b');
  await page.keyboard.press('Escape');
  await takeOpened(page, language, 'search', 'Control+k', 'lyo');
  await page.keyboard.press('Escape');
  const wall = await arrangeWall(page, () => take(page, language, 'wall-editor'));
  await showFilter(page, 'lyon');
  await take(page, language, 'filter');
  // The first empties the words, the second closes.
  for (const key of ['Escape', 'Escape']) await page.keyboard.press(key);
  await wall.setViewportSize(WALL);
  await isDrawn(wall);
  await take(wall, language, 'wall-night');
  return { context, console: page, wall };
}

const stack = await startPreviewStack({ vehicles: VEHICLES });
const browser = await openBrowser();
try {
  const windows = new Map<Language, Windows>();
  for (const language of LANGUAGES) windows.set(language, await takeLive(browser, stack, language));
  await takeInbox(browser, take);
  await takeBilling(browser, take);
  await takeShift(browser, take);
  await takeSchedule(browser, take);
  await takeAlarms(browser, take);
  await takeReplay(browser, take);
  await takeNothingRecorded(browser, take);
  await stack.stopBackend();
  for (const [language, { console: page, wall }] of windows) {
    await showNotLive(page);
    await take(page, language, 'not-live');
    await showNotLive(wall);
    await take(wall, language, 'wall-not-live');
  }
} finally {
  await browser.close();
  await stack.stop();
}
