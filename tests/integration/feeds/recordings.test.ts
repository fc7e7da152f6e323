import { existsSync, createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createFeed } from '../../../backend/feeds/create-feed.ts';
import type { FeedMission } from '../../../backend/feeds/feed.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { createRecordingHost, type RecordingHost } from '../../unit/backend/feeds/recording-host.ts';

const newFolder = temporaryFolders();
const dataFolder = path.resolve(import.meta.dirname, '../../../../shared/data');
const CABS = path.join(dataFolder, 'sf-taxis-2008-05-22.csv.gz');
const BUSES = path.join(dataFolder, 'seq-vehicle-positions.pb');
const missing = (file: string) => `${path.basename(file)} is not in ../shared/data: nothing to test with`;

interface CabRow {
  seconds: number;
  latitude: number;
  longitude: number;
  isOccupied: boolean;
}

/** The whole recording, by vehicle, read in the plainest way. */
async function readCabs(): Promise<Map<string, CabRow[]>> {
  const cabs = new Map<string, CabRow[]>();
  const lines = createInterface({ input: createReadStream(CABS).pipe(createGunzip()) });
  for await (const line of lines) {
    const [seconds, vehicle = '', latitude, longitude, occupied] = line.split(',');
    if (seconds === 'unix_time') continue;
    const rows = cabs.get(vehicle) ?? [];
    rows.push({
      seconds: Number(seconds),
      latitude: Number(latitude),
      longitude: Number(longitude),
      isOccupied: occupied === '1',
    });
    cabs.set(vehicle, rows);
  }
  return cabs;
}

/** Great-circle metres by the spherical law of cosines: another formula than the product's. */
function metresBetween(a: CabRow, b: CabRow): number {
  const radians = Math.PI / 180;
  const cosine =
    Math.sin(a.latitude * radians) * Math.sin(b.latitude * radians) +
    Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * Math.cos((b.longitude - a.longitude) * radians);
  return 6_371_008.8 * Math.acos(Math.min(1, cosine));
}

const isDrivable = (a: CabRow, b: CabRow) => metresBetween(a, b) <= 100 + 45 * (b.seconds - a.seconds);

interface Leg {
  from: CabRow;
  to: CabRow;
  /** When it could be believed: at its end, or with the third row at a new place. */
  knownAtSeconds: number;
}

/**
 * The way of a cab in legs that can be believed: rows that follow from the last believed, and three or more at a new
 * place that follow from one another.
 */
function believedLegs(rows: readonly CabRow[]): Leg[] {
  const legs: Leg[] = [];
  let last: CabRow | undefined;
  let doubted: CabRow[] = [];
  for (const row of rows) {
    const doubtedLast = doubted.at(-1);
    if (last === undefined || isDrivable(last, row)) {
      if (last !== undefined) legs.push({ from: last, to: row, knownAtSeconds: row.seconds });
      last = row;
      doubted = [];
      continue;
    }
    doubted = doubtedLast !== undefined && isDrivable(doubtedLast, row) ? [...doubted, row] : [row];
    if (doubted.length < 3) continue;
    for (const [i, to] of doubted.slice(1).entries())
      legs.push({ from: doubted[i] ?? to, to, knownAtSeconds: row.seconds });
    [last, doubted] = [row, []];
  }
  return legs;
}

interface ExpectedFare {
  startSeconds: number;
  endSeconds: number;
  metres: number;
  hasEnded: boolean;
  rows: number;
}

function expectedFares(rows: readonly CabRow[]): ExpectedFare[] {
  const legs = believedLegs(rows);
  const fares: ExpectedFare[] = [];
  for (let start = 0; start < rows.length; start += 1) {
    if (!rows[start]?.isOccupied || rows[start - 1]?.isOccupied) continue;
    let end = start;
    while (rows[end + 1]?.isOccupied) end += 1;
    const [startSeconds, endSeconds] = [rows[start]?.seconds ?? 0, rows[end]?.seconds ?? 0];
    const within = legs.filter(
      ({ from, knownAtSeconds }) => from.seconds >= startSeconds && knownAtSeconds <= endSeconds,
    );
    const metres = within.reduce((sum, { from, to }) => sum + metresBetween(from, to), 0);
    fares.push({ startSeconds, endSeconds, metres, hasEnded: end + 1 < rows.length, rows: end - start + 1 });
  }
  return fares;
}

