import type { Feed, FeedHost } from '../feed.ts';
import { createSchedule, messageOf, type Schedule } from '../schedule.ts';
import { type Capture, decodeCapture } from './capture.ts';
import { MalformedCaptureError } from './feed-message.ts';
import { FetchError, type FetchLimits, fetchCapture, type Validators } from './http-capture.ts';
import { createIntake, faultOf } from './intake.ts';

const EVERY_MS = 15_000;
const LONGEST_BACKOFF_MS = 5 * 60_000;
/** A server may ask for a longer rest than our own, but not for ever. */
const LONGEST_REST_MS = 3_600_000;

export interface GtfsUrlOptions extends Partial<FetchLimits> {
  url: URL;
  everyMs?: number;
  /** From 0 to 1: spreads the attempts of many readers of one server. */
  chance?: () => number;
}

/** Reads a GTFS-realtime feed from a server, again and again. A server that fails is said, and tried again. */
export function createGtfsUrlFeed(options: GtfsUrlOptions): Feed {
  const { url, everyMs = EVERY_MS, timeoutMs = 10_000, mostBytes = 32 * 1024 * 1024, chance = Math.random } = options;
  // Keys in the query and passwords stay out of logs and screens.
  const name = `${url.host}${url.pathname}`;
  let running: { schedule: Schedule; abort: AbortController } | undefined;

  const poll = async (
    host: FeedHost,
    intake: ReturnType<typeof createIntake>,
    known: Validators,
    stopped: AbortSignal,
  ) => {
    const answer = await fetchCapture(url, known, { timeoutMs, mostBytes }, stopped);
    if (answer === 'unchanged') return known;
    const capture: Capture = decodeCapture(answer.bytes);
    const fault = faultOf(capture);
    if (fault !== undefined) throw new MalformedCaptureError(fault);
    await intake.take(capture, 0);
    return answer.validators;
  };

  return {
    name,
    kind: 'gtfs-realtime',
    speed: 1,
    async start(host) {
      const schedule = createSchedule(host);
      const abort = new AbortController();
      running = { schedule, abort };
      const intake = createIntake(host);
      let known: Validators = {};
      let failures = 0;

      /** Reads once. Answers how long to wait. */
      const attempt = async (): Promise<number> => {
        try {
          known = await poll(host, intake, known, abort.signal);
          failures = 0;
          host.report({ state: 'live', feedTimeMs: null, notice: null });
          return everyMs * (0.9 + 0.2 * chance());
        } catch (error) {
          if (schedule.stopped) return 0;
          failures += 1;
          const waitMs = restMs(failures, error, everyMs, chance);
          host.report({ state: 'failed', notice: `${name} ${messageOf(error)}.` });
          host.log('the feed could not be read', {
            name,
            failures,
            reason: messageOf(error),
            nextTryMs: Math.round(waitMs),
          });
          return waitMs;
        }
      };

      let waitMs = await attempt();
      schedule.run(async () => {
        while (!schedule.stopped) {
          await schedule.sleep(waitMs);
          if (!schedule.stopped) waitMs = await attempt();
        }
      });
    },
    async stop() {
      const stopped = running?.schedule.stop();
      running?.abort.abort();
      await stopped;
      running = undefined;
    },
  };
}

/** Longer after each failure, by half to all of the step ("equal jitter"), and no less than the server asks for. */
function restMs(failures: number, error: unknown, everyMs: number, chance: () => number): number {
  const step = Math.min(LONGEST_BACKOFF_MS, everyMs * 2 ** (failures - 1));
  const own = step * (0.5 + 0.5 * chance());
  const asked = error instanceof FetchError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(own, Math.min(asked, LONGEST_REST_MS));
}
