import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writePlan } from '../../../../electron/data/schedule/import/write-plan.ts';
import { readLinePlan, readPlanIndex } from '../../../../electron/data/schedule/plan-file.ts';
import type { LayerPlan } from '../../../../shared/contract/index.ts';
import type { LinePlan } from '../../../../shared/domain/index.ts';
import { LINE_METRES, smallTimetable } from '../../../support/small-timetable.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { zipOf } from '../../../../backend/feeds/gtfs/zip-file.ts';

const newFolder = temporaryFolders();

async function bring(more: Record<string, string | undefined> = {}): Promise<{ told: LayerPlan; lines: LinePlan[] }> {
  const folder = newFolder();
  const [zip, target] = [path.join(folder, 'x.zip'), path.join(folder, 'x.plan')];
  writeFileSync(zip, zipOf(smallTimetable(more)));
  const told = await writePlan(zip, 'network.zip', target);
  if (told.lines === 0) return { told, lines: [] };
  const index = await readPlanIndex(target);
  return { told, lines: await Promise.all(index.map((entry) => readLinePlan(target, entry))) };
}
const table = (name: string) => smallTimetable()[name] ?? '';
/** The stop times without those of some trip, and with others in their place. */
const times = (trip: string, ...rows: string[]) =>
  [
    ...table('stop_times.txt')
      .split('\n')
      .filter((row) => !row.startsWith(`${trip},`)),
    ...rows,
  ].join('\n');

describe('a timetable of GTFS', () => {
  it('becomes both directions of a line, with stops along the way and times that were missing', async () => {
    const { told, lines } = await bring();
    expect(told).toEqual({ lines: 1, trips: 24, leftOut: 0, notices: [] });
    const [line] = lines;
    expect(line).toMatchObject({ name: 'C1', timeZone: 'Europe/Paris' });
    expect(line?.directions.map(({ key, name, hasShape }) => [key, name, hasShape])).toEqual([
      ['0', 'Port', true],
      ['1', 'Gare', true],
    ]);
    const [out, back] = line?.directions ?? [];
    expect(out?.lengthMetres).toBeCloseTo(LINE_METRES, -2);
    expect(out?.stops.map(({ name, metres }) => [name, Math.round(metres / 100)])).toEqual([
      ['Gare', 0],
      ['Mairie', 15],
      ['Marché', 30],
      ['Port', 45],
    ]);
    expect(back?.stops.map(({ name }) => name)).toEqual(['Port', 'Marché', 'Mairie', 'Gare']);
    // All trips take the same time: it is kept once. The second stop is half way between its neighbours.
    expect(out?.profiles).toEqual([[0, 0, 240, 240, 480, 480, 720, 720]]);
    expect(out?.trips.slice(0, 2)).toEqual([
      ['out0', 8 * 3_600, 0, 0, 0],
      ['out1', 8 * 3_600 + 900, 0, 0, 0],
    ]);
  });

  it('leaves out trips that nobody can drive, and says which', async () => {
    const { told, lines } = await bring({
      'stop_times.txt': times(
        'out0',
        'out0,08:00:00,08:00:00,s0,1',
        'out0,07:30:00,07:30:00,s3,2',
        'nobody,08:00:00,08:00:00,s0,1',
        'back3,25:61:00,25:00:00,s9,9',
      ),
    });
    expect(told.notices.map(({ field, detail }) => [field, detail])).toEqual([
      ['trip_id', "'nobody' is in no other table, or no number"],
      ['stop_id', "'s9' is in no other table, or no number"],
      ['arrival_time', "trip 'out0' goes back in time"],
    ]);
    expect(lines[0]?.directions[0]?.trips).toHaveLength(11);
    const short = await bring({ 'stop_times.txt': times('out0', 'out0,08:00:00,08:00:00,s0,1') });
    expect(short.told.notices[0]?.detail).toBe("trip 'out0' has fewer than two stops");
    const untimed = await bring({ 'stop_times.txt': times('out0', 'out0,08:00:00,,s0,1', 'out0,,,s3,2') });
    expect(untimed.told.notices[0]?.detail).toBe("trip 'out0' has no time at its first or last stop");
  });

  it('takes rows in any order, and trips told by intervals', async () => {
    const [head = '', ...rows] = table('stop_times.txt').trim().split('\n');
    const { told, lines } = await bring({
      'stop_times.txt': [head, ...rows.toReversed()].join('\n'),
      'frequencies.txt':
        'trip_id,start_time,end_time,headway_secs\nout0,20:00:00,21:00:00,1200\nout1,20:00:00,21:00:00,0\n',
    });
    expect(lines[0]?.directions[0]?.profiles).toEqual([[0, 0, 240, 240, 480, 480, 720, 720]]);
    const evening = lines[0]?.directions[0]?.trips.filter(([, seconds]) => seconds >= 20 * 3_600);
    expect(evening?.map(([name]) => name)).toEqual(['out0 20:00', 'out0 20:20', 'out0 20:40']);
    expect(told.notices).toMatchObject([{ file: 'frequencies.txt', line: 3 }]);
  });

  it('goes from stop to stop where it has no shape, and finds the way back by the stops', async () => {
    const trips = table('trips.txt').replaceAll(/,[01],(Port|Gare),\w+$/gm, ',,,');
    const { lines } = await bring({ 'shapes.txt': undefined, 'trips.txt': trips });
    const directions = lines[0]?.directions.map(({ hasShape, name, trips: own }) => [hasShape, name, own.length]);
    expect(directions).toEqual([
      [false, 'Port', 12],
      [false, 'Gare', 12],
    ]);
  });

  it('has no line whose way has no length, and none at all without its tables', async () => {
    const here = table('stops.txt').replaceAll(/48\.0002,[\d.]+/g, '48,2');
    const { told } = await bring({ 'shapes.txt': undefined, 'stops.txt': here });
    expect(told).toMatchObject({ lines: 0, trips: 0 });
    expect(told.notices[0]?.detail).toContain('a way of no length');
    const none = await bring({ 'stop_times.txt': undefined });
    expect(none.told).toMatchObject({ lines: 0, notices: [{ code: 'missing-part', file: 'stop_times.txt' }] });
    const unknown = await bring({ 'agency.txt': 'agency_id,agency_timezone\n1,Mars/Olympus\n' });
    expect([unknown.told.notices[0]?.field, unknown.lines[0]?.timeZone]).toEqual(['agency_timezone', 'UTC']);
  });
});
