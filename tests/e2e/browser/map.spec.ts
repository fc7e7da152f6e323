import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { DRIVE, MARKS } from '../../support/map-harness/scene.ts';
import { buildHarness, serveFolder } from '../../support/map-harness/serve-harness.ts';
import { middleOf, takePicture } from '../../support/picture.ts';
import { cameraShowing, pixelsFromCentre } from '../../support/web-mercator.ts';

/** The real worker, store and map under the windows' policy, over a data host of positions alone. */
let folder = '';
let served: Awaited<ReturnType<typeof serveFolder>>;
test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-map-'));
  await buildHarness(folder);
  served = await serveFolder(folder);
});
test.afterAll(async () => {
  await served?.close();
  await rm(folder, { recursive: true, force: true });
});

const WIDTH = 1280;
const HEIGHT = 800;
test.use({ viewport: { width: WIDTH, height: HEIGHT } });

/** Opens a scene and waits until its fleet is drawn. Whatever the page complains of is gathered. */
async function open(page: Page, scene: string): Promise<string[]> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${served.url}?${scene}`);
  await drawn(page);
  return complaints;
}

const map = (page: Page) => page.getByTestId('map');
async function drawn(page: Page): Promise<void> {
  await expect(map(page)).toHaveAttribute('data-rendered-sequence', /[1-9]/);
}
async function cameraOf(page: Page) {
  const [longitude = 0, latitude = 0, zoom = 0] = String(await map(page).getAttribute('data-camera'))
    .split(',')
    .map(Number);
  return { longitude, latitude, zoom };
}
const isVehicle = (red: number, green: number, blue: number) => red > 205 && green > 205 && blue > 205;

/** Paris, Brisbane and Ushuaia: both halves of the globe, low and high latitudes. */
const FAR_APART = [0, 2, 4].flatMap((slot) => MARKS.slice(slot, slot + 1));

for (const zoom of [4, 12, 18]) {
  test(`a vehicle is drawn at its own pixel at zoom ${zoom}`, async ({ page }) => {
    for (const mark of FAR_APART) {
      const at = { x: 171, y: -93 };
      const camera = cameraShowing(mark, at, zoom);
      await open(page, `kind=marks&names=no&view=${camera.longitude},${camera.latitude},${zoom}`);
      await expect.poll(() => cameraOf(page)).toMatchObject({ zoom });
      const expected = { x: WIDTH / 2 + at.x, y: HEIGHT / 2 + at.y };
      const clip = { x: expected.x - 20, y: expected.y - 20, width: 40, height: 40 };
      const middle = await vehicleIn(page, clip);
      expect(Math.hypot(clip.x + middle.x - expected.x, clip.y + middle.y - expected.y)).toBeLessThan(1);
      expect(pixelsFromCentre(camera, mark).x).toBeCloseTo(at.x, 3);
    }
  });
}

test('a vehicle that is not heard from is drawn where the bound of its drive lies', async ({ page }) => {
  // 5 s of a feed that plays 60 times faster: 300 s of its own, of which it drives 40.
  const [longitude, latitude] = MARKS[2] ?? [0, 0];
  const degree = 111_195.08;
  const place = [
    longitude + (DRIVE[0] * 40) / (degree * Math.cos((latitude * Math.PI) / 180)),
    latitude + (DRIVE[1] * 40) / degree,
  ] as const;
  const at = { x: -60, y: 45 };
  const camera = cameraShowing(place, at, 15);
  await open(page, `kind=drivers&names=no&timeScale=60&view=${camera.longitude},${camera.latitude},15`);
  const expected = { x: WIDTH / 2 + at.x, y: HEIGHT / 2 + at.y };
  const clip = { x: expected.x - 20, y: expected.y - 20, width: 40, height: 40 };
  const middle = await vehicleIn(page, clip);
  expect(Math.hypot(clip.x + middle.x - expected.x, clip.y + middle.y - expected.y)).toBeLessThan(1);
  await expect(map(page)).toHaveAttribute('data-moving', '0');
});

/** The first picture after a frame may still lie ahead. */
async function vehicleIn(page: Page, clip: { x: number; y: number; width: number; height: number }) {
  let middle = { x: 0, y: 0, count: 0 };
  await expect
    .poll(async () => {
      middle = middleOf(await takePicture(page, clip), isVehicle);
      return middle.count;
    })
    .toBeGreaterThan(8);
  return middle;
}

test('the fleet moves, and the map says so', async ({ page }) => {
  const complaints = await open(page, 'vehicles=500&view=2.352,48.857,15&names=no');
  await expect(map(page)).toHaveAttribute('data-vehicles', '500');
  expect(Number(await map(page).getAttribute('data-moving'))).toBeGreaterThan(100);
  const sequence = () => map(page).getAttribute('data-rendered-sequence').then(Number);
  const first = await sequence();
  const clip = { x: 0, y: 0, width: WIDTH, height: HEIGHT - 60 };
  const before = await takePicture(page, clip);
  await expect.poll(sequence).toBeGreaterThan(first + 1);
  const after = await takePicture(page, clip);
  let changed = 0;
  for (let at = 0; at < before.pixels.length; at += 4) if (before.pixels[at] !== after.pixels[at]) changed += 1;
  expect(changed).toBeGreaterThan(50);
  expect(complaints).toEqual([]);
});

test('the first view holds the bulk of the fleet, and F brings it back', async ({ page }) => {
  await open(page, 'vehicles=500&names=no');
  const first = await cameraOf(page);
  expect(first.zoom).toBeGreaterThan(1);
  await page.locator('canvas.maplibregl-canvas').focus();
  await page.keyboard.press('+');
  await expect.poll(async () => (await cameraOf(page)).zoom).toBeGreaterThan(first.zoom + 0.9);
  await page.keyboard.press('f');
  await expect.poll(async () => (await cameraOf(page)).zoom).toBeCloseTo(first.zoom, 1);
});

test('pointing names a vehicle, a click selects it, a click on the ground lets go', async ({ page }) => {
  const [mark = [0, 0]] = MARKS;
  const camera = cameraShowing(mark, { x: 0, y: 0 }, 10);
  await open(page, `kind=marks&view=${camera.longitude},${camera.latitude},10`);
  await page.mouse.move(WIDTH / 2 + 2, HEIGHT / 2 - 1);
  await expect(page.locator('.map-labels [data-role="hovered"]')).toHaveText('BUS 0');
  await page.mouse.click(WIDTH / 2, HEIGHT / 2);
  await expect(page.getByTestId('selected')).toHaveText('0');
  await page.mouse.move(WIDTH / 2 - 200, HEIGHT / 2);
  await expect(page.locator('.map-labels [data-role="selected"]')).toHaveText('BUS 0');
  await page.mouse.click(WIDTH / 2 - 200, HEIGHT / 2);
  await expect(page.getByTestId('selected')).toHaveText('null');
});

test('what the filter leaves out is neither drawn nor found, and what it shows is both', async ({ page }) => {
  // Slots 2 and 6 of the table of looks: both on a mission, bright discs.
  const shown = [2.358, 48.86] as const;
  const hidden = [2.374, 48.86] as const;
  const camera = { longitude: 2.366, latitude: 48.857, zoom: 14 };
  await open(page, `kind=looks&names=no&only=2&outside=hide&view=${camera.longitude},${camera.latitude},14`);
  await expect(map(page)).toHaveAttribute('data-shown', '1');
  await expect(map(page)).toHaveAttribute('data-vehicles', '40');
  const placeOf = (mark: readonly [number, number]) => {
    const { x, y } = pixelsFromCentre(camera, mark);
    return { x: WIDTH / 2 + x, y: HEIGHT / 2 + y };
  };
  const around = ({ x, y }: { x: number; y: number }) => ({ x: x - 8, y: y - 8, width: 16, height: 16 });
  await vehicleIn(page, around(placeOf(shown)));
  expect(middleOf(await takePicture(page, around(placeOf(hidden))), isVehicle).count).toBe(0);
  await page.mouse.click(placeOf(hidden).x, placeOf(hidden).y);
  await expect(page.getByTestId('selected')).toHaveText('null');
  await page.mouse.click(placeOf(shown).x, placeOf(shown).y);
  await expect(page.getByTestId('selected')).toHaveText('2');
});

test('density stands for the crowd far out, without a complaint of the graphics', async ({ page }) => {
  const complaints = await open(page, 'vehicles=2000&density=yes&names=no&view=3,47,5');
  // The cell of Paris, the fullest: a square of the grid, far larger than a vehicle.
  const paris = pixelsFromCentre({ longitude: 3, latitude: 47, zoom: 5 }, [2.352, 48.857]);
  const clip = { x: WIDTH / 2 + paris.x - 30, y: HEIGHT / 2 + paris.y - 30, width: 60, height: 60 };
  await expect
    .poll(
      async () =>
        middleOf(await takePicture(page, clip), (red, green, blue) => red > 160 && green > 160 && blue > 160).count,
    )
    .toBeGreaterThan(150);
  expect(complaints).toEqual([]);
});

test('day and night change the ground and keep the view', async ({ page }) => {
  const complaints = await open(page, 'kind=marks&view=2.3,48.8,6&names=no');
  const corner = { x: 20, y: 20, width: 30, height: 30 };
  const bright = async () => {
    const { pixels } = await takePicture(page, corner);
    return pixels[0] ?? 0;
  };
  await expect.poll(bright).toBeLessThan(60);
  await page.getByRole('button', { name: 'theme' }).dispatchEvent('click');
  await expect.poll(bright).toBeGreaterThan(180);
  expect(await cameraOf(page)).toMatchObject({ longitude: 2.3, latitude: 48.8, zoom: 6 });
  expect(complaints).toEqual([]);
});

for (const canvas of ['canvas.maplibregl-canvas', 'canvas:not(.maplibregl-canvas)']) {
  test(`a lost graphics context is said, and the map comes back where it was (${canvas})`, async ({ page }) => {
    await open(page, 'kind=marks&view=2.3,48.8,6&names=no');
    await page.locator(canvas).evaluate((element) => {
      if (!(element instanceof HTMLCanvasElement)) throw new TypeError('no canvas');
      element.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await expect(page.getByRole('alert')).toContainText('being drawn again');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await drawn(page);
    expect(await cameraOf(page)).toMatchObject({ longitude: 2.3, latitude: 48.8, zoom: 6 });
  });
}

test('without WebGL one sentence says so, with the remedy', async ({ page }) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto(`${served.url}?kind=marks`);
  await expect(page.getByRole('alert')).toContainText('offers no WebGL 2');
});
