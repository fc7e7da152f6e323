/**
 * `node tests/manual/look-at-walls.ts FOLDER`: pictures of a wall of four screens at 3840x2160, of the console beside it, by day and by night, in both
 * languages, and in every state: live, the server away, the feed silent, the data host gone. To be looked at as from three metres
 * before a release; the manuals have their own (`npm run manual:pictures`).
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { writeWalls } from '../../electron/data/walls/wall-file.ts';
import {
  divideScreen,
  newScreen,
  newView,
  type ViewKind,
  type Wall,
  type WallScreen,
} from '../../shared/domain/index.ts';
import { startBackendIn } from '../support/backend-process.ts';
import { postFixes } from '../support/fix-poster.ts';
import { spawnPreview } from '../support/preview-process.ts';
import { shownDisplay, wallOn } from '../support/wall-fixtures.ts';
import { isDrawn, type Look, openBrowser, openPage } from './stage.ts';

const VEHICLES = 2_000;
const WALL = { width: 3840, height: 2160 };
const CONSOLES = [
  { width: 1280, height: 800 },
  { width: 3840, height: 2160 },
];
const LOOKS = [
  { language: 'fr', theme: 'dark' },
  { language: 'en', theme: 'light' },
] as const;

/** Screens with every view: a map; board, figures and clock; the list and billing; a line and alarms. */
function fourScreens(): Wall {
  const displays = [0, 1, 2, 3].map((place) => shownDisplay(place + 1, place * WALL.width));
  const wall = wallOn('1', displays, 'Exploitation');
  const [map, board, list, line] = wall.screens as [WallScreen, WallScreen, WallScreen, WallScreen];
  return {
    ...wall,
    screens: [
      map,
      withViews(divideScreen(board, 'main-right'), ['missions', 'summary', 'clock']),
      withViews(divideScreen(list, 'left-right'), ['vehicles', 'billing']),
      withViews(divideScreen(line, 'top-bottom'), ['schedule', 'alarms']),
    ],
  };
}

function withViews(screen: WallScreen, kinds: readonly ViewKind[]): WallScreen {
  const cells = screen.cells.map((cell, index) => ({ ...cell, view: newView(kinds[index] ?? 'clock') }));
  return { ...newScreen(screen.id, screen.display), cells };
}

interface Shown {
  name: string;
  page: Page;
  size: { width: number; height: number };
}

/** So large are windows between two pictures: drawing maps of 4K without a graphics processor would hold up everything. */
const SMALL = { width: 640, height: 360 };

/** All windows of one look, each in a page of its own of one session. */
async function openAll(browser: Browser, url: string, look: (typeof LOOKS)[number]): Promise<Shown[]> {
  const name = `${look.language}-${look.theme}`;
  const shown: Shown[] = [];
  const first: Look = { ...look, ...(CONSOLES[0] ?? WALL) };
  const { page, context } = await openPage(browser, url, first);
  shown.push({ name: `console-1280-${name}`, page, size: CONSOLES[0] ?? WALL });
  await page.setViewportSize(SMALL);
  const pages = [
    ['console-3840', 'console.html'],
    ...['1', '2', '3', '4'].map((screen) => [`wall-${screen}`, `wall.html?wall=1&screen=${screen}`] as const),
  ] as const;
  for (const [which, address] of pages) {
    // Opened by the console, as its user would: each link lets one page in.
    const opened = context.waitForEvent('page');
    await page.evaluate((to) => void window.open(to), address);
    const next = await opened;
    await next.setViewportSize(SMALL);
    await next.waitForSelector('html[data-ready="true"]', { timeout: 150_000 });
    shown.push({ name: `${which}-${name}`, page: next, size: WALL });
  }
  return shown;
}

async function take(folder: string, state: string, shown: readonly Shown[]): Promise<void> {
  for (const { name, page, size } of shown) {
    await page.setViewportSize(size);
    // Lists and boards ask for as many rows as there is room for; tiles are drawn.
    await wait(5_000);
    const file = path.join(folder, `${state}-${name}.png`);
    await page.screenshot({ path: file, timeout: 120_000 });
    await page.setViewportSize(SMALL);
    console.log(file);
  }
}

const folder = process.argv[2];
if (folder === undefined)
  throw new Error('name the folder for the pictures: node tests/manual/look-at-walls.ts FOLDER');
mkdirSync(folder, { recursive: true });
const work = mkdtempSync(path.join(tmpdir(), 'vigie-look-'));
let backend = await startBackendIn(path.join(work, 'backend'), ['--vehicles', String(VEHICLES)]);
const again = ['--port', new URL(backend.url).port, '--no-feed'];
writeWalls(path.join(work, 'desktop'), [fourScreens()]);
const preview = spawnPreview(['--server', backend.url, '--data', path.join(work, 'desktop')], backend.token);
const browser = await openBrowser();
try {
  await preview.event('ready');
  const shown: Shown[] = [];
  for (const look of LOOKS) {
    // Each link lets one page in: the newest is the one to use.
    const url = String(preview.events.findLast((event) => typeof event['url'] === 'string')?.['url']);
    shown.push(...(await openAll(browser, url, look)));
  }
  for (const { name, page } of shown) if (/console-3840|wall-1/.test(name)) await isDrawn(page);
  // A first synchronisation takes its time.
  await wait(20_000);
  await take(folder, 'live', shown);
  await backend.stop();
  await wait(6_000);
  await take(folder, 'offline', shown);
  backend = await startBackendIn(path.join(work, 'backend'), again);
  const posting = await postFixes(backend);
  await wait(25_000);
  await posting.stop();
  await wait(6_000);
  await take(folder, 'silent', shown);
  await preview.kill();
  await wait(4_000);
  await take(folder, 'no-data-host', shown);
} finally {
  await browser.close();
  await preview.kill();
  await backend.stop();
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
