import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { livePicture } from '../../support/live-picture.ts';

test('a restart brings the wall and the console back as they were', async ({ launch }) => {
  const first = await launch();
  await first.page('console');
  await first.menu('Wall', 0);
  await first.page('wall');
  await first.app.evaluate(({ BrowserWindow }) => {
    const console = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().includes('/console.html'));
    console?.setBounds({ x: 100, y: 120, width: 1200, height: 800 });
  });
  // A window manager takes its time, and may shift a window by its frame.
  await expect.poll(async () => (await windowOf(first.windows(), 'console'))?.bounds.width).toBe(1200);
  const wallBefore = await windowOf(first.windows(), 'wall');
  const consoleBefore = await windowOf(first.windows(), 'console');
  expect(wallBefore).toMatchObject({ fullScreen: true, visible: true });
  await first.quit();

  const second = await launch();
  await second.page('wall');
  await second.page('console');
  await expect
    .poll(() => windowOf(second.windows(), 'wall'))
    .toMatchObject({
      bounds: wallBefore?.bounds,
      fullScreen: true,
      visible: true,
    });
  await expect.poll(() => windowOf(second.windows(), 'console')).toMatchObject({ bounds: consoleBefore?.bounds });
});

test('a wall that its user closed stays closed, and one that was killed with Vigie comes back', async ({ launch }) => {
  const first = await launch();
  await first.page('console');
  await first.menu('Wall', 0);
  await first.page('wall');
  // The places are kept within 0.3 s: then the power may go.
  await expect.poll(() => first.windows()).toHaveLength(2);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await first.kill();

  // Nobody touches it: the wall opens by itself, and then shows the fleet as it is now. `npm run bench -- wall-return` times it.
  const beganAtMs = performance.now();
  const second = await launch();
  const wall = await second.page('wall');
  const again = second.log().split('Vigie starts').at(-1);
  expect(again).toContain('a wall opens');
  await livePicture(wall);
  console.log(`a wall shows the fleet again ${Math.round(performance.now() - beganAtMs)} ms after the start`);
  expect(await windowOf(second.windows(), 'wall')).toMatchObject({ fullScreen: true, visible: true });
  await second.menu('Wall', 0);
  await expect.poll(() => second.windows()).toHaveLength(1);
  await second.quit();

  const third = await launch();
  await third.page('console');
  expect(await third.windows()).toHaveLength(1);
});

test('a file of places that is broken does not keep Vigie from starting', async ({ launch, folder }) => {
  writeFileSync(path.join(folder, 'window-state.json'), '{"version":1,"console":{"bou');
  const vigie = await launch();
  await vigie.page('console');
  expect(vigie.log()).toMatch(/the places of the windows were unreadable and start anew/);
});

async function windowOf<T extends { url: string }>(windows: Promise<T[]>, kind: string): Promise<T | undefined> {
  return (await windows).find(({ url }) => url.includes(`/${kind}.html`));
}
