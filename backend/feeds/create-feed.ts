import type { Clock } from '../../shared/domain/index.ts';
import { createSimulatorFeed } from '../simulator/simulator-feed.ts';
import { createCsvFeed } from './csv/csv-feed.ts';
import { inspectCsv } from './csv/csv-file.ts';
import type { Feed } from './feed.ts';
import { createGtfsFileFeed } from './gtfs/gtfs-file-feed.ts';
import { createGtfsUrlFeed } from './gtfs/gtfs-url-feed.ts';

const DEFAULT_VEHICLES = 500;
const MOST_VEHICLES = 1_000_000;
const DEFAULT_SEED = 1;
const SLOWEST = 0.1;
const FASTEST = 3_600;

export interface FeedOptions {
  /** Where positions come from: a path or a URL; without it, a simulated fleet. */
  source?: string;
  /** Of a recorded file: how much faster than real time it plays (default 1), and whether it starts again at its end. */
  speed?: number;
  loop?: boolean;
  /** Of the simulator: how many, and the number that its fleet and its movements follow from. */
  vehicles?: number;
  seed?: number;
  clock: Clock;
  /** Where a feed may keep files of its own. */
  dataFolder: string;
}

/** Makes the feed that was asked for. Throws an Error of one sentence, with the remedy, when it cannot be. */
export async function createFeed(options: FeedOptions): Promise<Feed> {
  const { source, speed = 1, loop = false, dataFolder } = options;
  if (source !== undefined && /\.csv(\.gz)?$/i.test(source)) {
    if (!(speed >= SLOWEST && speed <= FASTEST)) {
      throw new Error(`--speed is ${speed}: give a number from ${SLOWEST} to ${FASTEST}.`);
    }
    return createCsvFeed(await inspectCsv(source), { speed, loop });
  }
  if (speed !== 1) throw new Error(`--speed ${speed} is for a recorded .csv file: leave it out for a live feed.`);
  if (source !== undefined) return createGtfsFeed(source);
  return createSimulatorFeed({
    vehicles: wholeNumber('--vehicles', options.vehicles ?? DEFAULT_VEHICLES, 1, MOST_VEHICLES),
    seed: wholeNumber('--seed', options.seed ?? DEFAULT_SEED, 0, 2 ** 32 - 1),
    dataFolder,
  });
}

async function createGtfsFeed(source: string): Promise<Feed> {
  if (/^https?:/i.test(source)) {
    const url = URL.parse(source);
    if (url === null)
      throw new Error(`${source} is not a URL: give one such as https://example.org/vehicle-positions.pb.`);
    return createGtfsUrlFeed({ url });
  }
  if (/\.pb$/i.test(source)) return createGtfsFileFeed(source);
  throw new Error(
    `--feed ${source} is not understood: give a .csv or .csv.gz file, a GTFS-realtime .pb file, or an http(s) URL.`,
  );
}

function wholeNumber(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${name} is ${value}: give a whole number from ${least} to ${most}.`);
}
