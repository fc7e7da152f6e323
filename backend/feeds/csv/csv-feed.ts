import type { Feed, FeedHost } from '../feed.ts';
import { createMissionQueue, type MissionQueue } from '../mission-queue.ts';
import { createSchedule, messageOf, type Schedule } from '../schedule.ts';
import { unreadable } from '../unreadable.ts';
import type { CsvFile } from './csv-file.ts';
import { createReplay, type Replay, type ReplayEnd } from './replay.ts';

const TICK_MS = 200;
const REPORT_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

export interface CsvFeedOptions {
  /** Seconds of the recording in one second. */
  speed: number;
  /** Whether it starts again at its end. */
  loop: boolean;
}

/** Plays a recorded file, with its fares as missions. */
export function createCsvFeed(csv: CsvFile, { speed, loop }: CsvFeedOptions): Feed {
  let running: { schedule: Schedule; queue: MissionQueue } | undefined;

  return {
    name: csv.name,
    kind: 'csv',
    speed,
    async start(host) {
      const schedule = createSchedule(host);
      const queue = createMissionQueue(host);
      running = { schedule, queue };
      const replay = createReplay(csv, host, queue, { speed, writesMissions: true, leads: true });
      const end = await replay.step();
      if (end?.rows === 0) {
        await replay.close();
        throw nothingUsable(csv, end);
      }
      host.log('replaying a recording', { file: csv.name, speed });
      host.report({ state: 'replay', feedTimeMs: replay.feedTimeMs, notice: null });
      schedule.run(() => playOn({ csv, host, queue, schedule, speed, loop }, replay, end));
    },
    async stop() {
      // Both at once: a step under way may wait for the queue.
      await Promise.all([running?.schedule.stop(), running?.queue.close()]);
      running = undefined;
    },
  };
}

interface Player extends CsvFeedOptions {
  csv: CsvFile;
  host: FeedHost;
  queue: MissionQueue;
  schedule: Schedule;
}

async function playOn(player: Player, first: Replay, firstEnd: ReplayEnd | undefined): Promise<void> {
  const { csv, host, queue, schedule, speed, loop } = player;
  let replay = first;
  let end = firstEnd;
  for (;;) {
    end ??= await playToEnd(player, replay);
    await replay.close();
    if (schedule.stopped || end === undefined) return;
    if (!loop || end.error !== undefined) break;
    host.log('the recording starts again', { file: csv.name });
    replay = createReplay(csv, host, queue, { speed, writesMissions: false, leads: false });
    end = undefined;
  }
  const feedTimeMs = replay.feedTimeMs;
  if (end.error === undefined) {
    const notice = `${csv.name} has been played to its end: start again to see it once more, or add --loop.`;
    host.report({ state: 'ended', feedTimeMs, notice });
  } else {
    const reason = unreadable(csv.file, end.error).message;
    host.report({ state: 'failed', feedTimeMs, notice: `After ${end.rows} rows, ${reason}` });
  }
}

/** Undefined when it was stopped before. */
async function playToEnd({ host, schedule }: Player, replay: Replay): Promise<ReplayEnd | undefined> {
  let failures = 0;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  while (!schedule.stopped) {
    try {
      const end = await replay.step();
      failures = 0;
      if (end !== undefined) return end;
    } catch (error) {
      failures += 1;
      host.log('rows of the recording wait for another try', { failures, reason: messageOf(error) });
    }
    if (host.clock.monotonicMs() - toldAtMs >= REPORT_MS) {
      toldAtMs = host.clock.monotonicMs();
      host.report({ feedTimeMs: replay.feedTimeMs });
    }
    await schedule.sleep(failures === 0 ? TICK_MS : Math.min(LONGEST_RETRY_MS, 500 * 2 ** failures));
  }
  return undefined;
}

function nothingUsable(csv: CsvFile, { error }: ReplayEnd): Error {
  if (error !== undefined) return unreadable(csv.file, error);
  return new Error(
    `${csv.name} holds no row that can be used: unix_time must be in seconds, lat and lon in degrees, vehicle a name.`,
  );
}
