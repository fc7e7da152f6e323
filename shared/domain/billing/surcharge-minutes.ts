import type { LocalSpan, TimeZone } from './local-time.ts';
import type { RateCardTerms } from './rate-card.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** 1 January 1970 was a Thursday. */
const THURSDAY = 4;

/**
 * How many minutes of a trip fall into the night and on a Sunday, by the operator's clock. Where only the higher of two surcharges counts,
 * minutes that are both are those of the higher one alone.
 */
export function surchargeMinutes(
  { startMs, endMs }: { startMs: number; endMs: number },
  { night, sunday, together }: RateCardTerms,
  zone: TimeZone,
): { night: number; sunday: number } {
  let nightMs = 0;
  let sundayMs = 0;
  let bothMs = 0;
  for (const span of zone.spans(startMs, endMs)) {
    for (const part of days(span)) {
      const inNight = nightWithin(part, night.fromMinute * MINUTE_MS, night.toMinute * MINUTE_MS);
      nightMs += inNight;
      if (!part.isSunday) continue;
      sundayMs += part.toMs - part.fromMs;
      bothMs += inNight;
    }
  }
  if (together === 'highest') {
    if (night.basisPoints > sunday.basisPoints) sundayMs -= bothMs;
    else nightMs -= bothMs;
  }
  return { night: Math.round(nightMs / MINUTE_MS), sunday: Math.round(sundayMs / MINUTE_MS) };
}

/** The part of a span within one day: ms since that midnight. */
interface DayPart {
  isSunday: boolean;
  fromMs: number;
  toMs: number;
}

function* days({ startWallMs, endWallMs }: LocalSpan): Generator<DayPart> {
  for (let from = startWallMs; from < endWallMs; ) {
    const day = Math.floor(from / DAY_MS);
    const to = Math.min(endWallMs, (day + 1) * DAY_MS);
    yield { isSunday: (((day + THURSDAY) % 7) + 7) % 7 === 0, fromMs: from - day * DAY_MS, toMs: to - day * DAY_MS };
    from = to;
  }
}

/** A night that goes over midnight is its morning and its evening. */
function nightWithin({ fromMs, toMs }: DayPart, nightFromMs: number, nightToMs: number): number {
  if (nightFromMs <= nightToMs) return overlap(fromMs, toMs, nightFromMs, nightToMs);
  return overlap(fromMs, toMs, 0, nightToMs) + overlap(fromMs, toMs, nightFromMs, DAY_MS);
}

function overlap(from: number, to: number, otherFrom: number, otherTo: number): number {
  return Math.max(0, Math.min(to, otherTo) - Math.max(from, otherFrom));
}
