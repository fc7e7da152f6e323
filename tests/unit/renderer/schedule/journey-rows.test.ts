import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { diagramScale, namedStops, pathsOf, timeTicks } from '../../../../renderer/schedule/diagram-scale.ts';
import { journeyRows, lastStopOf } from '../../../../renderer/schedule/journey-rows.ts';
import { createScheduleModel, pan, shownSpan, zoom } from '../../../../renderer/schedule/schedule-model.ts';
import { journeysCsv, punctualityCsv } from '../../../../renderer/schedule/schedule-csv.ts';
import type { DrivenCourse, ScheduleDiagram } from '../../../../shared/contract/index.ts';
import { tallyPunctuality } from '../../../../shared/domain/index.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 2, 3, 12);
const at = (minutes: number) => NOW + minutes * MINUTE;
const t = ((key: string) => key) as unknown as TFunction;

const planned = (key: string, minutes: number) => ({
  ...{ key, label: key, missionId: null },
  points: [
    { atMs: at(minutes), metres: 0 },
    { atMs: at(minutes + 20), metres: 1_000 },
  ],
});
const driven = (vehicle: string, minutes: number, change: Partial<DrivenCourse> = {}): DrivenCourse => ({
  ...{ key: vehicle, vehicleId: vehicle, vehicleCode: vehicle, isUnderWay: false, isOffLine: false },
  points: [
    { atMs: at(minutes), metres: 0 },
    { atMs: at(minutes + 10), metres: 600 },
  ],
  ...{ plannedKey: null, matchedBy: null, lateMs: null },
  ...change,
});
const diagram: ScheduleDiagram = {
  ...{
    line: 'C1',
    source: 'plan',
    plan: null,
    directions: [{ key: '0', name: 'Port' }],
    direction: '0',
    length: 1_000,
  },
  ...{ isMeasured: true, gaps: [], knownFromMs: at(-40), revision: 1 },
  stops: [
    { name: 'Gare', metres: 0 },
    { name: 'Mairie', metres: 500 },
    { name: '=Port', metres: 1_000 },
  ],
  planned: [planned('a', -50), planned('b', -30), planned('c', -20), planned('d', -2), planned('e', 20)],
  driven: [
    driven('B1', -23, { plannedKey: 'b', matchedBy: 'time', lateMs: 7 * MINUTE, isUnderWay: true }),
    driven('B2', -10),
  ],
};

describe('the journeys of a line', () => {
  it('are what was planned and driven, by how each stands', () => {
    const rows = journeyRows(diagram, NOW);
    expect(rows.map(({ key, state }) => [key, state])).toEqual([
      // Before anything was recorded it may well have been driven.
      ['planned a', 'unknown'],
      ['B1', 'late'],
      ['planned c', 'missing'],
      ['B2', 'unplanned'],
      // Not late yet.
      ['planned d', 'to-come'],
      ['planned e', 'to-come'],
    ]);
    expect(lastStopOf(diagram, driven('B1', 0))).toBe('Mairie');
    expect(journeyRows({ ...diagram, isMeasured: false, driven: [] }, NOW).map(({ state }) => state)).not.toContain(
      'missing',
    );
  });

  it('are copied as a spreadsheet opens them, with nothing in it that it would run', () => {
    const lines = journeysCsv(t, diagram, journeyRows(diagram, NOW), 'fr').split('\r\n');
    expect(lines[2]?.split(';')).toEqual([
      ...['schedule.state.late', 'B1', 'b', '2026-03-03T11:30:00.000Z', '2026-03-03T11:37:00.000Z', '420'],
      ...['Mairie', 'schedule.matched.time'],
    ]);
    const tally = tallyPunctuality('end', NOW);
    tally.add({
      ...{ status: 'completed', plannedStartMs: 0, plannedEndMs: 0, actualStartMs: 0, actualEndMs: 0 },
      ...{ line: '=1+1', lineKey: '=1+1', driver: 'Ana; Morel', day: '2026-03-03' },
    });
    const csv = punctualityCsv(t, tally.result(), 'fr');
    expect(csv).toContain(`schedule.punctuality.by.line;'=1+1;1;1;0`);
    expect(csv).toContain('"Ana; Morel"');
  });
});

describe('the drawing', () => {
  const scale = diagramScale({ width: 600, height: 400, em: 16 }, { fromMs: at(0), toMs: at(60), length: 1_000 });
  it('has full times, as many as fit, and names where they have room', () => {
    const ticks = timeTicks(at(-2), at(58), 6);
    expect(ticks.map((each) => new Date(each).getMinutes())).toEqual([0, 10, 20, 30, 40, 50]);
    const near = [0, 10, 20, 500, 990, 1_000].map((metres) => ({ metres }));
    expect(namedStops(near, scale, 20).map(({ metres }) => metres)).toEqual([0, 1_000, 500]);
  });

  it('leaves out what nobody knows', () => {
    const points = [0, 1, 9, 10].map((minutes) => ({ atMs: at(minutes), metres: minutes * 50 }));
    expect(pathsOf(points, scale, false).known.match(/M/g)).toHaveLength(2);
    expect(pathsOf(points, scale, false).gaps).not.toBe('');
    expect(pathsOf(points, scale, true).gaps).toBe('');
  });

  it('follows now until it is moved, and returns', () => {
    const model = createScheduleModel();
    expect(shownSpan(model.getState(), NOW).toMs).toBeGreaterThan(NOW);
    pan(model, 0.25, NOW);
    const { fromMs } = shownSpan(model.getState(), NOW);
    expect(shownSpan(model.getState(), at(600))).toMatchObject({ fromMs });
    zoom(model, -1, NOW);
    expect(shownSpan(model.getState(), NOW).fromMs - fromMs).toBe(30 * MINUTE);
    for (let step = 0; step < 9; step++) zoom(model, -1, NOW);
    expect(model.getState().spanMs).toBe(60 * MINUTE);
  });
});
