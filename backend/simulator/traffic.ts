import { fraction, PURPOSE } from './random.ts';

/*
 * Traffic as a delay that grows and shrinks with time, so that where a vehicle is remains a function of the time alone:
 * it is at the second `t + delay(t)` of its rounds. Each wave is A·(sin x + ½ sin 2x), whose slope lies between -A and
 * 2A of the traffic's own rate: jams are sharp, and what was lost is made up slowly.
 */

/** Share of the speed that each wave takes at its crest, halved: 0.15 means up to 30 % slower and up to 17 % faster. */
const JAMS = 0.15;
const FLOWS = 0.08;
/** The two rush hours of a day. */
const RUSH = 0.04;
const RUSH_SECONDS = 43_200;
const TURN = 2 * Math.PI;

/** The waves of one vehicle: their lengths in seconds, and where they start, as a fraction. */
export interface Traffic {
  jamSeconds: Float64Array;
  flowSeconds: Float64Array;
  jamPhase: Float64Array;
  flowPhase: Float64Array;
}

export function buildTraffic(count: number, seed: number): Traffic {
  const random = (use: number) =>
    Float64Array.from({ length: count }, (_, i) => fraction(seed, PURPOSE.traffic, i, use));
  return {
    jamSeconds: random(0).map((share) => 360 + 360 * share),
    flowSeconds: random(1).map((share) => 2_100 + 1_800 * share),
    jamPhase: random(2),
    flowPhase: random(3),
  };
}

/** How many seconds a vehicle is ahead (or, below zero, behind) at a time in seconds since the Unix epoch. */
export function aheadSeconds(traffic: Traffic, vehicle: number, time: number): number {
  const jam = traffic.jamSeconds[vehicle] ?? 1;
  const flow = traffic.flowSeconds[vehicle] ?? 1;
  const x = angle(time, jam, traffic.jamPhase[vehicle] ?? 0);
  const y = angle(time, flow, traffic.flowPhase[vehicle] ?? 0);
  return (
    -(JAMS * jam * wave(x) + FLOWS * flow * wave(y) - RUSH * RUSH_SECONDS * Math.sin(angle(time, RUSH_SECONDS, 0))) /
    TURN
  );
}

/** Its speed at that time, as a multiple of the speed in quiet traffic: the slope of `time + aheadSeconds`. */
export function paceAt(traffic: Traffic, vehicle: number, time: number): number {
  const x = angle(time, traffic.jamSeconds[vehicle] ?? 1, traffic.jamPhase[vehicle] ?? 0);
  const y = angle(time, traffic.flowSeconds[vehicle] ?? 1, traffic.flowPhase[vehicle] ?? 0);
  return 1 - JAMS * slope(x) - FLOWS * slope(y) + RUSH * Math.cos(angle(time, RUSH_SECONDS, 0));
}

/** The time, in seconds since the Unix epoch, when a vehicle reaches a second of its rounds. Within a millisecond. */
export function timeOf(traffic: Traffic, vehicle: number, roundSeconds: number): number {
  let time = roundSeconds;
  for (let i = 0; i < 60; i += 1) {
    const miss = time + aheadSeconds(traffic, vehicle, time) - roundSeconds;
    if (Math.abs(miss) < 0.0005) break;
    time -= miss / paceAt(traffic, vehicle, time);
  }
  return time;
}

function angle(time: number, seconds: number, phase: number): number {
  const turns = time / seconds + phase;
  return (turns - Math.floor(turns)) * TURN;
}

function wave(x: number): number {
  const sine = Math.sin(x);
  return sine + sine * Math.cos(x);
}

function slope(x: number): number {
  const cosine = Math.cos(x);
  return cosine + 2 * cosine * cosine - 1;
}
