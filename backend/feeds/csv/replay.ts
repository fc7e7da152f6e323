import { type Fix, refusalOf } from '../../../shared/domain/index.ts';
import type { FeedHost, FeedMission } from '../feed.ts';
import type { MissionQueue } from '../mission-queue.ts';
import { createVehicleRegister } from '../vehicle-register.ts';
import type { CsvFile } from './csv-file.ts';
import { type CsvPass, openPass } from './csv-pass.ts';
import type { CsvRow } from './csv-rows.ts';
import { createFareBook, stateOf } from './fares.ts';
import { createReplayClock, type ReplayClock } from './replay-clock.ts';

/** The map shows this much of the recording at once, seconds; no older on the wall clock either. */
const LEAD_SECONDS = 300;
const BATCH = 2_000;
/** With so many missions unwritten the recording waits for the database. */
const MOST_WAITING = 20_000;

export interface ReplayEnd {
  rows: number;
  error: unknown;
}

/** Plays one file once. */
export interface Replay {
  /** Hands over all rows that are due. Answers how it ended, once it did. Rejects when vehicles cannot be registered. */
  step(): Promise<ReplayEnd | undefined>;
  /** The time of the recording that is shown, UTC ms; null before the first row. */
  readonly feedTimeMs: number | null;
  close(): Promise<void>;
}

export interface ReplayOptions {
  speed: number;
  /** Whether fares become missions: not when the same recording plays again. */
  writesMissions: boolean;
  /** Whether the first minutes are shown at once. */
  leads: boolean;
}

export function createReplay(csv: CsvFile, host: FeedHost, queue: MissionQueue, options: ReplayOptions): Replay {
  const { speed, writesMissions, leads } = options;
  const register = createVehicleRegister(host);
  const fares = createFareBook();
  const refused = new Map<string, number>();
  const refuse = (reason: string, count: number) => void refused.set(reason, (refused.get(reason) ?? 0) + count);
  const pass: CsvPass = openPass(csv, refuse);
  const kind = csv.columns.occupied === undefined ? 'other' : 'taxi';
  let clock: ReplayClock | undefined;
  let fixes: Fix[] = [];
  let missions: FeedMission[] = [];
  let rows = 0;
  let newestSeconds: number | undefined;
  let isOver = false;

  const handle = (row: CsvRow, observedAtMs: number) => {
    const { vehicle, longitude, latitude } = row;
    const fix: Fix = { vehicle, longitude, latitude, observedAtMs, state: stateOf(row) };
    const refusal =
      row.seconds <= (fares.newestSeconds(vehicle) ?? 0) ? 'older-than-known' : refusalOf(fix, observedAtMs);
    if (refusal !== undefined) return refuse(refusal, 1);
    if (!register.note({ code: vehicle, label: vehicle, kind, depot: null, line: null })) {
      return refuse('too-many-vehicles', 1);
    }
    const mission = fares.follow(row);
    if (mission !== undefined && writesMissions) missions.push(mission);
    fixes.push(fix);
    rows += 1;
    newestSeconds = Math.max(newestSeconds ?? row.seconds, row.seconds);
  };

  const flush = async () => {
    for (const [reason, count] of refused) host.countRefused(reason, count);
    refused.clear();
    await register.flush();
    if (fixes.length > 0) host.ingest(fixes);
    queue.put(missions);
    fixes = [];
    missions = [];
  };

  return {
    async step() {
      // What could not be handed over the last time.
      await flush();
      if (queue.size > MOST_WAITING) return undefined;
      for (;;) {
        const row = await pass.peek();
        if (row === undefined) break;
        clock ??= createReplayClock(host.clock, speed, row.seconds, leads ? LEAD_SECONDS * Math.min(1, speed) : 0);
        if (row.seconds > clock.dueSeconds()) break;
        pass.take();
        handle(row, clock.wallMsOf(row.seconds));
        if (fixes.length >= BATCH) await flush();
      }
      await flush();
      isOver = (await pass.peek()) === undefined;
      return isOver ? { rows, error: pass.error } : undefined;
    },
    get feedTimeMs() {
      if (clock === undefined || newestSeconds === undefined) return null;
      // Between two rows the recording's clock goes on; after the last one it stands.
      return Math.round((isOver ? newestSeconds : Math.max(newestSeconds, clock.dueSeconds())) * 1000);
    },
    close: () => pass.close(),
  };
}
