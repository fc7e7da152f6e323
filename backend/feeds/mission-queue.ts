import type { Disposer } from '../../shared/domain/index.ts';
import type { FeedHost, FeedMission } from './feed.ts';

/** Rows of one write: the database runs in this very process when it is embedded, so a write must stay short. */
const BATCH = 250;
const PAUSE_MS = 500;
/** Batches that closing still writes: the rest is written by the next run, which begins where this one was sure. */
const LAST_BATCHES = 4;
const LONGEST_RETRY_MS = 30_000;

/**
 * Missions on their way to the database. Of one mission only the newest state waits, writes follow each other with a
 * pause, and what could not be written is kept and tried again, more and more slowly.
 */
export interface MissionQueue {
  put(missions: readonly FeedMission[]): void;
  /** Missions that wait. A feed that can wait does so while there are many. */
  readonly size: number;
  /** Resolves when all that waits now is written, or the queue is closed. */
  written(): Promise<void>;
  /** Writes what waits, as far as a quick end allows, and stops. */
  close(): Promise<void>;
}

export function createMissionQueue(host: FeedHost): MissionQueue {
  const waiting = new Map<string, FeedMission>();
  let writing: Promise<void> | undefined;
  let timer: Disposer | undefined;
  let failures = 0;
  let closed = false;
  let listeners: (() => void)[] = [];

  /** Writes one batch. Answers whether it succeeded. */
  const writeBatch = async (): Promise<boolean> => {
    const batch = [...take(waiting, BATCH)];
    for (const mission of batch) waiting.delete(mission.reference);
    try {
      await host.writeMissions(batch);
      failures = 0;
      return true;
    } catch (error) {
      failures += 1;
      // A newer state may have come in meanwhile: it wins.
      for (const mission of batch) if (!waiting.has(mission.reference)) waiting.set(mission.reference, mission);
      const reason = error instanceof Error ? error.message : String(error);
      host.log('missions could not be written and wait for another try', { waiting: waiting.size, failures, reason });
      return false;
    }
  };

  const tellIfDone = () => {
    if (waiting.size > 0 && !closed) return;
    const told = listeners;
    listeners = [];
    for (const listener of told) listener();
  };

  const schedule = () => {
    if (timer !== undefined || writing !== undefined || closed) return;
    if (waiting.size === 0) return tellIfDone();
    // A full batch goes at once after a short breath; a few rows wait for company.
    const pause = waiting.size >= BATCH ? PAUSE_MS / 10 : PAUSE_MS;
    timer = host.clock.after(failures === 0 ? pause : Math.min(LONGEST_RETRY_MS, PAUSE_MS * 2 ** failures), () => {
      timer = undefined;
      writing = writeBatch().then(() => {
        writing = undefined;
        schedule();
      });
    });
  };

  return {
    put(missions) {
      for (const mission of missions) waiting.set(mission.reference, mission);
      schedule();
    },
    get size() {
      return waiting.size;
    },
    written() {
      return new Promise((resolve) => {
        if (closed) return resolve();
        listeners.push(resolve);
        if (writing === undefined) schedule();
      });
    },
    async close() {
      closed = true;
      timer?.();
      timer = undefined;
      await writing;
      for (let i = 0; i < LAST_BATCHES && waiting.size > 0; i += 1) if (!(await writeBatch())) break;
      tellIfDone();
    },
  };
}

function* take(missions: ReadonlyMap<string, FeedMission>, count: number): Generator<FeedMission> {
  let left = count;
  for (const mission of missions.values()) {
    if (left-- <= 0) return;
    yield mission;
  }
}
