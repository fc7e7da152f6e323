import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../../backend/clock.ts';
import { createRemoteHost } from '../../../backend/simulator/remote-host.ts';
import { createSimulatorFeed } from '../../../backend/simulator/simulator-feed.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { silentLog } from '../../support/silent-log.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
let backend: RunningBackend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.stop());

it('a fleet beside the service drives on it; what could not be sent is sent again', async () => {
  const { database, supervision } = backend.backend;
  const remote = createRemoteHost({
    server: new URL(backend.url),
    token: await backend.tokenFor('feed'),
    database,
    clock: systemClock,
    log: silentLog,
  });
  const feed = createSimulatorFeed({ vehicles: 20, seed: 4, dataFolder: newFolder() });
  try {
    await feed.start(remote.host);
    // A vehicle that the service did not know yet at its first fix is seen at the next, which may be minutes later.
    await expect.poll(() => supervision.table.count, { timeout: 20_000 }).toBeGreaterThan(10);
    // The service has them before its answer is back.
    await expect.poll(() => remote.totals.accepted).toBeGreaterThan(10);
  } finally {
    await feed.stop();
    await remote.stop();
  }
  // A refused token is a failure that is tried again, and never thrown into the feed.
  const other = createRemoteHost({
    server: new URL(backend.url),
    token: 'wrong',
    database,
    clock: systemClock,
    log: silentLog,
  });
  other.host.ingest([{ vehicle: 'X', longitude: 1, latitude: 1, observedAtMs: Date.now() }]);
  await expect.poll(() => other.totals.failures).toBeGreaterThanOrEqual(2);
  await other.stop();
});
