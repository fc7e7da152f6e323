import type { TrackSample } from '../../../shared/api/index.ts';
import { DELAY_TOLERANCE_MS, type Punctuality } from '../../../shared/domain/index.ts';

/** Two samples further apart than this (of the vehicle's own time, ms) leave a hole: nobody knows what was between them. */
export const MOST_GAP_MS = 120_000;

/** What the speeds of an hour come to. Speeds in metres a second, times in milliseconds of the vehicle's own time. */
export interface SpeedFigures {
  readonly highest: number;
  /** Over the time that is known. */
  readonly mean: number;
  /** How long it stood. */
  readonly stoodMs: number;
  /** How long nothing was heard of it, between its first sample and its last. */
  readonly unheardMs: number;
}

/** @returns null where no speed is known */
export function speedFigures(samples: readonly TrackSample[], timeScale: number): SpeedFigures | null {
  let [highest, weighted, knownMs, stoodMs, unheardMs] = [0, 0, 0, 0, 0];
  let isKnown = false;
  for (const [index, sample] of samples.entries()) {
    const speed = sample.speedMetresPerSecond;
    if (speed !== null) {
      isKnown = true;
      highest = Math.max(highest, speed);
    }
    const next = samples[index + 1];
    if (next === undefined) continue;
    const ms = (next.observedAtMs - sample.observedAtMs) * timeScale;
    if (ms > MOST_GAP_MS) unheardMs += ms;
    else if (speed !== null) {
      weighted += speed * ms;
      knownMs += ms;
      if (speed === 0) stoodMs += ms;
    }
  }
  if (!isKnown) return null;
  return { highest, mean: knownMs === 0 ? highest : weighted / knownMs, stoodMs, unheardMs };
}

/** What the punctuality of an hour comes to, in milliseconds. */
export interface PunctualityFigures {
  /** How long it was on a mission, or due on one. */
  readonly boundMs: number;
  /** Of that, how long it was less than five minutes late. */
  readonly onTimeMs: number;
  /** Below 0: it was early all the time. */
  readonly highest: number;
  /** Null: it is on no mission now. */
  readonly now: number | null;
}

/** @returns null where the vehicle was on no mission all that time */
export function punctualityFigures(points: readonly Punctuality[], stepMs: number): PunctualityFigures | null {
  const late = points.flatMap(({ lateMs }) => lateMs ?? []);
  if (late.length === 0) return null;
  return {
    boundMs: late.length * stepMs,
    onTimeMs: late.filter((lateMs) => lateMs < DELAY_TOLERANCE_MS).length * stepMs,
    highest: Math.max(...late),
    now: points.at(-1)?.lateMs ?? null,
  };
}
