import type { RecordedStretch } from '../../shared/contract/index.ts';

/** How much of the time a bar shows, milliseconds; `all`: all that is recorded. */
export const BAR_SPANS = ['all', '6h', '1h', '10min'] as const;
export type BarSpan = (typeof BAR_SPANS)[number];
const LENGTHS: Readonly<Record<Exclude<BarSpan, 'all'>, number>> = {
  '6h': 6 * 3_600_000,
  '1h': 3_600_000,
  '10min': 600_000,
};

/** Instants, UTC ms by the server's clock. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From the first instant that is recorded to the last; undefined where nothing is. */
export function recordedPeriod(stretches: readonly RecordedStretch[]): Period | undefined {
  if (stretches.length === 0) return undefined;
  return {
    fromMs: Math.min(...stretches.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...stretches.map(({ toMs }) => toMs)),
  };
}

/** What a bar shows: the instant is in it, in the middle where there is as much on both sides. */
export function shownPeriod(recorded: Period, span: BarSpan, instantMs: number): Period {
  const whole = { fromMs: recorded.fromMs, toMs: Math.max(recorded.toMs, recorded.fromMs + 1_000) };
  if (span === 'all') return whole;
  const length = LENGTHS[span];
  if (whole.toMs - whole.fromMs <= length) return whole;
  const fromMs = Math.max(whole.fromMs, Math.min(whole.toMs - length, instantMs - length / 2));
  return { fromMs, toMs: fromMs + length };
}

/** 0 at the beginning of a period, 1 at its end; beyond them outside of it. */
export function shareOf({ fromMs, toMs }: Period, atMs: number): number {
  return (atMs - fromMs) / Math.max(1, toMs - fromMs);
}

/** Whether an instant is in a stretch that was recorded. */
export function isRecorded(stretches: readonly RecordedStretch[], atMs: number): boolean {
  return stretches.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs);
}

/** Round lengths between the ticks of a bar, milliseconds. */
const TICKS = [1, 2, 5, 10, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * 60_000);
const MOST_TICKS = 8;

/** Instants on round minutes of the reader's clock, few enough for their times to stand beneath them. */
export function ticksOf({ fromMs, toMs }: Period): number[] {
  const step = TICKS.find((length) => (toMs - fromMs) / length <= MOST_TICKS) ?? 86_400_000;
  const offsetMs = new Date(fromMs).getTimezoneOffset() * 60_000;
  const first = Math.ceil((fromMs - offsetMs) / step) * step + offsetMs;
  const ticks: number[] = [];
  for (let atMs = first; atMs <= toMs; atMs += step) ticks.push(atMs);
  return ticks;
}
