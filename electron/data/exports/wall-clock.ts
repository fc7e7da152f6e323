/** Times as a clock in a time zone shows them. */
export interface WallClock {
  /** `YYYY-MM-DD HH:MM:SS`. */
  text(ms: number): string;
  /** The same as a date whose UTC parts are what the clock shows: spreadsheets know no zones. */
  date(ms: number): Date;
}

/** @throws RangeError where there is no such zone */
export function createWallClock(timeZone: string): WallClock {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  // The difference to UTC is the same for a quarter of an hour at least: asked once, since a table has millions of times.
  const offsets = new Map<number, number>();
  const shifted = (ms: number): number => {
    const quarter = Math.floor(ms / QUARTER_MS);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      const start = quarter * QUARTER_MS;
      offset = Date.parse(`${parts.format(start).replace(' ', 'T')}Z`) - start;
      if (offsets.size >= MOST_OFFSETS) offsets.clear();
      offsets.set(quarter, offset);
    }
    return ms + offset;
  };
  return {
    text: (ms) => new Date(shifted(ms)).toISOString().slice(0, 19).replace('T', ' '),
    date: (ms) => new Date(shifted(ms)),
  };
}

const QUARTER_MS = 15 * 60_000;
const MOST_OFFSETS = 10_000;
