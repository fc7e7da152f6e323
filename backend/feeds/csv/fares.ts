import type { Fix } from '../../../shared/domain/index.ts';
import type { FeedMission } from '../feed.ts';
import { amountCents } from '../tariff.ts';
import type { CsvRow } from './csv-rows.ts';
import { addToMileage, countFrom, createMileage, type Mileage } from './mileage.ts';

/** A run of rows of one vehicle with `occupied` 1. */
interface Fare {
  startSeconds: number;
  endSeconds: number;
  metres: number;
  /** First and last place that can be believed, as an address; the first place at all until there is one. */
  origin: string;
  destination: string;
  hasBelievedPlace: boolean;
}

interface Cab {
  seconds: number;
  mileage: Mileage;
  fare: Fare | undefined;
}

/**
 * Makes missions of a recording: each run of rows of a vehicle with `occupied` 1 is one, with its times as recorded.
 * A cab that is hailed has no plan, so the plan repeats what is known.
 */
export interface FareBook {
  /** The time of the newest row of a vehicle, seconds since the Unix epoch. */
  newestSeconds(vehicle: string): number | undefined;
  readonly vehicleCount: number;
  /** Takes in a row whose place is on Earth and which is newer than those before. Answers a mission that changed. */
  follow(row: CsvRow): FeedMission | undefined;
}

export function createFareBook(): FareBook {
  const cabs = new Map<string, Cab>();

  return {
    newestSeconds: (vehicle) => cabs.get(vehicle)?.seconds,
    get vehicleCount() {
      return cabs.size;
    },
    follow(row) {
      const cab = cabs.get(row.vehicle) ?? { seconds: row.seconds, mileage: createMileage(), fare: undefined };
      cabs.set(row.vehicle, cab);
      cab.seconds = row.seconds;
      const begins = row.occupied === true && cab.fare === undefined;
      if (begins) countFrom(cab.mileage, row.seconds * 1000);
      const { metres, isBelieved } = addToMileage(cab.mileage, { ...placeOf(row), observedAtMs: row.seconds * 1000 });
      if (begins) {
        cab.fare = beginFare(row, isBelieved);
        return missionOf(row.vehicle, cab.fare, false);
      }
      if (cab.fare === undefined) return undefined;
      if (row.occupied === false) {
        const ended = missionOf(row.vehicle, cab.fare, true);
        cab.fare = undefined;
        return ended;
      }
      // A row that does not say is within the run, but does not lengthen it.
      if (row.occupied === true) continueFare(cab.fare, row, metres, isBelieved);
      return undefined;
    },
  };
}

/** Two hours: a ride across the whole Bay Area in heavy traffic. */
const LONGEST_USUAL_FARE_SECONDS = 2 * 3600;

/** Its state, as the map shows it. */
export function stateOf({ occupied }: CsvRow): Fix['state'] {
  if (occupied === undefined) return undefined;
  return occupied ? 'on-mission' : 'idle';
}

/** Unique and the same each time the recording is read: the vehicle and the start of the fare, in UTC. */
export function fareReference(vehicle: string, startSeconds: number): string {
  return `${vehicle}-${iso(startSeconds).replaceAll(/[-:]|\.\d+/g, '')}`;
}

function beginFare(row: CsvRow, isBelieved: boolean): Fare {
  const address = addressOf(row);
  return {
    startSeconds: row.seconds,
    endSeconds: row.seconds,
    metres: 0,
    origin: address,
    destination: address,
    hasBelievedPlace: isBelieved,
  };
}

function continueFare(fare: Fare, row: CsvRow, metres: number, isBelieved: boolean): void {
  fare.endSeconds = row.seconds;
  fare.metres += metres;
  if (!isBelieved) return;
  fare.destination = addressOf(row);
  if (!fare.hasBelievedPlace) fare.origin = fare.destination;
  fare.hasBelievedPlace = true;
}

function missionOf(vehicle: string, fare: Fare, hasEnded: boolean): FeedMission {
  const distanceMetres = hasEnded ? Math.round(fare.metres) : null;
  const [start, end] = [iso(fare.startSeconds), iso(fare.endSeconds)];
  return {
    reference: fareReference(vehicle, fare.startSeconds),
    vehicleCode: vehicle,
    driver: null,
    customerName: null,
    originAddress: fare.origin,
    destinationAddress: hasEnded ? fare.destination : null,
    plannedStartAt: start,
    // Nobody plans a fare. Until it has ended, the longest that one may last before it is worth a look stands for the plan.
    plannedEndAt: hasEnded ? end : iso(fare.startSeconds + LONGEST_USUAL_FARE_SECONDS),
    actualStartAt: start,
    actualEndAt: hasEnded ? end : null,
    status: hasEnded ? 'completed' : 'in-progress',
    distanceMetres,
    amountCents: distanceMetres === null ? null : amountCents('taxi', distanceMetres),
  };
}

function placeOf({ longitude, latitude }: CsvRow): { longitude: number; latitude: number } {
  return { longitude, latitude };
}

/** Latitude, longitude: the order in which people write coordinates. */
function addressOf({ latitude, longitude }: CsvRow): string {
  return `${Number(latitude.toFixed(5))}, ${Number(longitude.toFixed(5))}`;
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
