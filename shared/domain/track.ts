import { bearingDegrees, distanceMetres } from './geodesy.ts';
import { FIXES_TO_BELIEVE, isReachable, type Sighting } from './plausibility.ts';

/** A fix that stands on its own, with what the receiver says of its motion. */
export interface Report extends Sighting {
  headingDegrees?: number | undefined;
  speedMetresPerSecond?: number | undefined;
}

/** What is known of one vehicle's way: the last place that is believed, how it moves, and what is doubted. */
export interface Track extends Sighting {
  /** Metres per second towards east and north. */
  velocityEast: number;
  velocityNorth: number;
  /** Degrees clockwise from true north; undefined while it is not known. A vehicle that stands keeps it. */
  headingDegrees: number | undefined;
  isSuspect: boolean;
  /** From where motion is derived: the place that the vehicle has measurably left. */
  anchor: Sighting;
  /** Newest of the fixes in a row that could not be believed, but agree with one another. */
  doubted: Sighting | undefined;
  doubtedInARow: number;
}

export type FollowResult = 'believed' | 'suspect' | 'known' | 'older-than-known';

export interface FollowOptions {
  /** Of the vehicle's kind, metres per second. */
  topSpeed: number;
  /** How much faster than real time the times run, where a recorded day is replayed. Velocities are in real seconds. */
  timeScale: number;
}

/** Under this, two fixes of a vehicle that stands may lie apart: no speed or heading follows from them. */
const NOISE_METRES = 15;
/** A vehicle that has not left the noise for so long stands. */
const STANDS_AFTER_SECONDS = 15;
/** Two fixes further apart in time say little of how the vehicle moves now. */
const LONGEST_GAP_SECONDS = 180;
const RADIANS = Math.PI / 180;

/** The first fix is believed: there is nothing to hold it against. */
export function beginTrack(report: Report, options: FollowOptions): Track {
  const track: Track = {
    ...placeOf(report),
    velocityEast: 0,
    velocityNorth: 0,
    headingDegrees: undefined,
    isSuspect: false,
    anchor: placeOf(report),
    doubted: undefined,
    doubtedInARow: 0,
  };
  move(track, report, options);
  return track;
}

/**
 * Takes a newer fix into a track. One that no vehicle can have reached only makes the track suspect, which then stands
 * at its last believable place, until enough fixes in a row agree on the new one.
 */
export function followReport(track: Track, report: Report, options: FollowOptions): FollowResult {
  if (report.observedAtMs < track.observedAtMs) return 'older-than-known';
  if (report.observedAtMs === track.observedAtMs) return 'known';
  if (isReachable(track, report, options.topSpeed, options.timeScale)) {
    move(track, report, options);
    return 'believed';
  }
  doubt(track, report, options);
  if (track.doubtedInARow < FIXES_TO_BELIEVE) return 'suspect';
  setPlace(track.anchor, report);
  move(track, report, options);
  return 'believed';
}

function doubt(track: Track, report: Report, { topSpeed, timeScale }: FollowOptions): void {
  track.isSuspect = true;
  track.velocityEast = 0;
  track.velocityNorth = 0;
  const { doubted } = track;
  if (doubted !== undefined && report.observedAtMs <= doubted.observedAtMs) return;
  const agrees = doubted !== undefined && isReachable(doubted, report, topSpeed, timeScale);
  track.doubtedInARow = agrees ? track.doubtedInARow + 1 : 1;
  if (track.doubted === undefined) track.doubted = placeOf(report);
  else setPlace(track.doubted, report);
}

function move(track: Track, report: Report, options: FollowOptions): void {
  const speed = deriveMotion(track, report, options);
  track.longitude = report.longitude;
  track.latitude = report.latitude;
  track.observedAtMs = report.observedAtMs;
  track.isSuspect = false;
  track.doubted = undefined;
  track.doubtedInARow = 0;
  if (report.headingDegrees !== undefined) track.headingDegrees = turn(report.headingDegrees);
  const angle = (track.headingDegrees ?? 0) * RADIANS;
  track.velocityEast = track.headingDegrees === undefined ? 0 : speed * Math.sin(angle);
  track.velocityNorth = track.headingDegrees === undefined ? 0 : speed * Math.cos(angle);
}

/**
 * The speed since the anchor, which moves along, or as it was reported; the heading too, which is the track's then. Until they can be
 * told they stay as they were. No object is made: fixes come by the hundred thousand a second.
 */
function deriveMotion(track: Track, report: Report, options: FollowOptions): number {
  const derived = derivedSpeed(track, report, options);
  const { speedMetresPerSecond: reported } = report;
  return reported !== undefined && reported <= options.topSpeed ? reported : derived;
}

function derivedSpeed(track: Track, report: Report, { topSpeed, timeScale }: FollowOptions): number {
  const { anchor } = track;
  const seconds = ((report.observedAtMs - anchor.observedAtMs) / 1000) * timeScale;
  const metres = distanceMetres(anchor.longitude, anchor.latitude, report.longitude, report.latitude);
  if (metres < NOISE_METRES && seconds < STANDS_AFTER_SECONDS) {
    return Math.hypot(track.velocityEast, track.velocityNorth);
  }
  const isDriving = metres >= NOISE_METRES && seconds <= LONGEST_GAP_SECONDS;
  if (isDriving) {
    track.headingDegrees = bearingDegrees(anchor.longitude, anchor.latitude, report.longitude, report.latitude);
  }
  setPlace(anchor, report);
  return isDriving ? Math.min(metres / seconds, topSpeed) : 0;
}

function setPlace(place: Sighting, { longitude, latitude, observedAtMs }: Sighting): void {
  place.longitude = longitude;
  place.latitude = latitude;
  place.observedAtMs = observedAtMs;
}

function turn(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}

function placeOf({ longitude, latitude, observedAtMs }: Sighting): Sighting {
  return { longitude, latitude, observedAtMs };
}
