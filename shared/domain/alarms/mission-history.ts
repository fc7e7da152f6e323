import type { EngineMission } from './engine/types.ts';

/** A mission with when it began and ended, as far as that is known now. Times in UTC ms. */
export interface PastMission extends Omit<EngineMission, 'status'> {
  readonly actualEndMs: number | null;
}

/** What became of a mission at a moment. */
export interface MissionChange {
  readonly atMs: number;
  readonly mission: EngineMission;
}

/**
 * Missions as they stood at a moment, by their plans of now, and what became of them since, in the order of time. Of a cancelled one nobody
 * knows when it was: it is none of them.
 */
export function missionsSince(
  past: readonly PastMission[],
  fromMs: number,
): { missions: EngineMission[]; changes: MissionChange[] } {
  const missions: EngineMission[] = [];
  const changes: MissionChange[] = [];
  for (const { actualEndMs, actualStartMs, ...plan } of past) {
    if (actualEndMs !== null && actualEndMs <= fromMs) continue;
    // What has ended and says of no beginning, began no later.
    const startMs = actualStartMs ?? actualEndMs;
    const planned: EngineMission = { ...plan, status: 'planned', actualStartMs: null };
    const begun: EngineMission = { ...plan, status: 'in-progress', actualStartMs: startMs };
    missions.push(startMs !== null && startMs <= fromMs ? begun : planned);
    if (startMs !== null && startMs > fromMs) changes.push({ atMs: startMs, mission: begun });
    if (actualEndMs !== null) changes.push({ atMs: actualEndMs, mission: { ...begun, status: 'completed' } });
  }
  return { missions, changes: changes.toSorted((one, other) => one.atMs - other.atMs) };
}
