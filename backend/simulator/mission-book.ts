import { setImmediate as breathe } from 'node:timers/promises';
import type { FeedMission } from '../feeds/feed.ts';
import type { Fleet } from './fleet.ts';
import { type Journey, journeysOf, missionAt, timesOf } from './missions.ts';
import type { Vocabulary } from './network.ts';
import { fraction, PURPOSE } from './random.ts';

const HOUR_MS = 3_600_000;
/** Missions are known so long before their planned start. */
const PLANNED_AHEAD_MS = 2 * HOUR_MS;
/** More than any delay that the traffic brings, either way. */
const SLACK_MS = HOUR_MS;
/** The past that an empty database is given, and about how many missions of it. */
export const HISTORY_MS = 120 * 24 * HOUR_MS;
const HISTORY_MISSIONS = 8_000;
/** Of so recent a past every mission is written. */
const RECENT_MS = 2 * HOUR_MS;
/** After a longer stop than this, older missions stay as they are. */
const LONGEST_STOP_MS = 400 * 24 * HOUR_MS;
/** Only the first vehicles have their missions in the database: 100,000 would write some 40 a second, for ever. */
export const MISSION_VEHICLES = 2_000;

/** The missions of the fleet as time passes. */
export interface MissionBook {
  /**
   * What to write at the start: with no `sinceMs` a history of four months, of which only a sample is written, and all
   * that is planned, running or recent; with it what has changed since, and a sample of the time between. Takes some
   * seconds for a large fleet; what it answers once `isStopped` is of no use.
   */
  catchUp(sinceMs: number | undefined, nowMs: number, isStopped?: () => boolean): Promise<FeedMission[]>;
  /** What has changed since the last call: planned, started, completed, cancelled. */
  changes(nowMs: number): FeedMission[];
}

export function createMissionBook(fleet: Fleet, vocabulary: Vocabulary): MissionBook {
  const vehicles = Math.min(fleet.count, MISSION_VEHICLES);
  const nextMs = new Float64Array(vehicles);
  const sampleShare = Math.min(1, HISTORY_MISSIONS / Math.max(1, tripsWithin(fleet, vehicles, HISTORY_MS)));
  let lastMs = 0;

  /** Missions of a vehicle with an event after `sinceMs` and until `nowMs`, of those that are wanted. */
  const changesOf = (
    vehicle: number,
    sinceMs: number,
    nowMs: number,
    /** Asked first, by the plan alone: what happened on a journey of long ago costs more to find out. */
    mayBeWanted: (journey: Journey) => boolean,
    wanted: (journey: Journey, endMs: number) => boolean,
  ) => {
    const missions: FeedMission[] = [];
    let next = nowMs + PLANNED_AHEAD_MS;
    const fromMs = sinceMs - SLACK_MS - longestTripMs(fleet, vehicle);
    // One journey beyond the horizon is looked at as well: it is the next to be announced.
    for (const journey of journeysOf(fleet, vehicle, fromMs, Infinity)) {
      const announcedMs = journey.plannedStartMs - PLANNED_AHEAD_MS;
      if (announcedMs > nowMs) {
        next = Math.min(next, announcedMs);
        break;
      }
      if (journey.plannedEndMs + SLACK_MS < sinceMs || !mayBeWanted(journey)) continue;
      const { actualStartMs, actualEndMs } = timesOf(fleet, journey);
      const events = [announcedMs, actualStartMs, actualEndMs];
      for (const event of events) if (event > nowMs && event < next) next = event;
      if (!events.some((event) => event > sinceMs && event <= nowMs)) continue;
      if (wanted(journey, actualEndMs)) missions.push(missionAt(fleet, vocabulary, journey, nowMs));
    }
    nextMs[vehicle] = next;
    return missions;
  };

  const isSampled = ({ vehicle, round, index }: Journey) =>
    fraction(fleet.seed, PURPOSE.sample, vehicle, round, index) < sampleShare;

  return {
    async catchUp(sinceMs, nowMs, isStopped = () => false) {
      const fromMs =
        sinceMs === undefined ? nowMs - HISTORY_MS : Math.max(Math.min(sinceMs, nowMs), nowMs - LONGEST_STOP_MS);
      const isOldNews = (journey: Journey) =>
        (sinceMs === undefined || journey.plannedStartMs - PLANNED_AHEAD_MS > fromMs) && !isSampled(journey);
      const mayBeWanted = (journey: Journey) =>
        journey.plannedEndMs + SLACK_MS > nowMs - RECENT_MS || !isOldNews(journey);
      const wanted = (journey: Journey, endMs: number) => endMs > nowMs - RECENT_MS || !isOldNews(journey);
      const missions: FeedMission[] = [];
      for (let vehicle = 0; vehicle < vehicles && !isStopped(); vehicle += 1) {
        missions.push(...changesOf(vehicle, fromMs, nowMs, mayBeWanted, wanted));
        if (vehicle % 20 === 0) await breathe();
      }
      lastMs = nowMs;
      return missions.sort((a, b) => (a.plannedStartAt < b.plannedStartAt ? -1 : 1));
    },
    changes(nowMs) {
      const missions: FeedMission[] = [];
      for (let vehicle = 0; vehicle < vehicles; vehicle += 1) {
        if ((nextMs[vehicle] ?? Infinity) > nowMs) continue;
        missions.push(...changesOf(vehicle, lastMs, nowMs, all, all));
      }
      lastMs = nowMs;
      return missions;
    },
  };
}

const all = () => true;

function tripsWithin(fleet: Fleet, vehicles: number, spanMs: number): number {
  return fleet.circuits
    .slice(0, vehicles)
    .reduce((sum, { trips, periodSeconds }) => sum + (trips.length * spanMs) / (periodSeconds * 1000), 0);
}

function longestTripMs(fleet: Fleet, vehicle: number): number {
  const trips = fleet.circuits[vehicle]?.trips ?? [];
  return trips.reduce((longest, trip) => Math.max(longest, trip.endSeconds - trip.startSeconds), 0) * 1000;
}
