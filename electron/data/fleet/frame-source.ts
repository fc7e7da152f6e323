import { type FleetTable, PartFrames, SharedFrames } from '../../../shared/api/index.ts';
import type { Clock, Disposer, FleetArea } from '../../../shared/domain/index.ts';
import { createListeners, type StreamSource } from '../../../shared/rpc/index.ts';

/** A reader gets so many frames a second in the long run, whatever comes from the server; a few may follow each other sooner. */
export const FRAMES_A_SECOND = 4;
const BURST = 4;
const INTERVAL_MS = 1_000 / FRAMES_A_SECOND;
/** A frame may say that it is older than it is by so much: what a reader does in that time is not worth a frame of its own. */
const STALE_MS = 50;

/** When frames come from the server. */
export interface FrameArrivals {
  /** How many came so far. */
  arrivals: () => number;
  /** Milliseconds since the last. */
  sinceArrivalMs: () => number;
  onArrival: (listener: () => void) => Disposer;
}

/** Where a reader is; a key frame comes first where it does not say, or is on another stream. */
export interface ReaderPlace {
  streamId?: number | undefined;
  sequence?: number | undefined;
  /** What of the fleet it wants; all when not said. A part begins with a part frame. */
  area?: FleetArea | undefined;
}

/** Opens the frames of any number of readers. */
export interface FrameSources {
  open(from: ReaderPlace): StreamSource<Uint8Array<ArrayBuffer>>;
  /** Frames of the whole fleet, as they are shared. */
  readonly whole: Pick<SharedFrames, 'since'>;
}

/**
 * The frames of a table for its readers: each holds all that changed since the last one that the reader took, so a slow reader gets
 * fewer and larger frames, never more. A heartbeat of the server passes as an empty delta. Readers at one place share the bytes,
 * but for those that want a part: each has frames of its own.
 */
export function createFrameSources(table: FleetTable, arrivals: FrameArrivals, clock: Clock): FrameSources {
  const whole = new SharedFrames(table);

  /** What is told an hour after the server was lost must not look like the server's present. */
  function frameSince(frames: Pick<SharedFrames, 'since'>, base: number): Uint8Array<ArrayBuffer> {
    const frame = frames.since(base);
    if (arrivals.sinceArrivalMs() < STALE_MS) return frame;
    const told = frame.slice();
    // The server's time in the header: see shared/api/position-frame.ts.
    new DataView(told.buffer).setFloat64(16, table.serverTimeMs + arrivals.sinceArrivalMs(), true);
    return told;
  }

  return {
    whole,
    open(from) {
      const resumed = createListeners<void>();
      const pace = createPace(clock, () => resumed.emit());
      const frames = from.area === undefined ? whole : new PartFrames(table, from.area);
      let { streamId, sequence = 0 } = from;
      let seen = -1;
      return {
        onReady(listener) {
          const stops = [arrivals.onArrival(listener), resumed.add(listener)];
          return () => stops.forEach((stop) => stop());
        },
        take() {
          const arrived = arrivals.arrivals();
          if (table.sequence === 0 || seen === arrived || !pace.allows()) return undefined;
          seen = arrived;
          const frame = frameSince(frames, streamId === table.streamId ? sequence : 0);
          ({ streamId, sequence } = table);
          return frame;
        },
        dispose: () => pace.stop(),
      };
    },
  };
}

/** A bucket of frames that fills up evenly (the generic cell rate algorithm, ITU-T I.371). `resume` is called when it has one again. */
function createPace(clock: Clock, resume: () => void): { allows(): boolean; stop: Disposer } {
  /** When the bucket would be full. */
  let fullAtMs = Number.NEGATIVE_INFINITY;
  let stopTimer: Disposer | undefined;
  return {
    allows() {
      const nowMs = clock.monotonicMs();
      const waitMs = fullAtMs - (BURST - 1) * INTERVAL_MS - nowMs;
      if (waitMs <= 0) {
        fullAtMs = Math.max(nowMs, fullAtMs) + INTERVAL_MS;
        return true;
      }
      stopTimer ??= clock.after(waitMs, () => {
        stopTimer = undefined;
        resume();
      });
      return false;
    },
    stop() {
      stopTimer?.();
      stopTimer = undefined;
    },
  };
}
