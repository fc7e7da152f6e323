import { hash, PURPOSE } from './random.ts';

/** One trip in so many is cancelled before it starts: the vehicle drives it empty. */
const CANCELLED = 70;

/** Whether a trip of a round of a vehicle does not take place. */
export function isCancelled(seed: number, vehicle: number, round: number, trip: number): boolean {
  return hash(seed, PURPOSE.outcome, vehicle, round, trip) % CANCELLED === 0;
}
