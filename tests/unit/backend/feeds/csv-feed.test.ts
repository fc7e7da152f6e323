import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createCsvFeed, type CsvFeedOptions } from '../../../../backend/feeds/csv/csv-feed.ts';
import { inspectCsv } from '../../../../backend/feeds/csv/csv-file.ts';
import { refusalOf } from '../../../../shared/domain/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { createRecordingHost, play, settle, until } from './recording-host.ts';
import { fc } from '../../../support/property.ts';

const newFolder = temporaryFolders();
const DAY = 1_211_439_600;
const HEADER = 'unix_time,vehicle,lat,lon,occupied';
const line = (second: number, vehicle: string, latitude: number, occupied: number | string = 0) =>
  `${DAY + second},${vehicle},${latitude},-122.4,${occupied}`;

async function startFeed(
  lines: readonly string[] | Uint8Array,
  options: Partial<CsvFeedOptions> = {},
  header = HEADER,
) {
  const file = path.join(newFolder(), 'cabs.csv');
  writeFileSync(file, lines instanceof Uint8Array ? lines : [header, ...lines].join('\n'));
  const clock = createManualClock();
  const host = createRecordingHost(clock);
  const feed = createCsvFeed(await inspectCsv(file), { speed: 1, loop: false, ...options });
  const begin = () => feed.start(host);
  return { clock, host, feed, begin };
}

