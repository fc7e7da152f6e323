import { setImmediate as nextTurn } from 'node:timers/promises';
import type { z } from 'zod';
import type { FeedStatus } from '../../../shared/api/index.ts';
import type { ScheduleDiagram, ScheduleGap, ScheduleLine, scheduleMethods } from '../../../shared/contract/index.ts';
import { type LineFix, linePath, plannedTrips } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { sortKey } from '../store/folding.ts';
import type { Store } from '../store/store.ts';
import { type Journey, journeysOn, type LineVehicle, matchJourneys, toDriven } from './driven.ts';
import { drivenPath, missionCourse, missionDirections, missionJourneys } from './mission-line.ts';
import { type PlannedLine, type Plans, PlanUnreadableError } from './plans.ts';
import type { KnownWays, Ways } from './ways.ts';

export type AskedDiagram = z.output<(typeof scheduleMethods)['schedule.diagram']['params']>;

/** Vehicles of one line that are looked at. */
export const MOST_VEHICLES = 80;

export interface ScheduleParts {
  store: Pick<Store, 'read' | 'revision'>;
  plans: Plans;
  ways: Ways;
  /** The server's time now, UTC ms. */
  serverNowMs: () => number;
  feed: () => FeedStatus | null;
}

export interface Schedule {
  lines(): Promise<ScheduleLine[]>;
  /** @throws RpcError `not-found` where no vehicle, and no timetable, has such a line */
  diagram(asked: AskedDiagram): Promise<ScheduleDiagram>;
}

type Found = Omit<ScheduleDiagram, 'line' | 'gaps' | 'revision' | 'knownFromMs'> & { gaps: ScheduleGap[] };

