import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Backend, createBackend } from '../../../backend/app.ts';
import { systemClock } from '../../../backend/clock.ts';
import type { Database } from '../../../backend/database/database.ts';
import { createFeed, type FeedOptions } from '../../../backend/feeds/create-feed.ts';
import { migratedDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silent-log.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { encodeCapture, entityOf } from '../../unit/backend/feeds/gtfs-bytes.ts';

const newFolder = temporaryFolders();

async function start(
  dataFolder: string,
  options: Omit<FeedOptions, 'clock' | 'dataFolder'>,
  database?: Database,
): Promise<Backend> {
  const feed = await createFeed({ ...options, clock: systemClock, dataFolder });
  const backend = await createBackend({ dataFolder, log: silentLog, feed, ...(database && { database }) });
  await backend.listen();
  await backend.feedStarted;
  return backend;
}

const missions = ({ database }: Backend) =>
  database.query<{ reference: string; status: string; distance: number | null; vehicle: string | null }>(
    `select reference, missions.status, (distance_km * 1000)::int as distance, vehicles.code as vehicle
     from missions left join vehicles on vehicles.id = vehicle_id order by reference`,
  );

async function until<T>(read: () => Promise<T> | T, holds: (value: T) => boolean, what: string): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}: ${JSON.stringify(value).slice(0, 500)}`);
    await sleep(50);
  }
}

/** Speeds of the vehicles that are drawn, metres per second. */
function speeds({ supervision: { table } }: Backend): number[] {
  return Array.from({ length: table.count }, (_, slot) => {
    const record = table.read(slot);
    return Math.hypot(record?.velocityEast ?? 0, record?.velocityNorth ?? 0);
  });
}

describe('a recording in the back office', () => {
  const DAY = 1_211_439_600;
  /** A cab that drives 20 m/s northwards, with a jump in the middle and a bad row at the end. */
  const rows = Array.from({ length: 60 }, (_, i) => {
    const latitude = i === 30 ? 39 : 37.7 + (i * 10 * 20) / 111_195;
    return `${DAY + i * 10},cab,${latitude},-122.4,${i >= 10 && i < 50 ? 1 : 0}`;
  });
  const lines = ['unix_time,vehicle,lat,lon,occupied', ...rows, `${DAY + 600},cab,0,0,0`];

  it('moves at its true speed, flags the jump, counts the bad row, and writes each fare once', async () => {
    const dataFolder = newFolder();
    const source = path.join(dataFolder, 'cab.csv');
    writeFileSync(source, lines.join('\n'));
    const first = await start(dataFolder, { source, speed: 100 });
    const [fare] = await until(
      () => missions(first),
      ([one]) => one?.status === 'completed',
      'the fare',
    );
    expect(fare).toMatchObject({ reference: 'cab-20080522T070140Z', vehicle: 'cab' });
    // 39 steps of 200 m.
    expect(Math.abs((fare?.distance ?? 0) - 7_800)).toBeLessThan(30);
    await until(
      () => first.supervision.feed.status.state,
      (state) => state === 'ended',
      'the end',
    );
    const { accepted, suspect, refused, kind, speed } = first.supervision.feed.status;
    expect({ accepted, suspect, refused, kind, speed }).toEqual({
      ...{ accepted: 60, suspect: 1, refused: { 'outside-world': 1 }, kind: 'csv', speed: 100 },
    });
    expect(speeds(first)[0]).toBeGreaterThan(19);
    expect(speeds(first)[0]).toBeLessThan(21);
    await first.close();

    const second = await start(dataFolder, { source, speed: 100 });
    await until(
      () => second.supervision.feed.status.state,
      (state) => state === 'ended',
      'the end',
    );
    expect(
      await until(
        () => missions(second),
        ([one]) => one?.status === 'completed',
        'the fare again',
      ),
    ).toEqual([fare]);
    await second.close();
  });

  it('without a usable row fails with a sentence, and the back office goes on', async () => {
    const dataFolder = newFolder();
    const source = path.join(dataFolder, 'cab.csv');
    writeFileSync(source, 'unix_time,vehicle,lat,lon\n,,,\n');
    const feed = await createFeed({ source, clock: systemClock, dataFolder });
    const backend = await createBackend({ dataFolder, database: await migratedDatabase(), log: silentLog, feed });
    const { url } = await backend.listen();
    await expect(backend.feedStarted).rejects.toThrow('cab.csv holds no row that can be used');
    expect(backend.supervision.feed.status).toMatchObject({ state: 'failed', refused: { malformed: 1 } });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    await backend.close();
  });
});

describe('a GTFS-realtime capture in the back office', () => {
  it('is drawn, with the lines of its vehicles', async () => {
    const dataFolder = newFolder();
    const source = path.join(dataFolder, 'buses.pb');
    writeFileSync(source, encodeCapture([entityOf('a'), entityOf('b'), entityOf('c', { position: null })]));
    const backend = await start(dataFolder, { source }, await migratedDatabase());
    expect(backend.supervision.table.count).toBe(2);
    expect(backend.supervision.feed.status).toMatchObject({
      state: 'ended',
      accepted: 2,
      refused: { 'without-position': 1 },
    });
    const vehicles = await backend.database.query('select code, label, kind, line from vehicles order by code');
    expect(vehicles).toEqual([
      { code: 'a', label: 'Bus a', kind: 'other', line: '550' },
      { code: 'b', label: 'Bus b', kind: 'other', line: '550' },
    ]);
    await backend.close();
  });
});

describe('the simulator in the back office', () => {
  it('moves its fleet, keeps its missions, and goes on after a restart', async () => {
    const dataFolder = newFolder();
    const first = await start(dataFolder, { vehicles: 120 });
    await until(
      () => first.supervision.movingVehicles,
      (moving) => moving > 60,
      'vehicles that move',
    );
    expect(first.supervision.table.count).toBe(120);
    expect(Math.max(...speeds(first))).toBeLessThan(32);
    const counts = ({ database }: Backend) =>
      database.query<{ status: string; count: number }>(
        'select status, count(*)::int from missions group by 1 order by 1',
      );
    const sum = (rows: { count: number }[]) => rows.reduce((total, { count }) => total + count, 0);
    const before = await until(
      () => counts(first),
      (rows) => rows.length === 4 && rows.some(({ status, count }) => status === 'planned' && count > 200),
      'the history',
    );
    expect(sum(before)).toBeGreaterThan(5_000);
    expect(first.supervision.feed.status).toMatchObject({ state: 'live', speed: 1, notice: null });
    await sleep(1_500);
    const settled = await counts(first);
    await first.close();

    const second = await start(dataFolder, { vehicles: 120 });
    await until(
      () => second.supervision.movingVehicles,
      (moving) => moving > 60,
      'vehicles that move',
    );
    const after = await counts(second);
    // A few more are planned every minute; nothing is written a second time.
    expect(sum(after) - sum(settled)).toBeLessThan(60);
    expect(sum(after)).toBeGreaterThanOrEqual(sum(settled));
    await second.close();
  });
});