async function playWhole(host: RecordingHost, clock: ManualClock): Promise<void> {
  const feed = await createFeed({ source: CABS, speed: 3_600, clock, dataFolder: newFolder() });
  await feed.start(host);
  while (host.reports.at(-1)?.state === 'replay' || host.reports.at(-1)?.state === undefined) {
    clock.advance(200);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await feed.stop();
}

describe('a day of 498 cabs in San Francisco', () => {
  it('is shown fix by fix, and its fares have their real times and distances', {
    timeout: 120_000,
  }, async (context) => {
    context.skip(!existsSync(CABS), missing(CABS));
    const clock = createManualClock();
    const host = createRecordingHost(clock);
    // Counted, not kept: there are half a million.
    let fixes = 0;
    host.ingest = (batch) => void (fixes += batch.length);
    await playWhole(host, clock);
    expect(host.reports.at(-1)).toMatchObject({ state: 'ended' });
    expect(host.refused).toEqual({});
    expect(fixes).toBe(493_382);
    expect(host.vehicles.size).toBe(498);

    const cabs = await readCabs();
    expect([...host.vehicles.keys()].sort()).toEqual([...cabs.keys()].sort());
    const missionsOf = Map.groupBy(host.missions.values(), ({ vehicleCode }: FeedMission) => vehicleCode);
    let fares = 0;
    let ended = 0;
    for (const [vehicle, rows] of cabs) {
      const missions = (missionsOf.get(vehicle) ?? []).toSorted((a, b) =>
        a.plannedStartAt < b.plannedStartAt ? -1 : 1,
      );
      const expected = expectedFares(rows);
      fares += expected.length;
      expect(missions, vehicle).toHaveLength(expected.length);
      for (const [i, fare] of expected.entries()) {
        const mission = missions[i];
        expect(Date.parse(mission?.actualStartAt ?? '')).toBe(fare.startSeconds * 1000);
        if (!fare.hasEnded) {
          expect(mission).toMatchObject({ status: 'in-progress', actualEndAt: null, distanceMetres: null });
          continue;
        }
        ended += 1;
        expect(mission?.status).toBe('completed');
        expect(Date.parse(mission?.actualEndAt ?? '')).toBe(fare.endSeconds * 1000);
        const off = Math.abs((mission?.distanceMetres ?? -1) - fare.metres);
        // To the rounding of the other formula, which is poor at short distances.
        expect(off, `${vehicle} ${fare.startSeconds}`).toBeLessThan(1 + 0.1 * fare.rows);
      }
    }
    expect(fares).toBe(20_103);
    expect(host.missions.size).toBe(20_103);
    expect(ended).toBe(19_935);
  });
});

describe('920 buses, trams and trains of South East Queensland', () => {
  it('are all shown, as old as they were', async (context) => {
    context.skip(!existsSync(BUSES), missing(BUSES));
    const clock = createManualClock();
    const host = createRecordingHost(clock);
    const feed = await createFeed({ source: BUSES, clock, dataFolder: newFolder() });
    await feed.start(host);
    await feed.stop();
    expect(host.fixes).toHaveLength(920);
    expect(host.vehicles.size).toBe(920);
    expect(host.refused).toEqual({});
    expect(host.reports).toMatchObject([{ state: 'ended', feedTimeMs: 1_646_696_956_000 }]);
    const ages = host.fixes.map(({ observedAtMs }) => (clock.nowMs() - observedAtMs) / 1000).toSorted((a, b) => a - b);
    expect([ages[0], ages.at(-1)]).toEqual([220, 3_941]);
    for (const { longitude, latitude } of host.fixes) {
      expect(longitude).toBeGreaterThan(152);
      expect(longitude).toBeLessThan(154);
      expect(latitude).toBeGreaterThan(-29);
      expect(latitude).toBeLessThan(-26);
    }
    expect(host.vehicles.get('-1784662488_1')).toMatchObject({ label: '1', line: 'GCS-1894' });
  });
});
