import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGtfsFileFeed } from '../../../../backend/feeds/gtfs/gtfs-file-feed.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { encodeCapture, entityOf, MADE } from './gtfs-bytes.ts';
import { createRecordingHost, settle, until } from './recording-host.ts';

const newFolder = temporaryFolders();
let edition = 0;

/** Every write has a time of its own, however coarse the file system's are. */
function write(file: string, bytes: Uint8Array): void {
  writeFileSync(file, bytes);
  edition += 10;
  utimesSync(file, 1_700_000_000 + edition, 1_700_000_000 + edition);
}

async function startFeed(bytes: Uint8Array) {
  const file = path.join(newFolder(), 'buses.pb');
  write(file, bytes);
  const clock = createManualClock();
  const host = createRecordingHost(clock);
  const feed = await createGtfsFileFeed(file);
  await feed.start(host);
  return { clock, host, feed, file };
}

describe('a capture in a file', () => {
  it('is as old as it was when it was made, and says that it is only one', async () => {
    const { clock, host, feed } = await startFeed(encodeCapture([entityOf('a')]));
    expect(host.fixes[0]?.observedAtMs).toBe(clock.nowMs() - 20_000);
    expect(host.reports).toEqual([
      {
        state: 'ended',
        feedTimeMs: MADE * 1000,
        notice:
          'buses.pb is a single capture, so its positions only grow older: give the URL of the feed for live ones.',
      },
    ]);
    expect([feed.name, feed.kind, feed.speed]).toEqual(['buses.pb', 'gtfs-realtime', 1]);
    clock.advance(10_000);
    await settle();
    expect(host.fixes).toHaveLength(1);
    await feed.stop();
    expect(clock.plannedCount()).toBe(0);
  });

  it('is read again when it changes, and is live then', async () => {
    const { clock, host, feed, file } = await startFeed(encodeCapture([entityOf('a')]));
    write(file, encodeCapture([entityOf('a'), entityOf('b')], { timestamp: MADE + 30 }));
    await until(clock, () => host.reports.length === 2, 'the next capture');
    expect(host.reports[1]).toEqual({ state: 'live', feedTimeMs: (MADE + 30) * 1000, notice: null });
    expect([...host.vehicles.keys()]).toEqual(['a', 'b']);
    expect(host.fixes).toHaveLength(3);
    await feed.stop();
  });

  it('that is damaged later is said after some patience, and is taken again once it is whole', async () => {
    const { clock, host, feed, file } = await startFeed(encodeCapture([entityOf('a')]));
    write(file, encodeCapture([entityOf('a')]).subarray(0, 30));
    for (let i = 0; i < 2; i += 1) {
      clock.advance(2_000);
      await settle();
    }
    expect(host.reports).toHaveLength(1);
    clock.advance(2_000);
    await settle();
    expect(host.reports[1]).toMatchObject({
      state: 'failed',
      notice: expect.stringContaining('buses.pb is') as string,
    });
    rmSync(file);
    clock.advance(2_000);
    await settle();
    write(file, encodeCapture([{ id: 'x', alert: {} }]));
    clock.advance(2_000);
    await settle();
    write(file, encodeCapture([entityOf('c')]));
    await until(clock, () => host.reports.length === 3, 'the whole file');
    expect(host.reports[2]).toMatchObject({ state: 'live' });
    await feed.stop();
  });

  it('without a time of its own is taken for new', async () => {
    const { host, feed } = await startFeed(encodeCapture([], {}));
    expect(host.reports[0]).toMatchObject({ state: 'ended', feedTimeMs: null });
    await feed.stop();
  });

  it('is refused at once with a sentence when it cannot be read', async () => {
    const folder = newFolder();
    const refusal = (name: string, bytes?: Uint8Array) => {
      const file = path.join(folder, name);
      if (bytes !== undefined) writeFileSync(file, bytes);
      return expect(createGtfsFileFeed(file)).rejects;
    };
    await refusal('no.pb').toThrow('no.pb does not exist: check the path given to --feed.');
    await refusal('empty.pb', new Uint8Array()).toThrow('empty.pb is empty: download it again.');
    await refusal('page.pb', Buffer.from('<html>')).toThrow('page.pb is not GTFS-realtime in Protocol Buffers');
    const whole = encodeCapture([entityOf('a'), entityOf('b')]);
    await refusal('cut.pb', whole.subarray(0, whole.length - 9)).toThrow(
      'cut.pb is cut short after 1 entities: download it again.',
    );
    await refusal('alerts.pb', encodeCapture([{ id: 'x', alert: {} }])).toThrow(
      'alerts.pb holds trip updates or alerts',
    );
    await refusal('huge.pb', new Uint8Array(65 * 1024 * 1024)).toThrow('huge.pb is larger than 64 MB');
  });
});