describe('a recording', () => {
  it('shows its first minutes at once, each fix as old as it was', async () => {
    const lines = [line(0, 'a', 37.7), line(100, 'b', 37.8), line(299, 'a', 37.71), line(301, 'b', 37.81)];
    const { clock, host, feed, begin } = await startFeed(lines);
    await begin();
    const startMs = clock.nowMs();
    expect(host.fixes.map((fix) => [fix.vehicle, fix.latitude, fix.observedAtMs - startMs, fix.state])).toEqual([
      ['a', 37.7, -300_000, 'idle'],
      ['b', 37.8, -200_000, 'idle'],
      ['a', 37.71, -1_000, 'idle'],
    ]);
    expect([...host.vehicles.values()][0]).toEqual({ code: 'a', label: 'a', kind: 'taxi', depot: null, line: null });
    expect(host.reports[0]).toEqual({ state: 'replay', feedTimeMs: (DAY + 300) * 1000, notice: null });
    await play(clock, 1.2);
    expect(host.fixes).toHaveLength(4);
    expect((host.fixes[3]?.observedAtMs ?? 0) - startMs).toBe(1_000);
    await feed.stop();
    expect(clock.plannedCount()).toBe(0);
  });

  it('plays as fast as it is told, and says the time that it shows', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => line(i * 120, 'a', 37.7 + i / 1000));
    const { clock, host, feed, begin } = await startFeed(lines, { speed: 60 });
    await begin();
    expect(feed.speed).toBe(60);
    // 300 s of the recording at once, and 60 more each second.
    expect(host.fixes).toHaveLength(3);
    await play(clock, 10);
    expect(host.fixes).toHaveLength(1 + Math.floor(900 / 120));
    const times = host.fixes.map(({ observedAtMs }) => observedAtMs);
    for (let i = 1; i < times.length; i += 1) expect((times[i] ?? 0) - (times[i - 1] ?? 0)).toBeCloseTo(2_000, 3);
    const shown = host.reports.flatMap(({ feedTimeMs }) => feedTimeMs ?? []);
    expect(shown.at(-1)).toBeGreaterThan((DAY + 800) * 1000);
    expect(shown.at(-1)).toBeLessThanOrEqual((DAY + 900) * 1000);
    await feed.stop();
  });

  it('shows no older fixes when it plays slowly', async () => {
    const { clock, host, feed, begin } = await startFeed([line(0, 'a', 37.7), line(40, 'a', 37.71)], { speed: 0.1 });
    await begin();
    expect(host.fixes.map(({ observedAtMs }) => observedAtMs - clock.nowMs())).toEqual([-300_000]);
    await feed.stop();
  });

  it('counts bad rows by reason, refuses them, and goes on', async () => {
    const { host, feed, begin } = await startFeed([
      line(0, 'a', 37.7),
      line(1, 'a', 137.7),
      `${DAY + 2},a,0,0,0`,
      `${DAY + 3},a,,,0`,
      `${DAY + 4},a,NaN,-122.4,0`,
      `,a,37.7,-122.4,0`,
      line(900_000, 'a', 37.7),
      line(0, 'a', 37.7),
      line(-30, 'a', 37.7),
      `${DAY + 5},,37.7,-122.4,0`,
      'nonsense',
      ...Array.from({ length: 20 }, (_, i) => line(10 + i, 'a', 37.7)),
    ]);
    await begin();
    expect(host.refused).toEqual({
      'outside-world': 2,
      malformed: 4,
      'no-time': 1,
      'in-the-future': 1,
      'older-than-known': 2,
    });
    expect(host.fixes).toHaveLength(21);
    await feed.stop();
  });

  it('makes missions of its fares, running first and completed then', async () => {
    const lines = [line(0, 'a', 37.7, 1), line(60, 'a', 37.71, 1), line(400, 'a', 37.74, 1), line(420, 'a', 37.74, 0)];
    const { clock, host, feed, begin } = await startFeed(lines);
    await begin();
    await until(clock, () => host.missions.size === 1, 'the mission');
    expect([...host.missions.values()][0]).toMatchObject({
      status: 'in-progress',
      actualStartAt: '2008-05-22T07:00:00.000Z',
    });
    await until(clock, () => host.writes.length === 2, 'its end');
    expect([...host.missions.values()][0]).toMatchObject({
      status: 'completed',
      actualEndAt: '2008-05-22T07:06:40.000Z',
    });
    await feed.stop();
  });

  it('makes the same missions when it is started again', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => line(i, `v${i % 3}`, 37.7 + i / 5_000, Math.floor(i / 40) % 2));
    const [once, again] = [await startFeed(lines), await startFeed(lines)];
    for (const { begin, feed } of [once, again]) {
      await begin();
      await feed.stop();
    }
    expect(once.host.missions.size).toBe(12);
    expect([...again.host.missions]).toEqual([...once.host.missions]);
  });

  it('of vehicles without fares has no missions, and does not say what kind they are', async () => {
    const { host, feed, begin } = await startFeed([`${DAY},a,37.7,-122.4`], {}, 'unix_time,vehicle,lat,lon');
    await begin();
    await feed.stop();
    expect(host.vehicles.get('a')?.kind).toBe('other');
    expect(host.fixes[0]?.state).toBeUndefined();
    expect(host.missions.size).toBe(0);
  });

  it('ends with a notice', async () => {
    const { clock, host, feed, begin } = await startFeed([line(0, 'a', 37.7)]);
    await begin();
    await settle();
    expect(host.reports.at(-1)).toEqual({
      state: 'ended',
      feedTimeMs: DAY * 1000,
      notice: 'cabs.csv has been played to its end: start again to see it once more, or add --loop.',
    });
    expect(clock.plannedCount()).toBe(0);
    await feed.stop();
  });

  it('starts again at its end when it shall, with the same missions and newer fixes', async () => {
    const lines = [line(0, 'a', 37.7, 1), line(60, 'a', 37.71, 0), line(310, 'a', 37.72, 0)];
    const { clock, host, feed, begin } = await startFeed(lines, { loop: true, speed: 100 });
    await begin();
    await until(clock, () => host.fixes.length >= 9, 'the third round');
    const times = host.fixes.map(({ observedAtMs }) => observedAtMs);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
    expect(host.fixes.slice(3, 6).map(({ latitude }) => latitude)).toEqual([37.7, 37.71, 37.72]);
    expect(host.missions.size).toBe(1);
    expect(host.writes.flat()).toHaveLength(1);
    await feed.stop();
  });

  it('that breaks off says so, with what it had shown', async () => {
    const whole = gzipSync(
      [HEADER, ...Array.from({ length: 9_000 }, (_, i) => line(i, `v${i % 7}`, 37 + (i % 97) / 100))].join('\n'),
    );
    const { clock, host, feed, begin } = await startFeed(whole.subarray(0, whole.length / 2), { speed: 3_600 });
    await begin();
    await until(clock, () => host.reports.at(-1)?.state === 'failed', 'the end');
    expect(host.reports.at(-1)?.notice).toMatch(/^After \d+ rows, cabs\.csv is cut short: copy it again\.$/);
    expect(host.fixes.length).toBeGreaterThan(100);
    await feed.stop();
  });

  it('without a row that can be used is no feed', async () => {
    const { begin } = await startFeed(['x,y', `${DAY * 1000},a,37.7,-122.4,0`]);
    await expect(begin()).rejects.toThrow('cabs.csv holds no row that can be used: unix_time must be in seconds');
    const { begin: beginEmpty } = await startFeed([]);
    await expect(beginEmpty()).rejects.toThrow('holds no row that can be used');
  });

  it('waits when vehicles cannot be registered, and loses no row', async () => {
    const { clock, host, feed, begin } = await startFeed([
      line(0, 'a', 37.7),
      line(301, 'b', 37.8, 1),
      line(302, 'c', 37.8),
    ]);
    await begin();
    host.failing.register = 2;
    await until(clock, () => host.fixes.length === 3, 'all rows');
    expect(host.logs.filter(({ message }) => message.includes('wait for another try'))).toHaveLength(2);
    expect([...host.vehicles.keys()]).toEqual(['a', 'b', 'c']);
    await feed.stop();
    expect(host.missions.size).toBe(1);
  });

  it('fails to start when the host cannot take vehicles at all', async () => {
    const { host, feed, begin } = await startFeed([line(0, 'a', 37.7)]);
    host.failing.register = 1;
    await expect(begin()).rejects.toThrow('no room for vehicles');
    await feed.stop();
  });

  it('keeps the times of fixes steady while the wall clock wanders, and follows it when it is put right', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => line(i, 'a', 37.7));
    const { clock, host, feed, begin } = await startFeed(lines, { speed: 0.1 });
    let offMs = 0;
    const nowMs = clock.nowMs.bind(clock);
    clock.nowMs = () => nowMs() + offMs;
    await begin();
    offMs = 40;
    await play(clock, 10);
    offMs = 3_600_000;
    await play(clock, 10.2);
    const gaps = host.fixes.slice(1).map((fix, i) => fix.observedAtMs - (host.fixes[i]?.observedAtMs ?? 0));
    expect(gaps.every((gap) => Math.abs(gap - 10_000) < 1 || gap > 3_000_000)).toBe(true);
    expect(gaps.filter((gap) => gap > 3_000_000)).toHaveLength(1);
    await feed.stop();
  });
});

