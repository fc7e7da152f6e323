import type { FeedHost, FeedMission, FeedProgress, FeedVehicle } from '../../../../backend/feeds/feed.ts';
import type { Clock, Fix } from '../../../../shared/domain/index.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';

/** A host that remembers what a feed told it. */
export interface RecordingHost extends FeedHost {
  readonly vehicles: Map<string, FeedVehicle>;
  /** Copies: a feed may use its objects again. */
  readonly fixes: Fix[];
  readonly refused: Record<string, number>;
  /** The newest state of each, by reference, and how many writes there were. */
  readonly missions: Map<string, FeedMission>;
  readonly writes: FeedMission[][];
  readonly reports: Partial<FeedProgress>[];
  readonly logs: { message: string; details: Record<string, unknown> | undefined }[];
  /** How many of the next calls fail. */
  failing: { register: number; write: number };
}

export function createRecordingHost(clock: Clock = createManualClock()): RecordingHost {
  const host: RecordingHost = {
    clock,
    vehicles: new Map(),
    fixes: [],
    refused: {},
    missions: new Map(),
    writes: [],
    reports: [],
    logs: [],
    failing: { register: 0, write: 0 },
    async registerVehicles(vehicles) {
      if (host.failing.register-- > 0) throw new Error('no room for vehicles');
      for (const vehicle of vehicles) host.vehicles.set(vehicle.code, vehicle);
    },
    ingest(fixes) {
      for (const fix of fixes) host.fixes.push({ ...fix });
    },
    countRefused(reason, count) {
      host.refused[reason] = (host.refused[reason] ?? 0) + count;
    },
    async writeMissions(missions) {
      if (host.failing.write-- > 0) throw new Error('the database is away');
      host.writes.push([...missions]);
      for (const mission of missions) host.missions.set(mission.reference, mission);
    },
    report: (progress) => void host.reports.push(progress),
    log: (message, details) => void host.logs.push({ message, details }),
  };
  return host;
}

/** Lets everything run that waits for files or promises, but not for the clock. */
export async function settle(turns = 20): Promise<void> {
  for (let i = 0; i < turns; i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Moves a manual clock on in steps, and lets the feed work in between. */
export async function play(clock: ManualClock, seconds: number, stepMs = 200, turns = 3): Promise<void> {
  for (let doneMs = 0; doneMs < seconds * 1000; doneMs += stepMs) {
    clock.advance(stepMs);
    await settle(turns);
  }
}

/** Waits until something holds; moves the clock on meanwhile. */
export async function until(clock: ManualClock, holds: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    clock.advance(200);
    await settle(1);
  }
}
