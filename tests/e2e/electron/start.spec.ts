import { expect, test } from './fixtures.ts';

test('a second start opens a wall in the first, and ends', async ({ launch, run }) => {
  const vigie = await launch();
  await vigie.page('console');
  const second = run({ args: ['--wall'] });
  expect(await second.exitCode(20_000)).toBe(0);
  await vigie.page('wall');
  await expect.poll(() => vigie.windows()).toHaveLength(2);
});

test('a second start brings the console to the front, opened again if need be', async ({ launch, run }) => {
  const vigie = await launch({ args: ['--wall=1'] });
  const consolePage = await vigie.page('console');
  await vigie.page('wall');
  await Promise.all([
    consolePage.waitForEvent('close'),
    vigie.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().includes('/console.html'))
        ?.close();
    }),
  ]);
  // The page is gone before its window is.
  await expect.poll(() => vigie.windows()).toHaveLength(1);
  expect(await run().exitCode(20_000)).toBe(0);
  await vigie.page('console');
  await expect.poll(() => vigie.windows()).toHaveLength(2);
});

test('two data folders are two Vigies', async ({ launch, folder }) => {
  const [one, other] = [await launch(), await launch({ folder: `${folder}/other` })];
  await one.page('console');
  await other.page('console');
  expect(await one.dataHostId()).not.toBe(await other.dataHostId());
});

test('a bad setting is one clear sentence on the terminal', async ({ run }) => {
  const vigie = run({ env: { VIGIE_SERVER_URL: 'vigie.example.com' } });
  await expect
    .poll(() => vigie.output(), { timeout: 20_000 })
    .toContain(
      "vigie: VIGIE_SERVER_URL is 'vigie.example.com': not an address, write it like https://vigie.example.com.",
    );
});

test('without a server it opens all the same, and says what to do', async ({ launch }) => {
  const vigie = await launch({ env: { VIGIE_SERVER_URL: '' } });
  await expect.poll(() => vigie.windows()).toHaveLength(1);
  const page = await vigie.app.firstWindow();
  await expect(page.getByTestId('fault-banner')).not.toHaveAttribute('data-state', 'none');
  expect(vigie.log()).toContain('No Vigie server is set: write {"serverUrl": "https://vigie.example.com"} in ');
});
