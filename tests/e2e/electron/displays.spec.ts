import type { Page } from '@playwright/test';
import type { Backend } from '../../support/backend-process.ts';
import { type Displays, missingDisplayPrograms, type Monitor, startDisplays } from '../../support/displays.ts';
import type { Vigie } from '../../support/electron-app.ts';
import { test as base, expect } from './fixtures.ts';
import { partOf, shareOfOtherPixels, stateOfWalls, wallPages, whereWallsAre } from './wall-windows.ts';
import { startStillFleet } from './still-fleet.ts';

const missing = missingDisplayPrograms();
const CONSOLE_MONITOR = { width: 1280, height: 800 };
/** Four panels, two by two, which together are as large as the console's. */
const PANEL = { width: 640, height: 400 };
const PANELS = [
  { ...PANEL, at: { x: 1280, y: 0 } },
  { ...PANEL, at: { x: 1920, y: 0 } },
  { ...PANEL, at: { x: 1280, y: 400 } },
  { ...PANEL, at: { x: 1920, y: 400 } },
] as const satisfies Monitor[];
/**
 * Of a desktop for eyes that are far away. On X11 Chromium knows one scale for all displays: several at once take Windows, macOS or
 * Wayland, and are tried on the rules alone (tests/unit, recognising displays). The dummy driver turns no picture either: a display that
 * is turned is one with another mode here, and its angle is never told.
 */
const SCALE = 2;
/**
 * How much of a picture may be another when it is drawn in parts: edges of lines that a part draws from tiles of its own, and
 * names of towns, which each window sets by the room that it knows of.
 */
const TOLERANCE = 0.01;

/** An X server of this test's own with five monitors, and a backend whose vehicles stand still. */
const test = base.extend<{ displays: Displays; stillBackend: Backend }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what the fixture needs
  displays: async ({}, provide) => {
    const displays = await startDisplays([CONSOLE_MONITOR, ...PANELS]);
    await provide(displays);
    await displays.stop();
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what the fixture needs
  stillBackend: async ({}, provide) => {
    const backend = await startStillFleet();
    await provide(backend);
    await backend.stop();
  },
});

test.describe('with several displays', () => {
  test.skip(missing.length > 0, `monitors without a screen need ${missing.join(', ')}`);

  test('a wall of four displays is one picture, keeps its places when they change, and comes back after a restart', async ({
    displays,
    launch,
    stillBackend: backend,
  }) => {
    const first = await launch({ display: displays.name, backend });
    const console = await first.page('console');
    await arrangeWalls(console);
    await expect.poll(() => placesOf(first)).toEqual(PANELS.map(boundsOf));

    // One picture: what four windows show together is what one large window shows alone.
    await openWall(console, 'Large');
    await expect.poll(() => placesOf(first)).toContainEqual({ x: 0, y: 0, ...CONSOLE_MONITOR });
    const pages = await wallPages(first);
    const large = pages.find(({ width }) => width === CONSOLE_MONITOR.width);
    for (const panel of PANELS) {
      const small = pages.find(({ x, y }) => x === panel.at.x && y === panel.at.y);
      const clip = { x: panel.at.x - CONSOLE_MONITOR.width, y: panel.at.y, ...PANEL };
      await expect
        .poll(
          async () => shareOfOtherPixels(await partOf(small, { x: 0, y: 0, ...PANEL }), await partOf(large, clip)),
          {
            timeout: 30_000,
          },
        )
        .toBeLessThan(TOLERANCE);
    }
    const [one, other] = pages.filter(({ width }) => width === PANEL.width);
    const whole = { x: 0, y: 0, ...PANEL };
    expect(shareOfOtherPixels(await partOf(one, whole), await partOf(other, whole))).toBeGreaterThan(TOLERANCE);
    await first.menu('Wall', 0);
    await expect.poll(() => placesOf(first)).toEqual(PANELS.map(boundsOf));

    // A panel that goes takes its view with it; it comes back with another size, and another one in another order.
    await displays.unplug(2);
    await displays.unplug(4);
    await expect.poll(() => placesOf(first)).toEqual([PANELS[0], PANELS[2]].map(boundsOf));
    expect(first.log()).toContain('a wall waits for its display');
    const smaller = { width: 600, height: 300 };
    await displays.plug(4, smaller, PANELS[3].at);
    await displays.plug(2, PANEL, PANELS[1].at);
    await expect
      .poll(() => placesOf(first))
      .toEqual([...PANELS.slice(0, 3).map(boundsOf), { ...PANELS[3].at, ...smaller }]);
    // One that is turned upright is the same one.
    const upright = { width: PANEL.height, height: PANEL.width };
    await displays.plug(4, upright, PANELS[3].at);
    await expect
      .poll(() => placesOf(first))
      .toEqual([...PANELS.slice(0, 3).map(boundsOf), { ...PANELS[3].at, ...upright }]);
    await first.quit();

    // After a restart, on a desktop that is scaled now, it is as it was, but for a display that is away: that view comes when its display comes.
    await displays.unplug(4);
    const second = await launch({ display: displays.name, backend, args: [`--force-device-scale-factor=${SCALE}`] });
    await second.page('console');
    const scaled = PANELS.map((panel) => scaledBy(SCALE, boundsOf(panel)));
    await expect.poll(() => placesOf(second), { timeout: 30_000 }).toEqual(scaled.slice(0, 3));
    await displays.plug(4, PANEL, PANELS[3].at);
    await expect.poll(() => placesOf(second)).toEqual(scaled);
    const [hanging, ...others] = await wallPages(second);
    await Promise.all(others.map(({ page }) => expect(page).toHaveTitle('Vigie – Hall')));

    // A page that hangs is ended and loaded again alone.
    await hanging?.page.evaluate(
      () =>
        void setTimeout(() => {
          for (;;);
        }),
    );
    await expect
      .poll(() => second.log(), { timeout: 30_000 })
      .toMatch(/a window's page hangs and is ended .*\n.*a window's page died/);
    await expect.poll(() => stateOfWalls(second), { timeout: 30_000 }).toEqual(PANELS.map(() => 'true'));
    expect(second.log().match(/hangs and is ended/g)).toHaveLength(1);
  });
});

