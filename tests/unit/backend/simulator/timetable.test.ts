import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../../backend/simulator/catalogue.ts';
import { buildFleet } from '../../../../backend/simulator/fleet.ts';
import { journeysOf } from '../../../../backend/simulator/missions.ts';
import { loadNetwork, loadVocabulary } from '../../../../backend/simulator/network.ts';
import { simulatedTimetable } from '../../../../backend/simulator/timetable.ts';
import { serviceDayStart, serviceSeconds, TimeZone, dayNumber } from '../../../../shared/domain/index.ts';

describe('the timetable of the simulated lines', () => {
  // From before midnight in Paris to after it.
  const span = { fromMs: Date.UTC(2026, 2, 3, 21), toMs: Date.UTC(2026, 2, 4, 2) };
  const vocabulary = loadVocabulary();
  const fleet = buildFleet(buildCatalogue(loadNetwork(), vocabulary, 1), 40, 1);
  const tables = simulatedTimetable(fleet, vocabulary, span);
  const rows = (name: string) =>
    (tables[name] ?? '')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));

  it('plans each trip at the minute of its mission, and its stops in their order', () => {
    const zone = new TimeZone('Europe/Paris');
    const dates = new Map(rows('calendar_dates.txt').map(([service, date]) => [service, dayNumber(date ?? '') ?? 0]));
    expect(dates.size).toBe(2);
    const serviceOf = new Map(rows('trips.txt').map(([trip, , service]) => [trip, service]));
    const stopsOf = new Map<string, number[]>();
    for (const [trip = '', arrival = '', departure = ''] of rows('stop_times.txt')) {
      const known = stopsOf.get(trip) ?? [];
      stopsOf.set(trip, [...known, serviceSeconds(arrival) ?? Number.NaN, serviceSeconds(departure) ?? Number.NaN]);
    }
    const vehicle = fleet.duties.findIndex(({ kind, line }) => kind === 'bus' && line !== null);
    const journeys = [...journeysOf(fleet, vehicle, span.fromMs, span.toMs)];
    expect(journeys.length).toBeGreaterThan(3);
    for (const { round, index, plannedStartMs, plannedEndMs } of journeys) {
      const id = `${fleet.codes[vehicle]}-${round}-${index}`;
      const seconds = stopsOf.get(id) ?? [];
      const day = serviceDayStart(dates.get(serviceOf.get(id)) ?? 0, zone);
      expect(day + (seconds[0] ?? 0) * 1_000).toBe(plannedStartMs);
      expect(Math.abs(day + (seconds.at(-1) ?? 0) * 1_000 - plannedEndMs)).toBeLessThan(120_000);
      expect(seconds.length).toBeGreaterThan(8);
      expect(seconds.every((each, at) => at === 0 || each >= (seconds[at - 1] ?? 0))).toBe(true);
    }
  });

  it('names each stop that trips call at, and each shape', () => {
    const stops = new Set(rows('stops.txt').map(([id]) => id));
    const shapes = new Set(rows('shapes.txt').map(([id]) => id));
    expect([...rows('shapes.txt'), ...rows('stops.txt')].filter((cells) => cells.includes('0.000000'))).toEqual([]);
    expect(rows('stop_times.txt').every(([, , , stop]) => stops.has(stop))).toBe(true);
    expect(rows('trips.txt').every((cells) => shapes.has(cells.at(-1)))).toBe(true);
  });
});
