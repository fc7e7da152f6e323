/** Milliseconds of each unit that a duration may be written in; seconds where none is written. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1_000,
  s: 1_000,
  min: 60_000,
  mn: 60_000,
  m: 60_000,
  h: 3_600_000,
};
/** Ages beyond a day are no news of a control room's. */
const LONGEST_MS = 86_400_000;

/** A duration as people write it: `90`, `90 s`, `1,5 min`, `2 h`; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^([\d.,]+)\s*([a-z]*)$/.exec(text.trim().toLowerCase());
  const unit = UNITS[match?.[2] ?? 'none'];
  const value = Number((match?.[1] ?? '').replace(',', '.'));
  if (match === null || unit === undefined || !(value > 0)) return undefined;
  const ms = Math.round(value * unit);
  return ms >= 1_000 && ms <= LONGEST_MS ? ms : undefined;
}

/** The same the other way, exact, in the largest unit that it is a whole number of. */
export function writeDuration(ms: number): string {
  for (const unit of ['h', 'min'] as const) {
    const size = UNITS[unit] ?? 1;
    if (ms >= size && ms % size === 0) return `${ms / size} ${unit}`;
  }
  return `${ms / 1_000} s`;
}
