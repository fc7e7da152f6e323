import type { FleetTable } from '../../../shared/api/index.ts';
import type { Disposer } from '../../../shared/domain/index.ts';
import type { StreamSource } from '../../../shared/rpc/index.ts';

/** When frames come from the server. */
export interface FrameArrivals {
  /** How many came so far. */
  arrivals: () => number;
  /** Milliseconds since the last. */
  sinceArrivalMs: () => number;
  onArrival: (listener: () => void) => Disposer;
}

/**
 * The frames of one reader: each holds all that changed since the last one it took, so a slow reader gets fewer and larger
 * frames, never more. A heartbeat of the server passes as an empty delta.
 * @param from where the reader is; a key frame comes first where it does not say, or is on another stream
 */
export function createFrameSource(
  table: FleetTable,
  from: { streamId?: number | undefined; sequence?: number | undefined },
  { arrivals, sinceArrivalMs, onArrival }: FrameArrivals,
): StreamSource<Uint8Array<ArrayBuffer>> {
  let streamId = from.streamId;
  let sequence = from.sequence ?? 0;
  let seen = -1;
  return {
    onReady: onArrival,
    take() {
      const arrived = arrivals();
      if (table.sequence === 0 || seen === arrived) return undefined;
      seen = arrived;
      const frame = streamId === table.streamId ? table.frameSince(sequence) : table.keyFrame();
      streamId = table.streamId;
      sequence = table.sequence;
      // What is told an hour after the server was lost must not look like the server's present.
      writeServerTime(frame, table.serverTimeMs + sinceArrivalMs());
      return frame;
    },
    dispose: () => undefined,
  };
}

/** The time at byte 16 of the header (shared/api/position-frame.ts). */
function writeServerTime(frame: Uint8Array<ArrayBuffer>, serverTimeMs: number): void {
  new DataView(frame.buffer).setFloat64(16, serverTimeMs, true);
}
