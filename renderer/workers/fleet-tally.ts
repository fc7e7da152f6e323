import type { FleetTable } from '../../shared/api/index.ts';
import {
  type AgeThresholds,
  countFleet,
  countFleetUntil,
  type FleetCounts,
  NO_VEHICLES,
  type ShownVehicles,
} from '../../shared/domain/index.ts';
import type { CountsNews, WorkerFilter } from './protocol.ts';

/** The numbers of a fleet and of what a filter shows of it. */
export interface FleetTally {
  latest(): CountsNews;
  /** What the filter shows, as far as it is known. */
  shown(): ShownVehicles | null;
  /** Counts anew. True when a number has changed. */
  count(): boolean;
  /** Whether the data host counts, since the table here is a part of the fleet. */
  setPart(isPart: boolean): void;
  /** What the data host has counted. */
  take(numbers: CountsNews): void;
  /** Another filter. True when it asks another question of the data host, whose answer is then not known. */
  setFilter(next: WorkerFilter | null): boolean;
  /** The answer of the data host. */
  setMask(streamId: number, mask: Uint8Array<ArrayBuffer>): void;
}

/** @param moment what the fleet is counted by; no `serverNowMs` before the first frame; `newsCount` grows with each frame that changed records */
export function createFleetTally(
  table: FleetTable,
  moment: () => { thresholds: AgeThresholds; serverNowMs: number | undefined; newsCount: number },
): FleetTally {
  let filter: WorkerFilter | null = null;
  let mask: { streamId: number; bytes: Uint8Array<ArrayBuffer> } | undefined;
  let news: CountsNews = { counts: NO_VEHICLES, shown: null };
  /** What the numbers were counted of, and while which time of the server they hold: a fleet at rest is not counted each second. */
  let counted: readonly unknown[] = [];
  let holds = { fromMs: 0, toMs: 0 };
  let isPart = false;
  /** Of the whole fleet; undefined until they have come, meanwhile those from before stand. */
  let told: CountsNews | undefined;

  function countShown(at: { epochMs: number; serverNowMs: number; timeScale: number }, thresholds: AgeThresholds) {
    if (filter === null) return null;
    const { sieve, directory } = filter;
    if (directory === null) return countFleet(table.records, at, thresholds, { sieve, mask: null });
    // Slots of another stream are other vehicles.
    if (mask?.streamId !== table.streamId) return null;
    return countFleet(table.records, at, thresholds, { sieve, mask: mask.bytes });
  }

  return {
    latest: () => news,
    shown() {
      if (filter === null) return null;
      const fits = filter.directory !== null && mask?.streamId === table.streamId;
      return { sieve: filter.sieve, mask: fits ? (mask?.bytes ?? null) : null };
    },
    count() {
      const { thresholds, serverNowMs, newsCount } = moment();
      if (serverNowMs === undefined) return false;
      if (isPart) {
        const known = news;
        news = told ?? news;
        return !areSame(known.counts, news.counts) || !areSame(known.shown, news.shown);
      }
      const of = [newsCount, table.streamId, table.epochMs, table.timeScale, thresholds, filter, mask];
      const isSame = of.every((value, index) => value === counted[index]);
      if (isSame && serverNowMs >= holds.fromMs && serverNowMs < holds.toMs) return false;
      const at = { epochMs: table.epochMs, serverNowMs, timeScale: table.timeScale };
      const before = news;
      const { counts, untilSeconds } = countFleetUntil(table.records, at, thresholds);
      news = { counts, shown: countShown(at, thresholds) };
      counted = of;
      holds = { fromMs: serverNowMs, toMs: table.epochMs + untilSeconds * 1000 };
      return !areSame(before.counts, news.counts) || !areSame(before.shown, news.shown);
    },
    setPart(next) {
      if (next !== isPart) told = undefined;
      isPart = next;
      // Whatever was counted here is not what is shown now.
      counted = [];
    },
    take(numbers) {
      told = numbers;
    },
    setFilter(next) {
      const isOther = JSON.stringify(next?.directory ?? null) !== JSON.stringify(filter?.directory ?? null);
      filter = next;
      // What was told is of the filter before.
      if (told !== undefined) told = { counts: told.counts, shown: null };
      if (isOther) mask = undefined;
      return isOther;
    },
    setMask(streamId, bytes) {
      mask = { streamId, bytes };
    },
  };
}

const COUNT_NAMES = ['total', 'heard', 'late', 'silent', 'suspect', 'moving'] as const;

function areSame(one: FleetCounts | null, other: FleetCounts | null): boolean {
  if (one === null || other === null) return one === other;
  return COUNT_NAMES.every((name) => one[name] === other[name]);
}
