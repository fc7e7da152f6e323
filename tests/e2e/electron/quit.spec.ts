import { once } from 'node:events';
import path from 'node:path';
import { openStore } from '../../../electron/data/store/store.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { creation } from '../../support/edits.ts';
import { idleKeeper } from '../../support/idle-keeper.ts';
import { createTestLog } from '../../support/test-log.ts';
import { expect, test } from './fixtures.ts';

/** Nothing answers there: what is in the outbox stays. */
const NOWHERE = 'http://127.0.0.1:9';

/** Puts an edit into the outbox of a Vigie that does not run. */
async function leaveAnEdit(folder: string): Promise<void> {
  const place = { folder: path.join(folder, 'data'), serverIdentity: 'loopback' };
  const store = openStore({ ...place, clock: systemClock, log: createTestLog(), keeper: idleKeeper });
  await store.write(({ outbox }) =>
    outbox.add(creation('third-party', { name: 'Société nouvelle', type: 'customer' }), 'loopback'),
  );
  await store.close();
}

test('with an edit that is not sent, who stays stays: the console is there again', async ({ launch, folder }) => {
  await leaveAnEdit(folder);
  const vigie = await launch({ env: { VIGIE_SERVER_URL: NOWHERE, VIGIE_QUIT_ANSWER: 'stay' } });
  const page = await vigie.page('console');
  const quit = () => vigie.app.evaluate(({ app }) => app.quit());
  await expect
    .poll(async () => {
      await quit();
      return vigie.log();
    })
    .toContain('One edit is not sent yet.');
  await expect.poll(() => vigie.windows()).toHaveLength(1);
  await Promise.all([
    page.waitForEvent('close'),
    vigie.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()),
  ]);
  await vigie.page('console');
  await expect.poll(() => vigie.windows()).toHaveLength(1);

  // Nobody is there to answer a signal.
  const ended = once(vigie.app.process(), 'exit');
  vigie.app.process().kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
  expect(vigie.log()).toContain('Vigie ends');
});

test('with an edit that is not sent, who quits quits, and finds it the next time', async ({ launch, folder }) => {
  await leaveAnEdit(folder);
  const env = { VIGIE_SERVER_URL: NOWHERE, VIGIE_QUIT_ANSWER: 'quit' };
  for (let start = 1; start <= 2; start++) {
    const vigie = await launch({ env });
    await vigie.page('console');
    // The data host says so soon after its start.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await vigie.quit();
    expect(vigie.log().split('One edit is not sent yet.')).toHaveLength(start + 1);
  }
});
