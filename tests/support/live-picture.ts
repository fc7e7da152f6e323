import type { Page } from '@playwright/test';
import type { Vigie } from './electron-app.ts';

/** True in a page that has drawn vehicles on its map and whose connection is live: what it shows is how things are now. */
const IS_LIVE = `(() => {
  const { renderedSequence, vehicles } = document.querySelector('[data-testid="map"]')?.dataset ?? {};
  const state = document.querySelector('[data-testid="connection-state"]')?.dataset.state;
  return Number(renderedSequence) > 0 && Number(vehicles) > 0 && state === 'live';
})()`;

/** Waits until a page shows the fleet as it is now. */
export async function livePicture(page: Page): Promise<void> {
  await page.waitForFunction(IS_LIVE, undefined, { timeout: 60_000 });
}

/** How many walls show the fleet as it is now. Asked through the shell: Playwright gives up a page that was loaded anew. */
export function liveWalls(vigie: Vigie): Promise<number> {
  return vigie.app.evaluate(async ({ BrowserWindow }, isLive) => {
    const walls = BrowserWindow.getAllWindows().filter((one) => one.webContents.getURL().includes('/wall.html'));
    const answers = walls.map(({ webContents }) => {
      if (webContents.isCrashed() || webContents.isLoading()) return Promise.resolve(false);
      const answer = webContents.executeJavaScript(isLive).then(Boolean, () => false);
      return Promise.race([answer, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 2_000))]);
    });
    return (await Promise.all(answers)).filter(Boolean).length;
  }, IS_LIVE);
}
