import type { Page } from '@playwright/test';

/** Waits until a page has drawn vehicles on its map, and its connection is live: what it shows is how things are now. */
export async function livePicture(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const { renderedSequence, vehicles } = document.querySelector<HTMLElement>('[data-testid="map"]')?.dataset ?? {};
      const state = document.querySelector<HTMLElement>('[data-testid="connection-state"]')?.dataset['state'];
      return Number(renderedSequence) > 0 && Number(vehicles) > 0 && state === 'live';
    },
    undefined,
    { timeout: 60_000 },
  );
}
