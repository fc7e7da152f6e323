import type { Page } from '@playwright/test';
import type { Vigie } from '../../support/electron-app.ts';
import type { Picture } from '../../support/picture.ts';

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WallPage extends Place {
  page: Page;
  vigie: Vigie;
}

/** Where the windows of walls are, from top to bottom and from left to right; those that are not full screen yet are not there. */
export async function whereWallsAre(vigie: Vigie): Promise<Place[]> {
  const walls = (await vigie.windows()).filter(({ url, fullScreen }) => url.includes('/wall.html') && fullScreen);
  return walls.map(({ bounds }) => bounds).toSorted((one, other) => one.y - other.y || one.x - other.x);
}

/** The pages of all walls, once each shows its first vehicles, and where each is. */
export async function wallPages(vigie: Vigie): Promise<WallPage[]> {
  const pages = vigie.app.windows().filter((page) => !page.isClosed() && page.url().includes('/wall.html'));
  return Promise.all(
    pages.map(async (page) => {
      await page.waitForSelector('html[data-ready="true"]', { timeout: 60_000 });
      const window = await vigie.app.browserWindow(page);
      const bounds = await window.evaluate((one: { getBounds(): Place }) => one.getBounds());
      return { page, vigie, ...bounds };
    }),
  );
}

/** Whether the page of each wall shows its first vehicles. Asked through the shell: Playwright gives up a page that crashed. */
export function stateOfWalls(vigie: Vigie): Promise<string[]> {
  return vigie.app.evaluate(({ BrowserWindow }) => {
    const walls = BrowserWindow.getAllWindows().filter((one) => one.webContents.getURL().includes('/wall.html'));
    return Promise.all(
      walls.map(async ({ webContents }) => {
        if (webContents.isCrashed() || webContents.isLoading()) return 'loading';
        const ready = webContents.executeJavaScript('document.documentElement.dataset.ready').then(String);
        // A page that hangs or goes meanwhile never answers.
        const patience = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 2_000));
        return Promise.race([ready.catch(() => 'gone'), patience]);
      }),
    );
  });
}

/** What is on a part of a window's map, without the scale and the sources, which only one of several screens has. */
export async function partOf(wall: WallPage | undefined, clip: Place): Promise<Picture> {
  if (wall === undefined) throw new Error('there is no such window');
  await wall.page.evaluate(() => {
    for (const control of document.querySelectorAll<HTMLElement>('.maplibregl-ctrl')) control.style.display = 'none';
  });
  const png = await wall.page.screenshot({ clip });
  // Decoded by the shell: a desktop opens no empty page for it.
  const { pixels, ...size } = await wall.vigie.app.evaluate(({ nativeImage }, base64) => {
    const image = nativeImage.createFromDataURL(`data:image/png;base64,${base64}`);
    return { ...image.getSize(), pixels: image.toBitmap().toString('base64') };
  }, png.toString('base64'));
  return { ...size, pixels: new Uint8Array(Buffer.from(pixels, 'base64')) };
}

/** How far two colours of one pixel may be apart: less than what an eye tells apart at an edge. */
const SAME_WITHIN = 24;

/** The share of pixels that are not the same in two pictures of one size. */
export function shareOfOtherPixels(one: Picture, other: Picture): number {
  if (one.width !== other.width || one.height !== other.height) throw new Error('the pictures have different sizes');
  let others = 0;
  for (let at = 0; at < one.pixels.length; at += 4) {
    const differs = [0, 1, 2].some(
      (channel) => Math.abs((one.pixels[at + channel] ?? 0) - (other.pixels[at + channel] ?? 0)) > SAME_WITHIN,
    );
    if (differs) others += 1;
  }
  return others / (one.width * one.height);
}
