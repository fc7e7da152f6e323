import { describe, expect, it } from 'vitest';
import type { FeedMission } from '../../../../backend/feeds/feed.ts';
import { customerName, driverName } from '../../../../backend/simulator/customers.ts';
import { createMissionBook, HISTORY_MS, MISSION_VEHICLES } from '../../../../backend/simulator/mission-book.ts';
import { journeysOf, missionAt, referenceOf, timesOf } from '../../../../backend/simulator/missions.ts';
import { createMovement, nowhere } from '../../../../backend/simulator/movement.ts';
import { CUSTOMER_KINDS } from '../../../../backend/simulator/network.ts';
import { hash } from '../../../../backend/simulator/random.ts';
import { fleetOf, MORNING, vocabulary } from './parts.ts';

const NOW = MORNING * 1000;
const HOUR = 3_600_000;
const fleet = fleetOf(200);
const everyJourney = (fromMs: number, untilMs: number) =>
  fleet.codes.flatMap((_, vehicle) => [...journeysOf(fleet, vehicle, fromMs, untilMs)]);

describe('journeys', () => {
  it('are those planned within a span, whole minutes, in order', () => {
    const day = everyJourney(NOW, NOW + 24 * HOUR);
    expect(day.length).toBeGreaterThan(200 * 8);
    for (const { plannedStartMs, plannedEndMs } of day) {
      expect(plannedStartMs % 60_000).toBe(0);
      expect(plannedStartMs).toBeGreaterThanOrEqual(NOW);
      expect(plannedStartMs).toBeLessThan(NOW + 24 * HOUR);
      expect(plannedEndMs).toBeGreaterThan(plannedStartMs);
    }
    const halves = [...everyJourney(NOW, NOW + 9 * HOUR), ...everyJourney(NOW + 9 * HOUR, NOW + 24 * HOUR)];
    const references = (journeys: typeof day) => journeys.map((journey) => referenceOf(fleet, journey)).sort();
    expect(references(halves)).toEqual(references(day));
  });

  it('have references that are unique and tell day, minute and vehicle', () => {
    const journeys = everyJourney(NOW, NOW + 48 * HOUR);
    const references = journeys.map((journey) => referenceOf(fleet, journey));
    expect(new Set(references).size).toBe(references.length);
    for (const reference of references) expect(reference).toMatch(/^M26010[123]-\d{4}-[A-Z]{3}-[BTCXVP]\d{4}$/);
  });

  it('take place when the map shows the vehicle on its mission', () => {
    const movement = createMovement(fleet);
    const found = nowhere();
    for (const journey of everyJourney(NOW, NOW + 2 * HOUR).slice(0, 300)) {
      const { actualStartMs, actualEndMs } = timesOf(fleet, journey);
      const tripAt = (ms: number) => {
        movement.locate(journey.vehicle, ms / 1000, found);
        return found.trip;
      };
      expect(tripAt(actualStartMs + 50)).toBe(journey.index);
      expect(tripAt((actualStartMs + actualEndMs) / 2)).toBe(journey.index);
      expect(tripAt(actualEndMs - 50)).toBe(journey.index);
      expect(tripAt(actualEndMs + 50)).not.toBe(journey.index);
      expect(Math.abs(actualStartMs - journey.plannedStartMs)).toBeLessThan(HOUR / 3);
    }
  });
});

