import type { ScheduleGap } from '../../../shared/contract/index.ts';
import type { Clock, LineFix } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import type { ReadTrack } from '../handlers/tracks.ts';
import type { Recordings } from '../recording/recordings.ts';
import { RemoteError } from '../remote/remote-error.ts';

/** Where vehicles of a line were. Times of the server, UTC ms. */
export interface KnownWays {
  fixes: ReadonlyMap<string, readonly LineFix[]>;
  /** From when on they are known; null: not at all. */
  knownFromMs: number | null;
  gaps: ScheduleGap[];
}

export interface Ways {
  read(vehicleIds: readonly string[], fromMs: number, toMs: number): Promise<KnownWays>;
}

/** A vehicle at 50 km/h is 140 m further: finer than any line is drawn, ms. */
const EVERY_MS = 10_000;
/** As much of a recording as is read at a time: those who replay wait so long, ms. */
const SLICE_MS = 15 * 60_000;
/** What begins so much later than it was asked for is not missing, ms. */
const TOLERANCE_MS = 2 * 60_000;
const SERVER_MINUTES = 60;
const AT_A_TIME = 4;
/** The server is asked again for what it has told after so long, and for what was before the recording not at all, ms. */
const SERVED_MS = 60_000;
/** Lines whose ways are remembered, so that looking again reads what is new alone. */
const MOST_REMEMBERED = 4;

/** What the server told of the vehicles of a line: all that it keeps. */
interface Served {
  /** Up to when it was looked for. */
  toMs: number;
  askedAtMs: number;
  told: Promise<{ fixes: Map<string, LineFix[]>; knownFromMs: number }>;
}

interface Remembered {
  fromMs: number;
  toMs: number;
  fixes: Map<string, LineFix[]>;
}

/** The ways of vehicles, out of the recording of this workstation, and before it begins out of the last hour that the server keeps. */
export function createWays(parts: {
  recordings: Pick<Recordings, 'span' | 'ways'>;
  readTrack: ReadTrack;
  clock: Clock;
}): Ways {
  const { recordings, readTrack, clock } = parts;
  const remembered = new Map<string, Remembered>();
  const asked = new Map<string, Served>();

  async function recorded(vehicleIds: readonly string[], fromMs: number, toMs: number): Promise<Remembered['fixes']> {
    const key = vehicleIds.join('\n');
    const before = remembered.get(key);
    const isOf = before !== undefined && before.fromMs <= fromMs && before.toMs >= fromMs && before.toMs <= toMs;
    const known: Remembered = isOf ? before : { fromMs, toMs: fromMs, fixes: new Map() };
    for (let at = known.toMs; at < toMs; at += SLICE_MS) {
      const ways = await recordings.ways({
        vehicleIds,
        fromMs: at,
        toMs: Math.min(toMs, at + SLICE_MS),
        everyMs: EVERY_MS,
      });
      for (const { vehicleId, fixes } of ways) append(known.fixes, vehicleId, fixes);
    }
    for (const [id, fixes] of known.fixes)
      known.fixes.set(
        id,
        fixes.filter(({ atMs }) => atMs >= fromMs),
      );
    // What is heard late of the last seconds is looked for again.
    Object.assign(known, { fromMs, toMs: Math.max(fromMs, toMs - EVERY_MS) });
    remembered.delete(key);
    remembered.set(key, known);
    for (const oldest of [...remembered.keys()].slice(0, -MOST_REMEMBERED)) remembered.delete(oldest);
    return known.fixes;
  }

  /** The last hour of each vehicle at the server, up to an instant at least; as it was told a moment ago, or once for all before a recording. */
  function served(vehicleIds: readonly string[], toMs: number): Served['told'] {
    const key = vehicleIds.join('\n');
    const before = asked.get(key);
    if (before !== undefined && (before.toMs >= toMs || clock.nowMs() - before.askedAtMs < SERVED_MS))
      return before.told;
    const now: Served = { toMs, askedAtMs: clock.nowMs(), told: ask(vehicleIds) };
    asked.delete(key);
    asked.set(key, now);
    for (const oldest of [...asked.keys()].slice(0, -MOST_REMEMBERED)) asked.delete(oldest);
    // What failed is asked for again.
    now.told.catch(() => {
      if (asked.get(key) === now) asked.delete(key);
    });
    return now.told;
  }

  async function ask(vehicleIds: readonly string[]) {
    const fixes = new Map<string, LineFix[]>();
    let knownFromMs = Infinity;
    const waiting = [...vehicleIds];
    const asking = new AbortController();
    const next = async () => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        const track = await readTrack({ id, minutes: SERVER_MINUTES }, asking.signal);
        // Not what the server would keep: it may have begun a minute ago.
        knownFromMs = Math.min(knownFromMs, track.samples[0]?.observedAtMs ?? Infinity);
        const believed = track.samples.filter(({ suspectKilometres }) => suspectKilometres === null);
        append(
          fixes,
          id,
          believed.map(({ observedAtMs, longitude, latitude }) => ({ atMs: observedAtMs, longitude, latitude })),
        );
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_A_TIME }, next));
    } finally {
      asking.abort();
    }
    return { fixes, knownFromMs };
  }

  return {
    async read(vehicleIds, fromMs, toMs) {
      const { stretches, limits } = await recordings.span();
      const within = stretches.filter((stretch) => stretch.toMs >= fromMs && stretch.fromMs <= toMs);
      const recordedFromMs = within.reduce((least, stretch) => Math.min(least, stretch.fromMs), Infinity);
      const gaps: ScheduleGap[] = limits === null ? ['not-recorded'] : [];
      if (vehicleIds.length === 0) return { fixes: new Map(), knownFromMs: null, gaps };
      const fixes = new Map(
        within.length === 0 ? [] : await recorded(vehicleIds, Math.max(fromMs, recordedFromMs), toMs),
      );
      let knownFromMs = Math.max(fromMs, recordedFromMs);
      const isShort = recordedFromMs > fromMs + TOLERANCE_MS;
      const isServed = Math.min(recordedFromMs, toMs) > clock.nowMs() - SERVER_MINUTES * 60_000;
      if (isShort && isServed) {
        try {
          const untilMs = Math.min(recordedFromMs, toMs);
          const early = await served(vehicleIds, untilMs);
          const isShown = ({ atMs }: LineFix) => atMs >= fromMs && atMs < untilMs;
          for (const [id, own] of early.fixes) {
            fixes.set(id, [...own.filter(isShown), ...(fixes.get(id) ?? [])]);
          }
          knownFromMs = Math.min(knownFromMs, Math.max(fromMs, early.knownFromMs));
        } catch (error) {
          if (!(error instanceof RemoteError || error instanceof RpcError)) throw error;
          gaps.push('no-server');
        }
      }
      if (knownFromMs > fromMs + TOLERANCE_MS && limits !== null) gaps.push('recorded-later');
      return { fixes, knownFromMs: knownFromMs === Infinity ? null : knownFromMs, gaps };
    },
  };
}

/** Fixes that are newer than those that are known. */
function append(all: Map<string, LineFix[]>, id: string, fixes: readonly LineFix[]): void {
  const own = all.get(id) ?? [];
  const last = own.at(-1)?.atMs ?? -Infinity;
  own.push(...fixes.filter(({ atMs }) => atMs > last));
  all.set(id, own);
}
