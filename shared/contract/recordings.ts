import { z } from 'zod';
import { vehicleTrack } from '../api/track.ts';
import { method, stream } from '../rpc/index.ts';
import { wallKey } from '../domain/walls/index.ts';
import { fault } from './errors.ts';

/** Instants of a recording are told by the server's clock, UTC ms, as it was then. */
const instantMs = z.number();
/** Names a stretch. Where it is null the latest stretch that has the instant is meant. */
const stretchKey = z.number().int().positive();
const nothing = z.strictObject({});

/** How fast it can be played: 1 as it was. */
export const LEAST_SPEED = 1;
export const MOST_SPEED = 60;
export const replaySpeed = z.number().min(LEAST_SPEED).max(MOST_SPEED);
const speed = replaySpeed;
/**
 * When an instant was or is shown, by the monotonic clock of the data host, ms: it is told to windows and handed back by them. A player that is
 * given it shows, whenever it gets there, what players of the same instant show: it goes by the clock from then on, and catches up.
 */
export const replaySince = z.number().nonnegative();

/**
 * An uninterrupted recording: its times go forwards, its slots are the same vehicles throughout. Another begins after a gap (the server was
 * away, the host was not running, the disk was full), when the server's clock leaps, and with another stream of positions. The times of two
 * overlap where the clock was set back.
 */
export const recordedStretch = z.object({
  stretch: stretchKey,
  /** Of its positions: what `vehicles.bySlots` is asked with. */
  streamId: z.number().int().nonnegative(),
  fromMs: instantMs,
  toMs: instantMs,
  /** How much faster than real time the feed ran. */
  timeScale: z.number().positive(),
  /** It is being recorded: it grows. */
  isOpen: z.boolean(),
});
export type RecordedStretch = z.infer<typeof recordedStretch>;

/** How recording is: see `Health.recording`. */
export const recordingHealth = z.object({
  /** `waiting`: for positions from the server. `stopped`: the disk is full or fails; live goes on, and it is tried again. */
  state: z.enum(['off', 'waiting', 'recording', 'stopped']),
  sinceMs: z.number(),
  /** Of all that is kept. */
  bytes: z.number(),
  fault: fault.nullable(),
});
export type RecordingHealth = z.infer<typeof recordingHealth>;

/** Where a player is. */
export const replayState = z.object({
  stretch: stretchKey,
  streamId: z.number().int().nonnegative(),
  atMs: instantMs,
  isPlaying: z.boolean(),
  speed,
  /** It stands at the last instant that is recorded: it goes on with what is added. */
  isAtEnd: z.boolean(),
});
export type ReplayState = z.infer<typeof replayState>;

const recordingTrack = z.strictObject({
  vehicleId: z.string().max(200),
  atMs: instantMs,
  stretch: stretchKey.nullable(),
  minutes: z.number().min(1).max(1_440),
});
export type AskedRecordingTrack = z.output<typeof recordingTrack>;

/** Made by a window, once for each stream that it opens. */
const player = z.guid();

export const recordingMethods = {
  /** What there is to be replayed, in the order in which it was recorded, and how much of it is kept. */
  'recordings.span': method(
    nothing,
    z.object({
      stretches: z.array(recordedStretch),
      bytes: z.number(),
      /** Null: nothing is recorded. */
      limits: z.object({ hours: z.number(), bytes: z.number() }).nullable(),
    }),
  ),
  /**
   * The way of a vehicle up to an instant, every fix of it, or evenly thinned where there are thousands: for its trail and for following it.
   * Errors: `not-found` where nothing is recorded.
   */
  'recordings.track': method(recordingTrack, vehicleTrack),
  /** Where vehicles are in the frames of a recorded stream; null: they are not. Errors: `not-found` where there is no such stream. */
  'recordings.slots': method(
    z.strictObject({ streamId: z.number().int().nonnegative(), vehicleIds: z.array(z.string().max(200)).max(5_000) }),
    z.object({ slots: z.array(z.number().int().nonnegative().nullable()) }),
  ),
  /**
   * Steers a player whose stream is open, of this window or another: what is left out stays as it is. Answers where it then is.
   * Errors: `not-found` where no such player is open, or nothing is recorded.
   */
  'replay.steer': method(
    z.strictObject({
      player,
      /** Goes to an instant; where none is recorded, to the next that is. */
      seek: z
        .strictObject({ atMs: instantMs, stretch: stretchKey.nullable(), sinceMs: replaySince.optional() })
        .optional(),
      isPlaying: z.boolean().optional(),
      speed: speed.optional(),
    }),
    replayState,
  ),
};

export const replayStreams = {
  /**
   * Replayed position frames (shared/api/position-frame.ts): key and delta frames of the whole fleet, of which the server time is the instant
   * that is shown, in the stream and the slots of the recording. They are marked, and a `FleetTable` of live frames refuses them: give one
   * `source: 'replay'`. The records are those that were live then, to the last bit. Between two frames time goes on `speed` times as fast as
   * real time while it is playing, and stands while it is not; then there is an empty frame a second, which says that the link is up.
   * Newest wins: a slow reader gets fewer and larger frames. Playing passes over what is not recorded.
   * Ends with `not-found` where nothing is recorded.
   */
  'replay.frames': stream(
    z.strictObject({
      player,
      atMs: instantMs,
      stretch: stretchKey.nullable(),
      isPlaying: z.boolean(),
      speed,
      sinceMs: replaySince.optional(),
      /** The group of screens that replay together, of which this is one. */
      group: z.strictObject({ wall: wallKey, group: wallKey }).optional(),
    }),
    z.instanceof(Uint8Array),
  ),
};
