import type { MissionStatus } from '../../shared/domain/index.ts';
import type { FeedMission } from '../feeds/feed.ts';
import { amountCents } from '../feeds/tariff.ts';
import type { Trip } from './circuit.ts';
import { customerName, driverName } from './customers.ts';
import type { Fleet } from './fleet.ts';
import type { Vocabulary } from './network.ts';
import { isCancelled } from './outcome.ts';
import { fraction, hash, PURPOSE } from './random.ts';
import { timeOf } from './traffic.ts';

/** One trip of one round of one vehicle, with its times, UTC ms. */
export interface Journey {
  vehicle: number;
  round: number;
  /** Index into the trips of the circuit. */
  index: number;
  trip: Trip;
  plannedStartMs: number;
  plannedEndMs: number;
}

export interface JourneyTimes {
  actualStartMs: number;
  actualEndMs: number;
}

const SHIFT_MS = 8 * 3_600_000;

/** The journeys of a vehicle planned to start at `fromMs` or later and before `untilMs`, in order. */
export function* journeysOf(fleet: Fleet, vehicle: number, fromMs: number, untilMs: number): Generator<Journey> {
  const circuit = fleet.circuits[vehicle];
  if (circuit === undefined || circuit.trips.length === 0) return;
  const phase = fleet.phaseSeconds[vehicle] ?? 0;
  for (let round = Math.floor((fromMs / 1000 + phase) / circuit.periodSeconds); ; round += 1) {
    const roundStart = round * circuit.periodSeconds - phase;
    if (roundStart * 1000 >= untilMs) return;
    for (const [index, trip] of circuit.trips.entries()) {
      const plannedStartMs = toMinute(roundStart + trip.startSeconds);
      if (plannedStartMs < fromMs) continue;
      if (plannedStartMs >= untilMs) return;
      yield {
        vehicle,
        round,
        index,
        trip,
        plannedStartMs,
        plannedEndMs: toMinute(roundStart + trip.endSeconds) + 60_000,
      };
    }
  }
}

/** When a journey really starts and ends, with the traffic of its day. */
export function timesOf(fleet: Fleet, { vehicle, round, trip }: Journey): JourneyTimes {
  const start = round * (fleet.circuits[vehicle]?.periodSeconds ?? 0) - (fleet.phaseSeconds[vehicle] ?? 0);
  const at = (seconds: number) => Math.round(timeOf(fleet.traffic, vehicle, start + seconds) * 1000);
  return { actualStartMs: at(trip.startSeconds), actualEndMs: at(trip.endSeconds) };
}

/** Unique, and the same whenever it is computed: day and minute of the planned start in UTC, then the vehicle. */
export function referenceOf(fleet: Fleet, { plannedStartMs, vehicle }: Journey): string {
  const digits = new Date(plannedStartMs).toISOString().replaceAll(/\D/g, '');
  return `M${digits.slice(2, 8)}-${digits.slice(8, 12)}-${fleet.codes[vehicle] ?? ''}`;
}

/** A journey as the back office knows it at a time, UTC ms. */
export function missionAt(fleet: Fleet, vocabulary: Vocabulary, journey: Journey, nowMs: number): FeedMission {
  const { vehicle, round, index, trip } = journey;
  const { seed } = fleet;
  const { actualStartMs, actualEndMs } = timesOf(fleet, journey);
  const status = statusAt(nowMs, isCancelled(seed, vehicle, round, index), actualStartMs, actualEndMs);
  const started = status === 'in-progress' || status === 'completed';
  const completed = status === 'completed';
  const kind = fleet.duties[vehicle]?.kind ?? 'other';
  const shift = Math.floor(journey.plannedStartMs / SHIFT_MS) % 3;
  // Amounts of one mission in forty come later, as they do where somebody still types them.
  const priced = completed && fraction(seed, PURPOSE.outcome, vehicle, round, index + 1_000) > 0.025;
  const distanceMetres = completed ? measured(trip.distanceMetres, seed, journey) : null;
  return {
    reference: referenceOf(fleet, journey),
    vehicleCode: fleet.codes[vehicle] ?? '',
    driver: driverName(vocabulary, hash(seed, PURPOSE.driver, vehicle, shift)),
    customerName: customerName(
      vocabulary,
      trip.customers,
      trip.town,
      hash(seed, PURPOSE.customer, vehicle, round, index),
    ),
    originAddress: trip.from,
    destinationAddress: trip.to,
    plannedStartAt: iso(journey.plannedStartMs),
    plannedEndAt: iso(journey.plannedEndMs),
    actualStartAt: started ? iso(actualStartMs) : null,
    actualEndAt: completed ? iso(actualEndMs) : null,
    status,
    distanceMetres,
    amountCents: priced && distanceMetres !== null ? amountCents(kind, distanceMetres) : null,
  };
}

/** An odometer is never quite the length of the way: up to 1 % more. */
function measured(metres: number, seed: number, { vehicle, round, index }: Journey): number {
  return Math.round(metres * (1 + 0.01 * fraction(seed, PURPOSE.outcome, vehicle, round, index + 2_000)));
}

function statusAt(nowMs: number, cancelled: boolean, startMs: number, endMs: number): MissionStatus {
  if (nowMs < startMs) return 'planned';
  if (cancelled) return 'cancelled';
  return nowMs < endMs ? 'in-progress' : 'completed';
}

/** Timetables know whole minutes. */
function toMinute(seconds: number): number {
  return Math.floor(seconds / 60) * 60_000;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
