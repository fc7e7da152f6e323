import type { Page } from '@playwright/test';
import { pixelsFromCentre } from '../../support/web-mercator.ts';
import { type BenchBrowser, launchBenchBrowser } from '../support/chromium.ts';
import { type CanvasWatch, installCanvasWatch } from './canvas-watch.ts';
import { ALONE } from './places.ts';

/** As the windows keep them. */
const PREFERENCES = JSON.stringify({ version: 1, values: { language: 'en', theme: 'dark' } });

/** The built console in a browser, which tells when the lone vehicle's pixel has changed. */
export interface LatencyWindow {
  /** Waits until so many vehicles are drawn. */
  shows(vehicles: number): Promise<void>;
  /** Looks at the lone vehicle from now on; `seen` settles with the time, UTC ms, when it looks otherwise. */
  watch(): Promise<{ seen: Promise<number> }>;
  readonly browser: BenchBrowser;
  close(): Promise<void>;
}

export async function openLatencyWindow(url: string): Promise<LatencyWindow> {
  const browser = await launchBenchBrowser();
  const page = await browser.browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(installCanvasWatch);
  await page.addInitScript((preferences) => localStorage.setItem('vigie.preferences', preferences), PREFERENCES);
  await page.goto(url);
  return {
    browser,
    async shows(vehicles) {
      await page.waitForFunction(
        (wanted) => Number(document.querySelector('[data-testid="map"]')?.getAttribute('data-vehicles')) >= wanted,
        vehicles,
        { timeout: 120_000 },
      );
    },
    async watch() {
      const { x, y } = await placeOfLoneVehicle(page);
      await page.evaluate(
        (at) => {
          const { canvasWatch } = window as unknown as { canvasWatch: CanvasWatch };
          Reflect.set(window, 'changedAt', canvasWatch.changed(at.x, at.y));
        },
        { x, y },
      );
      return { seen: page.evaluate(() => (window as unknown as { changedAt: Promise<number> }).changedAt) };
    },
    close: () => browser.close(),
  };
}

/** Device pixels from the left and the bottom of the map. */
async function placeOfLoneVehicle(page: Page): Promise<{ x: number; y: number }> {
  const map = page.getByTestId('map');
  const box = await map.boundingBox();
  const [longitude, latitude, zoom] = ((await map.getAttribute('data-camera')) ?? '').split(',').map(Number);
  if (box === null || longitude === undefined || latitude === undefined || zoom === undefined) {
    throw new Error('the map does not say where it looks');
  }
  const from = pixelsFromCentre({ longitude, latitude, zoom }, [ALONE.longitude, ALONE.latitude]);
  return { x: Math.round(box.width / 2 + from.x - 0.5), y: Math.round(box.height / 2 - from.y - 0.5) };
}
