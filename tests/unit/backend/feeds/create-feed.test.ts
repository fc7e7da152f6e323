import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFeed, type FeedOptions } from '../../../../backend/feeds/create-feed.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { encodeCapture, entityOf } from './gtfs-bytes.ts';

const newFolder = temporaryFolders();
const make = (options: Partial<FeedOptions> = {}) =>
  createFeed({ clock: createManualClock(), dataFolder: newFolder(), ...options });

describe('the feed that is asked for', () => {
  it('is the simulator when no source is given', async () => {
    expect(await make()).toMatchObject({ name: 'simulator', kind: 'simulator', speed: 1 });
  });

  it('follows from the source', async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'DAY.CSV'), 'unix_time,vehicle,lat,lon\n');
    writeFileSync(path.join(folder, 'buses.pb'), encodeCapture([entityOf('a')]));
    const csv = await make({ source: path.join(folder, 'DAY.CSV'), speed: 60, loop: true });
    expect(csv).toMatchObject({ name: 'DAY.CSV', kind: 'csv', speed: 60 });
    expect(await make({ source: path.join(folder, 'buses.pb') })).toMatchObject({
      kind: 'gtfs-realtime',
      name: 'buses.pb',
    });
    const url = await make({ source: 'https://user:pw@example.org/positions.pb?key=1' });
    expect(url).toMatchObject({ kind: 'gtfs-realtime', name: 'example.org/positions.pb' });
  });

  it.each<[Partial<FeedOptions>, string]>([
    [{ source: 'missing.csv' }, 'missing.csv does not exist: check the path given to --feed.'],
    [{ source: 'missing.pb' }, 'missing.pb does not exist: check the path given to --feed.'],
    [
      { source: 'day.xlsx' },
      '--feed day.xlsx is not understood: give a .csv or .csv.gz file, a GTFS-realtime .pb file, or an http(s) URL.',
    ],
    [{ source: 'ftp://example.org/a' }, '--feed ftp://example.org/a is not understood'],
    [{ source: 'http://' }, 'http:// is not a URL: give one such as https://example.org/vehicle-positions.pb.'],
    [{ source: 'day.csv', speed: 0 }, '--speed is 0: give a number from 0.1 to 3600.'],
    [{ source: 'day.csv', speed: 3_601 }, '--speed is 3601: give a number from 0.1 to 3600.'],
    [{ source: 'day.csv', speed: Number.NaN }, '--speed is NaN: give a number from 0.1 to 3600.'],
    [{ speed: 60 }, '--speed 60 is for a recorded .csv file: leave it out for a live feed.'],
    [{ vehicles: 0 }, '--vehicles is 0: give a whole number from 1 to 1000000.'],
    [{ vehicles: 2.5 }, '--vehicles is 2.5: give a whole number from 1 to 1000000.'],
    [{ seed: -1 }, '--seed is -1: give a whole number from 0 to 4294967295.'],
  ])('is refused with a sentence and a remedy: %j', async (options, sentence) => {
    await expect(make(options)).rejects.toThrow(sentence);
  });
});
