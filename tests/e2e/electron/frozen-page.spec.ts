import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { middleOf, type Picture } from '../../support/picture.ts';
import { takeRootPicture } from '../../support/root-picture.ts';
import { expect, test } from './fixtures.ts';

/** Old positions may look live for no longer. */
const WITHIN_MS = 2_000;
/** Longer than the cover needs, and shorter than the shell's patience, which would load the page anew. */
const HANGS_MS = 3_000;

test('a page that hangs is covered on the display itself within two seconds, and shown again when it goes on', async ({
  launch,
  display,
}) => {
  test.skip(display === '' || !hasProgram('xwd'), 'needs an X display and xwd (Debian: x11-apps)');
  const vigie = await launch();
  const page = await vigie.page('console');
  await page.waitForSelector('canvas.watchdog[data-watching="true"]', { state: 'attached' });
  const window = await vigie.app.browserWindow(page);
  const place = await window.evaluate((one: { getContentBounds(): Place }) => one.getContentBounds());
  const isCovered = async () => hasCover(await takeRootPicture(display), place);
  expect(await isCovered(), 'before').toBe(false);

  // An overloaded machine may be late once; a watchdog that is late is so each time.
  const lateMs: number[] = [];
  do {
    lateMs.push(await coveredAfterMs(page, isCovered));
    await expect.poll(isCovered, { message: 'afterwards', timeout: 20_000 }).toBe(false);
  } while (Math.min(...lateMs) >= WITHIN_MS && lateMs.length < 3);
  expect(Math.min(...lateMs), `after ${lateMs.join(', ')} ms`).toBeLessThan(WITHIN_MS);
  // It is the page that hung: the shell did not load it anew.
  await expect(page.locator('html')).toHaveAttribute('data-hung', 'true');
});

/** Hangs the page, and answers how long it was certainly not covered, in ms. */
async function coveredAfterMs(page: Page, isCovered: () => Promise<boolean>): Promise<number> {
  // By this machine's clock, which is that of the page.
  const beganAtMs = await hang(page, HANGS_MS);
  let lastUncoveredAtMs = beganAtMs;
  while (Date.now() < beganAtMs + HANGS_MS) {
    const askedAtMs = Date.now();
    if (await isCovered()) return lastUncoveredAtMs - beganAtMs;
    lastUncoveredAtMs = askedAtMs;
  }
  return Infinity;
}

/** Lets the page do nothing at all for a while. @returns when it begins to, UTC ms */
function hang(page: Page, forMs: number): Promise<number> {
  return page.evaluate((ms) => {
    document.documentElement.dataset['hung'] = 'true';
    const beginsAtMs = Date.now() + 100;
    // After the answer has left.
    setTimeout(() => {
      while (Date.now() < beginsAtMs + ms);
    }, 100);
    return beginsAtMs;
  }, forMs);
}

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The frame of a cover and its sentence, in the colour of alarms, take more than this share of a window. */
const LEAST_SHARE = 0.01;

/** Whether a window is framed by the cover: its colour is all along both sides, and nowhere else so much. */
function hasCover(screen: Picture, { x, y, width, height }: Place): boolean {
  const window = cut(screen, { x, y, width, height });
  const isAlarm = (red: number, green: number, blue: number) =>
    Math.abs(red - 0xff) < 12 && Math.abs(green - 0x7a) < 12 && Math.abs(blue - 0x6b) < 12;
  const share = middleOf(window, isAlarm).count / (width * height);
  const left = middleOf(cut(window, { x: 0, y: 0, width: 2, height }), isAlarm).count / (2 * height);
  const right = middleOf(cut(window, { x: width - 2, y: 0, width: 2, height }), isAlarm).count / (2 * height);
  return share > LEAST_SHARE && left > 0.9 && right > 0.9;
}

function cut({ width: across, height: down, pixels }: Picture, { x, y, width, height }: Place): Picture {
  const right = Math.min(across, x + width);
  const bottom = Math.min(down, y + height);
  const part = new Uint8Array((right - x) * (bottom - y) * 4);
  for (let row = y; row < bottom; row++) {
    part.set(pixels.subarray((row * across + x) * 4, (row * across + right) * 4), (row - y) * (right - x) * 4);
  }
  return { width: right - x, height: bottom - y, pixels: part };
}

function hasProgram(name: string): boolean {
  try {
    execFileSync('which', [name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
