/**
 * A process that records, to be killed: the fleet and the thread of a data host, with frames as a server sends them, ten times as often.
 *
 *   node recording-host.ts FOLDER SEED     prints {atMs, crc, stampMs} of each frame, once it is live
 */
import { crc32 } from 'node:zlib';
import { createFleet } from '../../../electron/data/fleet/fleet.ts';
import { startRecorderThread } from '../../../electron/data/recording/recorder-thread.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { createChangingFleet } from '../../support/recording/changing-fleet.ts';
import { silentLog } from '../../support/silent-log.ts';

const VEHICLES = 1_500;
const EVERY_MS = 25;
const DAY_MS = 24 * 3_600_000;

const [folder = '', seed = '1'] = process.argv.slice(2);
const server = createChangingFleet(VEHICLES, Number(seed));
// Each run has times of its own.
server.leap(Number(seed) * DAY_MS);
server.restart();
const fleet = createFleet({ clock: systemClock, random: Math.random, onMalformed: () => undefined });
fleet.receiveDirectory({ streamId: server.streamId, start: 0, vehicleIds: server.ids });
startRecorderThread({
  // So little is kept in a segment that several are closed in a run.
  ...{ folder, limits: { hours: 24 * 366, bytes: 1e9 }, segmentBytes: 100_000, leastFreeBytes: 0 },
  ...{ fleet, clock: systemClock, log: silentLog, onState: () => undefined },
});
setInterval(() => {
  const { frame, live } = server.next();
  fleet.receiveFrame(frame);
  const line = { atMs: live.atMs, crc: crc32(live.records), stampMs: Date.now() };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}, EVERY_MS);