const boundsOf = ({ at = { x: 0, y: 0 }, width, height }: Monitor) => ({ ...at, width, height });
/** In the pixels of a desktop whose pixels are so many of a display's. */
const scaledBy = (scale: number, { x, y, width, height }: ReturnType<typeof boundsOf>) => ({
  ...{ x: x / scale, y: y / scale },
  ...{ width: width / scale, height: height / scale },
});
const placesOf = (vigie: Vigie) => whereWallsAre(vigie);

/** In the editor: "Hall" is one map over the four panels, "Large" the same fleet on the console's own display. */
async function arrangeWalls(console: Page): Promise<void> {
  await console.keyboard.press('w');
  const editor = console.getByTestId('wall-editor');
  const choose = async (display: number, action: string) => {
    await editor.getByRole('button', { name: new RegExp(`^Display ${display}`) }).click();
    await editor.getByRole('button', { name: action }).click();
  };
  await editor.getByRole('button', { name: 'New wall' }).click();
  await rename(console, 'Large');
  await choose(1, 'Use this display');
  await choose(2, 'Leave this display alone');
  await editor.getByRole('button', { name: /^Display 1/ }).click();
  await editor.getByText('Fleet, clock and connection above and below').click();
  await editor.getByRole('button', { name: 'New wall' }).click();
  await rename(console, 'Hall');
  for (const number of [3, 4, 5]) await choose(number, 'Use this display');
  await editor.getByRole('button', { name: 'One map over all screens' }).click();
  await editor.getByRole('button', { name: 'Open the wall' }).click();
  await expect(editor.getByRole('button', { name: 'Close the wall' })).toBeVisible();
}

async function rename(console: Page, name: string): Promise<void> {
  const field = console.getByTestId('wall-editor').getByRole('textbox', { name: 'Name' });
  await field.fill(name);
  await field.press('Enter');
  await expect(console.getByTestId('wall-editor').getByRole('button', { name, exact: true })).toBeVisible();
}

async function openWall(console: Page, name: string): Promise<void> {
  const editor = console.getByTestId('wall-editor');
  await editor.getByRole('button', { name, exact: true }).click();
  await editor.getByRole('button', { name: 'Open the wall' }).click();
}