describe('a simulated mission', () => {
  const journeys = everyJourney(NOW - 48 * HOUR, NOW - 24 * HOUR);

  it('goes from planned over running to completed, or is cancelled', () => {
    const cancelled: FeedMission[] = [];
    for (const journey of journeys.slice(0, 400)) {
      const { actualStartMs, actualEndMs } = timesOf(fleet, journey);
      const at = (ms: number) => missionAt(fleet, vocabulary, journey, ms);
      expect(at(actualStartMs - 1)).toMatchObject({
        status: 'planned',
        actualStartAt: null,
        actualEndAt: null,
        amountCents: null,
      });
      const begun = at(actualStartMs);
      if (begun.status === 'cancelled') {
        cancelled.push(begun);
        expect(at(actualEndMs)).toEqual(begun);
        continue;
      }
      expect(begun).toMatchObject({ status: 'in-progress', actualEndAt: null, distanceMetres: null });
      const completed = at(actualEndMs);
      expect(completed.status).toBe('completed');
      expect(Date.parse(completed.actualStartAt ?? '')).toBe(actualStartMs);
      expect(Date.parse(completed.actualEndAt ?? '')).toBe(actualEndMs);
      expect(completed.distanceMetres).toBeGreaterThanOrEqual(journey.trip.distanceMetres);
      expect(completed.distanceMetres).toBeLessThanOrEqual(journey.trip.distanceMetres * 1.011 + 1);
      expect(completed.reference).toBe(begun.reference);
    }
    expect(cancelled.length).toBeGreaterThan(0);
    expect(cancelled.length).toBeLessThan(20);
    expect(cancelled[0]).toMatchObject({ actualStartAt: null, distanceMetres: null, amountCents: null });
  });

  it('costs what the tariff says, but for a few that are priced later', () => {
    const done = journeys
      .map((journey) => missionAt(fleet, vocabulary, journey, NOW))
      .filter(({ status }) => status === 'completed');
    const unpriced = done.filter(({ amountCents }) => amountCents === null);
    expect(unpriced.length / done.length).toBeGreaterThan(0.005);
    expect(unpriced.length / done.length).toBeLessThan(0.05);
    for (const { amountCents } of done) expect(amountCents === null || amountCents >= 800).toBe(true);
  });

  it('is driven by the few drivers of its vehicle', () => {
    const drivers = new Map<string, Set<string | null>>();
    for (const journey of journeys) {
      const { vehicleCode, driver } = missionAt(fleet, vocabulary, journey, NOW);
      drivers.set(vehicleCode, (drivers.get(vehicleCode) ?? new Set()).add(driver));
    }
    for (const own of drivers.values()) expect(own.size).toBeLessThanOrEqual(3);
  });
});

