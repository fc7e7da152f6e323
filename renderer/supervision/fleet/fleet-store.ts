import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type Clock,
  type Disposer,
  POSITION_FLAGS,
  type PositionRecord,
  RECORD_BYTES,
  readRecord,
} from '../../../shared/domain/index.ts';
import { createListeners } from '../../../shared/rpc/index.ts';
import {
  type AgeThresholds,
  createServerClock,
  DEFAULT_AGE_THRESHOLDS,
  type FleetCounts,
  type FromPositionsWorker,
  NO_VEHICLES,
  type PositionsWorker,
  type StreamFault,
  type StreamRepairs,
  type StreamState,
  thresholdsFault,
} from '../../workers/index.ts';

/** The whole fleet at one sequence of a stream. The records are the wire records: see shared/domain/position-record. */
export interface FleetFrame {
  readonly streamId: number;
  readonly sequence: number;
  /** Origin of the records' times, UTC ms. */
  readonly epochMs: number;
  /** How much faster than real time the fleet moves (1 when live): metres per second are the vehicles' own. */
  readonly timeScale: number;
  readonly count: number;
  /** `count` records of 24 bytes, that of slot i at i * 24. Valid until the next frame: copy what must last. */
  readonly records: DataView<ArrayBuffer>;
}

/** What is small enough for React: it changes a few times a second at most. */
export interface FleetStatus {
  readonly state: StreamState;
  /** Since when, UTC ms by this machine's clock. For `silent`: when the last frame came. */
  readonly sinceMs: number;
  readonly fault: StreamFault | null;
  readonly repairs: StreamRepairs;
  readonly counts: FleetCounts;
  readonly thresholds: AgeThresholds;
  /** Of the last frame, 0 before any. With another stream id, slots mean other vehicles. */
  readonly streamId: number;
  readonly sequence: number;
  readonly timeScale: number;
}

/** The latest position of every vehicle in this window, with no object a vehicle. */
export interface FleetStore {
  /** The latest frame, undefined before the first. */
  frame(): FleetFrame | undefined;
  /** Called after each frame that brought news (up to 4 a second), not for heartbeats. */
  subscribe(listener: (frame: FleetFrame) => void): Disposer;
  /** The server's clock now, UTC ms: what ages are measured by. This machine's clock before the first frame. */
  serverNowMs(): number;
  /** Milliseconds since a vehicle's fix, by the server's clock, not below 0. Undefined: no such vehicle is known. */
  ageMs(slot: number): number | undefined;
  /** A vehicle's last fix as it came (no dead reckoning). Undefined: no such vehicle, or it is hidden. */
  readSlot(slot: number): PositionRecord | undefined;
  /** Connection, counts and sequence, for React's `useStore(fleet.status, selector)`. */
  readonly status: StoreApi<FleetStatus>;
  /** @throws RangeError when they are not `0 < lateMs < silentMs`. */
  setThresholds(thresholds: AgeThresholds): void;
  /** Ends the subscription to the worker; the worker itself is its maker's to terminate. */
  dispose(): void;
}

/** A store over a positions worker. `clock` must be the one that the worker uses: `windowClock`. */
export function createFleetStore(worker: Omit<PositionsWorker, 'terminate'>, clock: Clock): FleetStore {
  const listeners = createListeners<FleetFrame>();
  const status = createStore<FleetStatus>(() => initialStatus(clock));
  let serverClock = createServerClock();
  let frame: FleetFrame | undefined;

  function takeFleet(message: FromPositionsWorker & { type: 'fleet' }): void {
    const previous = frame;
    const { streamId, sequence, epochMs, timeScale, count, counts } = message;
    // A restarted server may have another clock.
    if (previous !== undefined && previous.streamId !== streamId) serverClock = createServerClock();
    serverClock.observe(message.serverTimeMs, message.receivedAtMs);
    const records = new DataView(message.records, 0, count * RECORD_BYTES);
    frame = { streamId, sequence, epochMs, timeScale, count, records };
    try {
      status.setState({ streamId, sequence, timeScale, counts });
      listeners.emit(frame);
    } finally {
      // Whatever a listener did: a buffer that is not returned would stop the stream.
      if (previous !== undefined) {
        const { buffer } = previous.records;
        worker.postMessage({ type: 'return', buffer }, [buffer]);
      }
    }
  }

  const onMessage = ({ data: message }: { data: FromPositionsWorker }) => {
    switch (message.type) {
      case 'fleet':
        return takeFleet(message);
      case 'heartbeat':
        serverClock.observe(message.serverTimeMs, message.receivedAtMs);
        return status.setState({ sequence: message.sequence, timeScale: message.timeScale });
      case 'counts':
        return status.setState({ counts: message.counts });
      case 'state': {
        const { state, sinceMs, fault, repairs } = message;
        return status.setState({ state, sinceMs, fault, repairs });
      }
    }
  };
  worker.addEventListener('message', onMessage);

  const serverNowMs = () => serverClock.at(clock.monotonicMs()) ?? clock.nowMs();
  const readSlot = (slot: number): PositionRecord | undefined => {
    if (frame === undefined || !Number.isInteger(slot) || slot < 0 || slot >= frame.count) return undefined;
    const record = readRecord(frame.records, slot * RECORD_BYTES, frame.epochMs);
    return (record.flags & POSITION_FLAGS.hidden) === 0 ? record : undefined;
  };
  return {
    frame: () => frame,
    subscribe: (listener) => listeners.add(listener),
    serverNowMs,
    ageMs(slot) {
      const record = readSlot(slot);
      return record === undefined ? undefined : Math.max(0, serverNowMs() - record.observedAtMs);
    },
    readSlot,
    status,
    setThresholds(thresholds) {
      const fault = thresholdsFault(thresholds);
      if (fault !== undefined) throw new RangeError(fault);
      worker.postMessage({ type: 'thresholds', thresholds });
      status.setState({ thresholds });
    },
    dispose: () => worker.removeEventListener('message', onMessage),
  };
}

function initialStatus(clock: Clock): FleetStatus {
  return {
    state: 'connecting',
    sinceMs: clock.nowMs(),
    fault: null,
    repairs: { gaps: 0, malformed: 0, reconnections: 0 },
    counts: NO_VEHICLES,
    thresholds: DEFAULT_AGE_THRESHOLDS,
    streamId: 0,
    sequence: 0,
    timeScale: 1,
  };
}