/** The schedule of each line: what is planned of it, and what is driven. */
export function createSchedule({ store, plans, ways, serverNowMs, feed }: ScheduleParts): Schedule {
  /** Vehicles of a line, with their fixes told in the time of missions. */
  async function vehiclesOf(asked: AskedDiagram): Promise<{ vehicles: LineVehicle[]; known: KnownWays }> {
    const { line, fromMs, toMs, nowMs } = asked;
    const rows = store.read(({ schedule }) => schedule.vehiclesOf(line, MOST_VEHICLES + 1));
    const looked = rows.slice(0, MOST_VEHICLES);
    const time = timeOf(nowMs);
    const untilMs = Math.min(toMs, nowMs);
    const known: KnownWays =
      untilMs <= fromMs
        ? { fixes: new Map<string, LineFix[]>(), knownFromMs: null, gaps: [] }
        : await ways.read(
            looked.map(({ id }) => id),
            time.toServer(fromMs),
            time.toServer(untilMs),
          );
    if (rows.length > MOST_VEHICLES) known.gaps.push('too-many-vehicles');
    const vehicles = looked.map(({ id, code }) => ({
      ...{ id, code, fixes: (known.fixes.get(id) ?? []).map((fix) => ({ ...fix, atMs: time.toMissions(fix.atMs) })) },
      missions: store.read(({ schedule }) => schedule.missionsOf(id, fromMs, toMs)),
    }));
    const knownFromMs = known.knownFromMs === null ? null : time.toMissions(known.knownFromMs);
    return { vehicles, known: { ...known, knownFromMs } };
  }

  /** A feed that replays a day has missions of that day, and positions of today: its own clock leads from one to the other. */
  function timeOf(nowMs: number) {
    const status = feed();
    if (status === null || status.feedTimeMs === null)
      return { toServer: (ms: number) => ms, toMissions: (ms: number) => ms };
    const serverMs = serverNowMs();
    const { speed } = status;
    return {
      toServer: (ms: number) => Math.round(serverMs + (ms - nowMs) / speed),
      toMissions: (ms: number) => Math.round(nowMs + (ms - serverMs) * speed),
    };
  }

  async function alongPlan(asked: AskedDiagram, line: PlannedLine, vehicles: readonly LineVehicle[]): Promise<Found> {
    const plan = await plans.read(line);
    const { fromMs, toMs, nowMs } = asked;
    const direction = plan.directions.find(({ key }) => key === asked.direction) ?? plan.directions[0];
    const path = linePath(direction?.path ?? []);
    if (direction === undefined || path === null) throw new PlanUnreadableError('the plan has a line of no length');
    const planned = plannedTrips(plan, direction, fromMs, toMs).map((trip) => ({
      ...trip,
      missionId: null,
      points: [...trip.points],
    }));
    const journeys: Journey[] = [];
    for (const vehicle of vehicles) {
      journeys.push(...journeysOn(path, vehicle));
      // A line of many vehicles takes a while: windows are answered in between.
      await nextTurn();
    }
    const matches = matchJourneys(journeys, planned);
    const lengthMetres = direction.lengthMetres;
    return {
      source: 'plan',
      plan: { layer: line.from.layer, timeZone: plan.timeZone, importedAtMs: line.from.importedAtMs },
      directions: plan.directions.map(({ key, name }) => ({ key, name })),
      ...{ direction: direction.key, length: lengthMetres, isMeasured: true, stops: direction.stops, planned },
      driven: journeys.map((journey, at) =>
        toDriven(journey, matches[at] ?? { plannedKey: null, matchedBy: null }, { planned, lengthMetres, nowMs }),
      ),
      gaps: [
        ...(direction.hasShape ? [] : (['no-shape'] as const)),
        ...(planned.length === 0 ? (['nothing-planned'] as const) : []),
      ],
    };
  }

  async function alongMissions(asked: AskedDiagram, vehicles: readonly LineVehicle[]): Promise<Found> {
    const directions = missionDirections(vehicles);
    const direction = directions.find(({ key }) => key === asked.direction) ?? directions[0];
    const path = direction === undefined ? null : drivenPath(direction);
    await nextTurn();
    const length = path?.lengthMetres ?? 1;
    const planned = direction?.missions.map(({ mission }) => missionCourse(mission, length)) ?? [];
    const journeys = direction === undefined || path === null ? [] : missionJourneys(direction, path);
    return {
      ...{ source: 'missions', plan: null, directions: directions.map(({ key, name }) => ({ key, name })) },
      ...{ direction: direction?.key ?? null, length, isMeasured: path !== null, planned },
      stops: direction === undefined ? [] : direction.ends.map((name, at) => ({ name, metres: at === 0 ? 0 : length })),
      driven: journeys.map(({ journey, mission }) =>
        toDriven(
          journey,
          { plannedKey: mission.id, matchedBy: 'mission' },
          { planned, lengthMetres: length, nowMs: asked.nowMs },
        ),
      ),
      gaps: [
        ...(planned.length === 0 ? (['nothing-planned'] as const) : []),
        ...(planned.length > 0 && path === null ? (['no-way'] as const) : []),
      ],
    };
  }

  return {
    async lines() {
      const own = store.read(({ vehicles }) => vehicles.groups()).lines;
      const planned = await plans.all();
      const named = new Map(planned.flatMap((line) => line.entry.names.map((name) => [sortKey(name), line] as const)));
      const taken = new Set<PlannedLine>();
      const lines = own.map(({ name, vehicles }): ScheduleLine => {
        const line = named.get(sortKey(name));
        if (line !== undefined) taken.add(line);
        return { name, vehicles, plan: line === undefined ? null : planOf(line) };
      });
      const others = planned.filter((line) => !taken.has(line));
      const more = others.map((line): ScheduleLine => ({ name: line.entry.name, vehicles: 0, plan: planOf(line) }));
      const key = ({ name }: ScheduleLine) => sortKey(name);
      return [...lines, ...more].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
    },
    async diagram(asked) {
      const { line } = asked;
      const found = await plans.find(line);
      const { vehicles, known } = await vehiclesOf(asked);
      if (found === undefined && vehicles.length === 0) {
        throw new RpcError('not-found', `no vehicle and no timetable has a line '${line}'`, { field: 'line' });
      }
      const { gaps, ...diagram } = await (async (): Promise<Found> => {
        if (found === undefined) return withGap(await alongMissions(asked, vehicles), 'no-plan');
        try {
          return await alongPlan(asked, found, vehicles);
        } catch (error) {
          if (!(error instanceof PlanUnreadableError)) throw error;
          return withGap(await alongMissions(asked, vehicles), 'plan-unreadable');
        }
      })();
      const { knownFromMs } = known;
      return { line, ...diagram, gaps: [...gaps, ...known.gaps], knownFromMs, revision: store.revision() };
    },
  };
}

function planOf({ from, entry }: PlannedLine): NonNullable<ScheduleLine['plan']> {
  return { layer: from.layer, name: entry.name, trips: entry.trips };
}

function withGap(found: Found, gap: ScheduleGap): Found {
  return { ...found, gaps: [gap, ...found.gaps] };
}
