import type { ServerClock } from './server-clock.ts';

/** Frames come four times a second at least while a recording is played: without them its time goes no further than this, milliseconds. */
const LONGEST_MS = 1_500;

/**
 * The time of a recording as it is shown: from the instant of the latest frame on it goes as many times as fast as real time as the
 * recording is played, and stands while that stands.
 */
export interface ReplayClock extends ServerClock {
  /** How fast time goes from now on; 0: it stands. */
  setPace(pace: number): void;
}

export function createReplayClock(): ReplayClock {
  let pace = 0;
  /** How fast it went between the last two frames: at the end of a recording it stands, however fast it is to be played. */
  let measured = Number.POSITIVE_INFINITY;
  let latest: { serverTimeMs: number; receivedAtMs: number } | undefined;
  return {
    observe(serverTimeMs, receivedAtMs) {
      if (latest !== undefined && receivedAtMs > latest.receivedAtMs) {
        measured = Math.max(0, (serverTimeMs - latest.serverTimeMs) / (receivedAtMs - latest.receivedAtMs));
      }
      latest = { serverTimeMs, receivedAtMs };
    },
    at(monotonicMs) {
      if (latest === undefined) return undefined;
      const elapsedMs = Math.max(0, Math.min(LONGEST_MS, monotonicMs - latest.receivedAtMs));
      return latest.serverTimeMs + Math.min(pace, measured) * elapsedMs;
    },
    setPace(next) {
      if (pace === 0) measured = Number.POSITIVE_INFINITY;
      pace = next;
    },
  };
}
