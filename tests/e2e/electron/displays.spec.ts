import { type Displays, missingDisplayPrograms, startDisplays } from '../../support/displays.ts';
import type { Vigie } from '../../support/electron-app.ts';
import { test as base, expect } from './fixtures.ts';

const missing = missingDisplayPrograms();
const CONSOLE_MONITOR = { width: 1280, height: 800 };
const WALL_MONITOR = { width: 1024, height: 600 };
const OTHER_MONITOR = { width: 800, height: 600 };
const AT = { x: CONSOLE_MONITOR.width, y: 0 };

/** An X server of this test's own, with two monitors side by side. */
const test = base.extend<{ displays: Displays }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what the fixture needs
  displays: async ({}, provide) => {
    const displays = await startDisplays([CONSOLE_MONITOR, WALL_MONITOR]);
    await provide(displays);
    await displays.stop();
  },
});

test.describe('with several displays', () => {
  test.skip(missing.length > 0, `monitors without a screen need ${missing.join(', ')}`);

  test('a wall opens full screen on the second, leaves with it, comes back with it and after a restart', async ({
    displays,
    launch,
  }) => {
    const first = await launch({ display: displays.name });
    await first.page('console');
    await first.menu('Wall', 1);
    await first.page('wall');
    await expect.poll(() => wallOf(first)).toMatchObject({ bounds: { ...AT, ...WALL_MONITOR }, fullScreen: true });

    await displays.unplug(1);
    await expect.poll(() => first.windows()).toHaveLength(1);
    expect(first.log()).toContain('a wall waits for its display');

    await displays.plug(1, OTHER_MONITOR, AT);
    await first.page('wall');
    await expect.poll(() => wallOf(first)).toMatchObject({ bounds: { ...AT, ...OTHER_MONITOR }, fullScreen: true });
    await first.quit();

    const second = await launch({ display: displays.name });
    await second.page('wall');
    await expect.poll(() => wallOf(second)).toMatchObject({ bounds: { ...AT, ...OTHER_MONITOR }, fullScreen: true });
  });

  test('a wall whose display is away at the start opens when it comes', async ({ displays, launch }) => {
    const first = await launch({ display: displays.name, args: ['--wall=2'] });
    await first.page('wall');
    await first.quit();
    await displays.unplug(1);

    const second = await launch({ display: displays.name });
    await second.page('console');
    expect(await second.windows()).toHaveLength(1);
    await displays.plug(1, WALL_MONITOR, AT);
    await second.page('wall');
    await expect.poll(() => wallOf(second)).toMatchObject({ bounds: { ...AT, ...WALL_MONITOR }, fullScreen: true });
  });
});

async function wallOf(vigie: Vigie) {
  return (await vigie.windows()).find(({ url }) => url.includes('/wall.html'));
}
