import { distanceMetres, FIXES_TO_BELIEVE, type Sighting } from '../../../shared/domain/index.ts';

/** Faster than a cab goes between two fixes, metres per second (162 km/h): what is billed is judged more strictly. */
const TOP_SPEED = 45;
/** How far apart two fixes of a vehicle that stands may lie, however short the time, metres. */
const NOISE_METRES = 100;

/**
 * The way of one vehicle, added up between the places that can be believed. A jump that no cab can make adds nothing;
 * when the fixes after it agree on the new place, the way goes on from there.
 */
export interface Mileage {
  believed: Sighting | undefined;
  doubted: Sighting | undefined;
  doubtedInARow: number;
  /** Metres between the doubted fixes, which count once those are believed. */
  doubtedMetres: number;
  /** Only what is driven from this time on counts, UTC ms. */
  countsFromMs: number;
}

export function createMileage(): Mileage {
  return { believed: undefined, doubted: undefined, doubtedInARow: 0, doubtedMetres: 0, countsFromMs: 0 };
}

/** Starts counting anew: the way to the place of that time is no part of what follows. */
export function countFrom(mileage: Mileage, fromMs: number): void {
  mileage.countsFromMs = fromMs;
  mileage.doubtedMetres = 0;
}

/** Takes in the next fix, newer than all before. Answers the metres that it adds, and whether its place is believed. */
export function addToMileage(mileage: Mileage, fix: Sighting): { metres: number; isBelieved: boolean } {
  const { believed, doubted } = mileage;
  if (believed === undefined) return believe(mileage, fix, 0);
  if (isDrivable(believed, fix)) return believe(mileage, fix, countedMetres(mileage, believed, fix));
  const agrees = doubted !== undefined && isDrivable(doubted, fix);
  mileage.doubtedInARow = agrees ? mileage.doubtedInARow + 1 : 1;
  mileage.doubtedMetres = agrees ? mileage.doubtedMetres + countedMetres(mileage, doubted, fix) : 0;
  mileage.doubted = fix;
  if (mileage.doubtedInARow < FIXES_TO_BELIEVE) return { metres: 0, isBelieved: false };
  return believe(mileage, fix, mileage.doubtedMetres);
}

function believe(mileage: Mileage, fix: Sighting, metres: number): { metres: number; isBelieved: boolean } {
  mileage.believed = fix;
  mileage.doubted = undefined;
  mileage.doubtedInARow = 0;
  mileage.doubtedMetres = 0;
  return { metres, isBelieved: true };
}

function countedMetres({ countsFromMs }: Mileage, from: Sighting, to: Sighting): number {
  return from.observedAtMs >= countsFromMs ? metresBetween(from, to) : 0;
}

function isDrivable(from: Sighting, to: Sighting): boolean {
  return metresBetween(from, to) <= NOISE_METRES + (TOP_SPEED * (to.observedAtMs - from.observedAtMs)) / 1000;
}

function metresBetween(from: Sighting, to: Sighting): number {
  return distanceMetres(from.longitude, from.latitude, to.longitude, to.latitude);
}
