import type { FeedHost } from '../feeds/feed.ts';
import type { MissionQueue } from '../feeds/mission-queue.ts';
import { messageOf, type Schedule } from '../feeds/schedule.ts';
import type { MissionBook } from './mission-book.ts';
import type { StateFile } from './state-file.ts';

const MISSIONS_MS = 1_000;
const SAVE_MS = 30_000;
const PROGRESS_MS = 5_000;
/** With so many missions unwritten no new ones are made, until the database has caught up. */
const MOST_WAITING = 20_000;

/** Keeps the missions in the database in step with the fleet: first all that is missing, then each change. */
export async function keepMissions(
  host: FeedHost,
  book: MissionBook,
  queue: MissionQueue,
  state: StateFile,
  schedule: Schedule,
): Promise<void> {
  const save = saver(host, state);
  const startMs = host.clock.nowMs();
  const sinceMs = await state.read().catch((error: unknown) => {
    host.log('the state of the simulator cannot be read: its history is written again', { reason: messageOf(error) });
    return undefined;
  });
  const missing = await book.catchUp(sinceMs, startMs, () => schedule.stopped);
  if (schedule.stopped) return;
  queue.put(missing);
  host.log(sinceMs === undefined ? 'writing a history of missions' : 'writing what changed since the last run', {
    missions: missing.length,
  });
  schedule.run(() => tellProgress(host, queue, missing.length, schedule));
  await queue.written();
  if (schedule.stopped) return;
  await save(startMs);

  let madeUntilMs = startMs;
  schedule.every(MISSIONS_MS, () => {
    if (queue.size > MOST_WAITING) return;
    madeUntilMs = host.clock.nowMs();
    queue.put(book.changes(madeUntilMs));
  });
  schedule.every(SAVE_MS, async () => {
    const untilMs = madeUntilMs;
    await queue.written();
    if (!schedule.stopped) await save(untilMs);
  });
}

/** A folder that cannot be written is said once: the missions themselves are safe in the database. */
function saver(host: FeedHost, state: StateFile): (untilMs: number) => Promise<void> {
  let failed = false;
  return async (untilMs) => {
    try {
      await state.write(untilMs);
      failed = false;
    } catch (error) {
      if (!failed) host.log('the state of the simulator cannot be kept', { reason: messageOf(error) });
      failed = true;
    }
  };
}

async function tellProgress(host: FeedHost, queue: MissionQueue, total: number, schedule: Schedule): Promise<void> {
  for (;;) {
    await schedule.sleep(PROGRESS_MS);
    if (schedule.stopped || queue.size === 0) return;
    host.log('writing missions', { written: Math.max(0, total - queue.size), of: total });
  }
}