describe('any recording', () => {
  it('never throws once it plays, and never hands over what the host would refuse', async () => {
    const cell = fc.oneof(
      fc.double({ min: -200, max: 200, noNaN: true }).map(String),
      fc.constantFrom('NaN', 'Infinity', '-Infinity', '', '1e400', '0', '"', "'", 'null'),
    );
    const time = fc.oneof(
      fc.integer({ min: 0, max: 400 }).map((second) => String(DAY + second)),
      cell,
    );
    const rowOf = fc
      .tuple(time, fc.constantFrom('a', 'b', ' ', ''), cell, cell, fc.constantFrom('0', '1', '', 'x'))
      .map(String);
    await fc.assert(
      fc.asyncProperty(fc.array(rowOf, { maxLength: 60 }), async (rows) => {
        const { clock, host, feed, begin } = await startFeed([line(0, 'first', 37.7), ...rows], { speed: 3_600 });
        await begin();
        await play(clock, 0.4, 200, 1);
        await feed.stop();
        for (const fix of host.fixes) expect(refusalOf(fix, clock.nowMs() + 1e12)).toBeUndefined();
        for (const mission of host.missions.values()) {
          expect(Date.parse(mission.plannedEndAt)).toBeGreaterThanOrEqual(Date.parse(mission.plannedStartAt));
          expect(mission.distanceMetres === null || Number.isSafeInteger(mission.distanceMetres)).toBe(true);
        }
        const refused = Object.values(host.refused).reduce((sum, count) => sum + count, 0);
        expect(host.fixes.length + refused).toBeGreaterThan(0);
        expect(host.fixes.length + refused).toBeLessThanOrEqual(rows.length + 1);
      }),
      { numRuns: 100 },
    );
  });
});