describe('names as people type them', () => {
  it('are one customer under many spellings', () => {
    const names = new Map<string | null, number>();
    for (let i = 0; i < 5_000; i += 1) {
      const name = customerName(vocabulary, 'delivery', 'Lyon', hash(1, 1, i));
      names.set(name, (names.get(name) ?? 0) + 1);
    }
    const count = (name: string | null) => names.get(name) ?? 0;
    expect(count('Meubles Carpentier')).toBeGreaterThan(150);
    for (const variant of [
      'MEUBLES CARPENTIER',
      'meubles carpentier',
      ' Meubles  Carpentier ',
      'SARL Boulangeries Martin',
      'Sté Meubles Carpentier',
      'DIVERS',
    ]) {
      expect(count(variant), variant).toBeGreaterThan(0);
    }
    expect(count('IMPRIMERIE DU PROGRES')).toBeGreaterThan(0);
    expect(count(null)).toBeGreaterThan(0);
    expect(names.size).toBeGreaterThan(100);
  });

  it('never keep a placeholder, and always say something or nothing', () => {
    for (const kind of CUSTOMER_KINDS) {
      for (let i = 0; i < 500; i += 1) {
        const name = customerName(vocabulary, kind, 'Le Mans', hash(2, 2, i));
        expect(name === null || (name.trim() !== '' && !name.includes('{'))).toBe(true);
      }
    }
  });

  it('of drivers come in two orders, and miss now and then', () => {
    const names = Array.from({ length: 2_000 }, (_, i) => driverName(vocabulary, hash(3, 3, i)));
    expect(names.filter((name) => name === null).length).toBeGreaterThan(5);
    expect(names.some((name) => name !== null && /^[\p{Lu}' ]+ \p{Lu}\p{Ll}/u.test(name))).toBe(true);
  });
});

describe('the book of missions', () => {
  const status = (missions: Iterable<FeedMission>) => {
    const counts: Record<string, number> = {};
    for (const { status: one } of missions) counts[one] = (counts[one] ?? 0) + 1;
    return counts;
  };
  const latest = (known: Map<string, FeedMission>, missions: readonly FeedMission[]) => {
    for (const mission of missions) known.set(mission.reference, mission);
    return known;
  };

  it('gives an empty database a history, and all that runs or is planned', async () => {
    const missions = await createMissionBook(fleet, vocabulary).catchUp(undefined, NOW);
    const counts = status(missions);
    expect(counts['completed']).toBeGreaterThan(6_000);
    expect(counts['completed']).toBeLessThan(12_000);
    expect(counts['in-progress']).toBeGreaterThan(100);
    expect(counts['planned']).toBeGreaterThan(300);
    const starts = missions.map(({ plannedStartAt }) => Date.parse(plannedStartAt));
    expect(starts.toSorted((a, b) => a - b)).toEqual(starts);
    expect(starts[0]).toBeGreaterThan(NOW - HISTORY_MS - 24 * HOUR);
    expect(starts[0]).toBeLessThan(NOW - HISTORY_MS + 24 * HOUR);
    expect(new Set(missions.map(({ reference }) => reference)).size).toBe(missions.length);
    for (const one of missions) {
      if (one.status === 'planned' || one.status === 'in-progress')
        expect(Date.parse(one.plannedEndAt)).toBeGreaterThan(NOW - HOUR);
    }
  });

  it('is the same whenever it is asked', async () => {
    const [one, other] = [createMissionBook(fleet, vocabulary), createMissionBook(fleetOf(200), vocabulary)];
    expect(await one.catchUp(undefined, NOW)).toEqual(await other.catchUp(undefined, NOW));
  });

  it('follows the time: what it says in small steps is what is true at the end', async () => {
    const book = createMissionBook(fleet, vocabulary);
    const known = latest(new Map(), await book.catchUp(undefined, NOW));
    const end = NOW + 3 * HOUR;
    for (let now = NOW + 7_000; now < end; now += 7_000) latest(known, book.changes(now));
    latest(known, book.changes(end));
    expect(book.changes(end)).toEqual([]);
    for (const journey of everyJourney(NOW - 2 * HOUR, end + 2 * HOUR - 60_000)) {
      const expected = missionAt(fleet, vocabulary, journey, end);
      const actual = known.get(expected.reference);
      if (actual === undefined) {
        // Over before the start, and not among those that the history remembers.
        expect(expected.status === 'completed' || expected.status === 'cancelled').toBe(true);
        expect(timesOf(fleet, journey).actualEndMs).toBeLessThan(NOW);
      } else expect(actual).toEqual(expected);
    }
  });

  it('continues after a stop: nothing stays planned or running that is over', async () => {
    const known = latest(new Map(), await createMissionBook(fleet, vocabulary).catchUp(undefined, NOW));
    const open = [...known.values()].filter(({ status: one }) => one === 'planned' || one === 'in-progress');
    for (const stopMs of [60_000, 5 * HOUR, 40 * HOUR]) {
      const after = new Map(known);
      const restarted = await createMissionBook(fleetOf(200), vocabulary).catchUp(NOW, NOW + stopMs);
      latest(after, restarted);
      for (const { reference, plannedEndAt } of open) {
        if (Date.parse(plannedEndAt) > NOW + stopMs - HOUR) continue;
        expect(['completed', 'cancelled']).toContain(after.get(reference)?.status);
      }
      // Between, only a sample; but what runs now is all there.
      const running = everyJourney(NOW + stopMs - 12 * HOUR, NOW + stopMs)
        .map((journey) => missionAt(fleet, vocabulary, journey, NOW + stopMs))
        .filter(({ status: one }) => one === 'in-progress');
      for (const mission of running) expect(after.get(mission.reference)).toEqual(mission);
      expect(restarted.length).toBeLessThan(4_000);
    }
  });

  it('does not lose its way when the clock was put back', async () => {
    const book = createMissionBook(fleet, vocabulary);
    const missions = await book.catchUp(NOW + 5 * HOUR, NOW);
    expect(missions).toEqual([]);
    expect(book.changes(NOW - HOUR)).toEqual([]);
    expect(book.changes(NOW + 60_000).length).toBeGreaterThan(0);
  });

  it('has missions of the first vehicles only, in a large fleet', async () => {
    const large = fleetOf(MISSION_VEHICLES + 100);
    const missions = await createMissionBook(large, vocabulary).catchUp(NOW - HOUR, NOW);
    const first = new Set(large.codes.slice(0, MISSION_VEHICLES));
    expect(missions.length).toBeGreaterThan(1_000);
    expect(missions.every(({ vehicleCode }) => first.has(vehicleCode))).toBe(true);
  });
});
