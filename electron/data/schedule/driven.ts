import type { DrivenCourse, PlannedCourse } from '../../../shared/contract/index.ts';
import {
  type LineFix,
  latenessNow,
  type LinePath,
  matchCourses,
  type Run,
  runsAlong,
  thinCourse,
} from '../../../shared/domain/index.ts';
import type { ScheduledMission } from '../store/schedule-reads.ts';

/** A vehicle of the line: its fixes in the time of missions, and its missions. */
export interface LineVehicle {
  id: string;
  code: string;
  fixes: readonly LineFix[];
  missions: readonly ScheduledMission[];
}

/** Half of what one sees at a height of 800 pixels on a line of 15 km, metres. */
const TOLERANCE_METRES = 10;
/** A vehicle that was heard no longer ago is under way, ms. */
const HEARD_MS = 5 * 60_000;
/** One that is so near to the end has arrived, metres. */
const ARRIVED_METRES = 100;
/** A mission and a trip that are planned to begin within so much of each other are one, ms. */
const SAME_START_MS = 2 * 60_000;
/** A mission may be begun by hand so much before or after the vehicle moves, ms. */
const BY_HAND_MS = 10 * 60_000;

/** A journey before it is known which planned one it is. */
export interface Journey {
  vehicle: LineVehicle;
  run: Run;
}

/** All journeys of a vehicle along a path. */
export function journeysOn(path: LinePath, vehicle: LineVehicle): Journey[] {
  return runsAlong(path, vehicle.fixes).map((run) => ({ vehicle, run }));
}

/**
 * The trip that each journey is: that which a mission of its vehicle is planned as; else the one that fits best in time, which is an
 * inference and is marked as one.
 */
export function matchJourneys(
  journeys: readonly Journey[],
  planned: readonly PlannedCourse[],
): Pick<DrivenCourse, 'plannedKey' | 'matchedBy'>[] {
  const byMission = journeys.map(({ vehicle, run }) => {
    const beginMs = run.points[0]?.atMs ?? 0;
    const mission = vehicle.missions.find(
      ({ actualStartMs, actualEndMs }) =>
        actualStartMs !== null &&
        beginMs >= actualStartMs - BY_HAND_MS &&
        beginMs <= Math.min(actualEndMs ?? Infinity, actualStartMs + BY_HAND_MS),
    );
    const startMs = mission?.plannedStartMs;
    return startMs === undefined
      ? undefined
      : planned.find(({ points }) => Math.abs((points[0]?.atMs ?? 0) - startMs) <= SAME_START_MS);
  });
  const taken = new Set(byMission);
  const left = planned.filter((one) => !taken.has(one));
  const rest = journeys.filter((_, at) => byMission[at] === undefined);
  const fitting = matchCourses(
    left.map(({ points }) => points),
    rest.map(({ run }) => run.points),
  );
  return journeys.map((journey, at) => {
    const mission = byMission[at];
    if (mission !== undefined) return { plannedKey: mission.key, matchedBy: 'mission' };
    const trip = left[fitting[rest.indexOf(journey)] ?? -1];
    return trip === undefined ? { plannedKey: null, matchedBy: null } : { plannedKey: trip.key, matchedBy: 'time' };
  });
}

/** A journey as a window is told of it. @param nowMs time of missions, UTC ms */
export function toDriven(
  { vehicle, run }: Journey,
  match: Pick<DrivenCourse, 'plannedKey' | 'matchedBy'>,
  parts: { planned: readonly PlannedCourse[]; lengthMetres: number; nowMs: number },
): DrivenCourse {
  const last = run.points.at(-1);
  const heardAtMs = vehicle.fixes.at(-1)?.atMs ?? -Infinity;
  const isLatest = last !== undefined && (run.isOffLine || heardAtMs - last.atMs < HEARD_MS);
  const hasArrived = (last?.metres ?? 0) > parts.lengthMetres - ARRIVED_METRES;
  const isUnderWay = isLatest && !hasArrived && parts.nowMs - heardAtMs < HEARD_MS;
  const plan = parts.planned.find(({ key }) => key === match.plannedKey);
  return {
    key: `${vehicle.id} ${run.points[0]?.atMs ?? 0}`,
    ...{ vehicleId: vehicle.id, vehicleCode: vehicle.code, isUnderWay, isOffLine: isUnderWay && run.isOffLine },
    points: thinCourse(run.points, TOLERANCE_METRES),
    ...match,
    lateMs: plan === undefined ? null : latenessNow(plan.points, run.points, isUnderWay ? parts.nowMs : null),
  };
}
