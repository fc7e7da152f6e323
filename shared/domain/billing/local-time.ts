/**
 * Wall clock of the operator: `wallMs` counts ms of local time as if it were UTC, so that days and minutes can be read off it by
 * plain arithmetic.
 */
export interface LocalSpan {
  startWallMs: number;
  endWallMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Offsets of one time zone, remembered by the hour: no zone changes its offset within a quarter of one but at its edge. */
export class TimeZone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** @throws RangeError for a name that is not in the IANA database */
  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: name, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    });
  }

  /** Local time less UTC, ms. */
  offsetMs(utcMs: number): number {
    const quarter = Math.floor(utcMs / (HOUR_MS / 4));
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    const offset = this.#measure(quarter * (HOUR_MS / 4));
    // A year of quarters: a cycle has its missions in one or a few months.
    if (this.#offsets.size > 40_000) this.#offsets.clear();
    this.#offsets.set(quarter, offset);
    return offset;
  }

  /** `YYYY-MM-DD` of an instant on the operator's calendar. */
  dayOf(utcMs: number): string {
    return new Date(utcMs + this.offsetMs(utcMs)).toISOString().slice(0, 10);
  }

  /** A span of time by the local clock: more than one piece where the clocks were changed in between. */
  spans(startMs: number, endMs: number): LocalSpan[] {
    if (endMs <= startMs) return [];
    const before = this.offsetMs(startMs);
    if (this.offsetMs(endMs - 1) === before) return [{ startWallMs: startMs + before, endWallMs: endMs + before }];
    const change = this.#changeBetween(startMs, endMs, before);
    return [{ startWallMs: startMs + before, endWallMs: change + before }, ...this.spans(change, endMs)];
  }

  /** The first quarter of an hour with another offset. */
  #changeBetween(startMs: number, endMs: number, before: number): number {
    const quarter = HOUR_MS / 4;
    let low = Math.floor(startMs / quarter);
    let high = Math.floor((endMs - 1) / quarter);
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offsetMs(middle * quarter) === before) low = middle;
      else high = middle;
    }
    return high * quarter;
  }

  #measure(utcMs: number): number {
    const part = Object.fromEntries(this.#format.formatToParts(utcMs).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(utcMs / 1000) * 1000;
  }
}
