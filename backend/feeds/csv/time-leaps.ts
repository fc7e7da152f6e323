import type { CsvRow } from './csv-rows.ts';

/** The first second of GPS time: no receiver has an older one. And a year that no recording reaches. */
const EARLIEST = Date.UTC(1980, 0, 6) / 1000;
const LATEST = Date.UTC(2200, 0, 1) / 1000;
/** Rows looked at ahead, to tell one wrong time from a pause of the whole fleet. */
const AHEAD = 32;
/** A row so far ahead of most that follow, in seconds, has a wrong time; likewise one so far before all, at the start. */
const LEAP_SECONDS = 600;
const FALSE_START_SECONDS = 86_400;

/**
 * Leaves out the rows whose time cannot be: none at all (`no-time`), and times far ahead of the rows that follow
 * (`in-the-future`), which would halt the replay until then.
 */
export async function* withoutTimeLeaps(
  batches: AsyncIterable<CsvRow[]>,
  refuse: (reason: string, count: number) => void,
): AsyncGenerator<CsvRow, void, void> {
  const window: CsvRow[] = [];
  let clock: number | undefined;

  const judged = (): CsvRow | undefined => {
    const row = window.shift();
    if (row === undefined) return undefined;
    if (isLeap(row.seconds, clock, window)) {
      refuse('in-the-future', 1);
      return undefined;
    }
    clock = Math.max(clock ?? row.seconds, row.seconds);
    return row;
  };

  for await (const batch of batches) {
    for (const row of batch) {
      if (!(row.seconds >= EARLIEST && row.seconds <= LATEST)) {
        refuse('no-time', 1);
        continue;
      }
      window.push(row);
      if (window.length <= AHEAD) continue;
      const next = judged();
      if (next !== undefined) yield next;
    }
  }
  while (window.length > 0) {
    const next = judged();
    if (next !== undefined) yield next;
  }
}

function isLeap(seconds: number, clock: number | undefined, following: readonly CsvRow[]): boolean {
  if (clock !== undefined && seconds - clock <= LEAP_SECONDS) return false;
  const earlier = following.filter((row) => row.seconds < seconds - LEAP_SECONDS).length;
  if (earlier * 2 > following.length) return true;
  if (clock !== undefined || following.length < AHEAD / 4) return false;
  const later = following.filter((row) => row.seconds > seconds + FALSE_START_SECONDS).length;
  return later * 2 > following.length;
}
