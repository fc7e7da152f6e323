import type { PlannedCourse } from '../../../shared/contract/index.ts';
import { type LineFix, type LinePath, linePath, runsAlong } from '../../../shared/domain/index.ts';
import type { ScheduledMission } from '../store/schedule-reads.ts';
import type { Journey, LineVehicle } from './driven.ts';

/** A direction of a line that no timetable has: from where to where its missions go. */
export interface MissionDirection {
  key: string;
  name: string;
  /** Where it begins, and where it ends. */
  ends: readonly [from: string, to: string];
  missions: { vehicle: LineVehicle; mission: ScheduledMission }[];
}

/** The fixes of a mission begin and end so much beside what was written down, ms. */
const BESIDE_MS = 60_000;
/** A way of fewer fixes says too little of the streets. */
const LEAST_FIXES = 10;
/** A receiver that stands wanders: what is nearer than this to the last point is no way, metres. */
const STEP_DEGREES = 25 / 111_195;

/** From where to where the missions of some vehicles go, the most frequent first. */
export function missionDirections(vehicles: readonly LineVehicle[]): MissionDirection[] {
  const found = new Map<string, MissionDirection>();
  for (const vehicle of vehicles) {
    for (const mission of vehicle.missions) {
      const ends = [mission.origin ?? '?', mission.destination ?? '?'] as const;
      const name = ends.join(' → ');
      const direction = found.get(name) ?? { key: name, name, ends, missions: [] };
      found.set(name, direction);
      direction.missions.push({ vehicle, mission });
    }
  }
  return [...found.values()].sort((a, b) => b.missions.length - a.missions.length || a.name.localeCompare(b.name));
}

/** The way that a direction takes: as the best heard of its completed missions was driven. Null: none was heard well enough. */
export function drivenPath({ missions }: MissionDirection): LinePath | null {
  const ways = missions
    .filter(({ mission }) => mission.status === 'completed')
    .map(({ vehicle, mission }) => fixesOf(vehicle, mission))
    .filter((fixes) => fixes.length >= LEAST_FIXES);
  const best = ways.reduce<readonly LineFix[]>((most, fixes) => (fixes.length > most.length ? fixes : most), []);
  const points: [number, number][] = [];
  for (const { longitude, latitude } of best) {
    const [lastLongitude = Infinity, lastLatitude = Infinity] = points.at(-1) ?? [];
    const east = (longitude - lastLongitude) * Math.cos((latitude * Math.PI) / 180);
    if (Math.hypot(east, latitude - lastLatitude) >= STEP_DEGREES) points.push([longitude, latitude]);
  }
  return linePath(points);
}

function fixesOf({ fixes }: LineVehicle, { actualStartMs, actualEndMs }: ScheduledMission): readonly LineFix[] {
  if (actualStartMs === null) return [];
  const untilMs = actualEndMs ?? Infinity;
  return fixes.filter(({ atMs }) => atMs >= actualStartMs - BESIDE_MS && atMs <= untilMs + BESIDE_MS);
}

/** The plan of a mission: from where it begins to where it ends, at even speed, since nothing else is planned of it. */
export function missionCourse(
  { id, reference, plannedStartMs, plannedEndMs }: ScheduledMission,
  length: number,
): PlannedCourse {
  const points = [
    { atMs: plannedStartMs, metres: 0 },
    { atMs: Math.max(plannedEndMs, plannedStartMs), metres: length },
  ];
  return { key: id, label: reference, missionId: id, points };
}

/** Each mission as it was driven along the way: of several pieces, the longest. */
export function missionJourneys(
  direction: MissionDirection,
  path: LinePath,
): { journey: Journey; mission: ScheduledMission }[] {
  return direction.missions.flatMap(({ vehicle, mission }) => {
    const advance = ({ points }: { points: readonly { metres: number }[] }) =>
      (points.at(-1)?.metres ?? 0) - (points[0]?.metres ?? 0);
    const [run] = runsAlong(path, fixesOf(vehicle, mission)).sort((a, b) => advance(b) - advance(a));
    return run === undefined ? [] : [{ journey: { vehicle, run }, mission }];
  });
}
