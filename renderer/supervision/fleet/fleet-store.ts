import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type AgeThresholds,
  type Clock,
  DEFAULT_AGE_THRESHOLDS,
  type Disposer,
  POSITION_FLAGS,
  type PositionRecord,
  RECORD_BYTES,
  readRecord,
  thresholdsFault,
} from '../../../shared/domain/index.ts';
import { createListeners } from '../../../shared/rpc/index.ts';
import { createMapViews, type MapView } from './map-views.ts';
import {
  type Blend,
  blendAt,
  blendBetween,
  createReplayClock,
  createServerClock,
  type FleetCounts,
  type FromPositionsWorker,
  NO_VEHICLES,
  type OverlayWish,
  type PositionsWorker,
  type ServerClock,
  type ShownVehicles,
  type StreamFault,
  type StreamRepairs,
  type StreamState,
  type WorkerFilter,
} from '../../workers/index.ts';
import { createFleetInterest, type FleetInterest } from './fleet-interest.ts';

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
  /** The records of the frame before, if its slots are the same vehicles'. Valid as long. */
  readonly earlier?: DataView<ArrayBuffer> | undefined;
  /** How vehicles go from there to here: see blend.ts in renderer/workers. */
  readonly blend?: Blend | undefined;
}

/** What is small enough for React: it changes a few times a second at most. */
export interface FleetStatus {
  readonly state: StreamState;
  /** Since when, UTC ms by this machine's clock. For `silent`: when the last frame came. */
  readonly sinceMs: number;
  readonly fault: StreamFault | null;
  readonly repairs: StreamRepairs;
  readonly counts: FleetCounts;
  /** Of the vehicles that the filter shows. Null: no filter, or what it shows is not known yet. */
  readonly shown: FleetCounts | null;
  readonly thresholds: AgeThresholds;
  /** Of the last frame, 0 before any. With another stream id, slots mean other vehicles. */
  readonly streamId: number;
  readonly sequence: number;
  readonly timeScale: number;
  /** How many times as fast as real time the server's time goes: 1 when live, 0 while a recording stands. */
  readonly pace: number;
}

/** What a store shows: the fleet as it is, or as it was. */
export type FleetSource = 'live' | 'replay';

export interface FleetOverlays {
  /** See trail-lines.ts in renderer/workers. */
  readonly trails: ArrayBuffer | null;
  /** See density-grid.ts in renderer/workers. */
  readonly density: { readonly zoom: number; readonly cells: ArrayBuffer } | null;
}
/** Frames of a recording that is played come no further apart, milliseconds of real time. */
const LONGEST_STEP_MS = 1_000;
const NO_OVERLAYS: FleetOverlays = { trails: null, density: null };

/** The latest position of every vehicle in this window, with no object a vehicle. */
export interface FleetStore {
  /** Of a recording, whatever is shown was so at `serverNowMs`. A store is of one source for good. */
  readonly source: FleetSource;
  /** Of a recording, who plays it: by its name the data host tells of the same instant. Null: live. */
  readonly player: string | null;
  /** The latest frame, undefined before the first. */
  frame(): FleetFrame | undefined;
  /** Called after each frame that brought news (up to 4 a second), not for heartbeats. */
  subscribe(listener: (frame: FleetFrame) => void): Disposer;
  /** The server's clock now, UTC ms: what ages are measured by. This machine's clock before the first frame. */
  serverNowMs(): number;
  /** Milliseconds since a vehicle's fix, by the server's clock, not below 0. Undefined: no such vehicle is known. */
  ageMs(slot: number): number | undefined;
  /** The vehicle is outside of what this window is sent: nothing is known of it now, and it is not silent. */
  isElsewhere(slot: number): boolean;
  /** What of the fleet this window is sent: say here what is shown. */
  readonly interest: FleetInterest;
  /** A vehicle's last fix as it came (no dead reckoning). Undefined: no such vehicle, or it is hidden. */
  readSlot(slot: number): PositionRecord | undefined;
  /** Connection, counts and sequence, for React's `useStore(fleet.status, selector)`. */
  readonly status: StoreApi<FleetStatus>;
  /** @throws RangeError when they are not `0 < lateMs < silentMs`. */
  setThresholds(thresholds: AgeThresholds): void;
  /** Of a recording: how many times as fast as real time its time goes from now on; 0: it stands. */
  setPace(pace: number): void;
  /** How far vehicles have come from where the frame before had them, to where the latest has them: 0 to 1. */
  blend(): number;
  /** Which vehicles are shown, for whatever draws or counts them; null: all. The same object as long as it is the same. */
  shown(): ShownVehicles | null;
  /** Called when other vehicles are shown, and not when they change by themselves. */
  onShown(listener: () => void): Disposer;
  /** Shows some vehicles only; null: all. */
  setFilter(filter: WorkerFilter | null): void;
  /** What the map is given besides the vehicles: as it came last, and only of this stream. */
  overlays(): FleetOverlays;
  /** Called when the overlays are others. */
  onOverlays(listener: () => void): Disposer;
  setOverlay(wish: OverlayWish): void;
  /** For a map that comes to be shown: what is to be drawn on it. */
  openView(): MapView;
  /** Ends the subscription to the worker; the worker itself is its maker's to terminate. */
  dispose(): void;
}

/**
 * A store over a positions worker. `clock` must be the one that the worker uses: `windowClock`.
 * @param source what the worker reads
 */
export function createFleetStore(
  worker: Omit<PositionsWorker, 'terminate'>,
  clock: Clock,
  source: FleetSource = 'live',
  player: string | null = null,
): FleetStore {
  const listeners = createListeners<FleetFrame>();
  const shownListeners = createListeners<void>();
  const overlayListeners = createListeners<void>();
  let overlays = NO_OVERLAYS;
  const views = createMapViews((message) => worker.postMessage(message));
  const status = createStore<FleetStatus>(() => initialStatus(clock));
  const interest = createFleetInterest(clock, (area) => {
    // Of a recording the whole fleet comes: there is nobody to count the rest of a part.
    if (source === 'live') worker.postMessage({ type: 'area', area });
  });
  const replayClock = source === 'replay' ? createReplayClock() : undefined;
  let serverClock: ServerClock = replayClock ?? createServerClock();
  /** The server's time in the frame before. */
  let beforeMs = 0;
  let frame: FleetFrame | undefined;
  let arrivedAtMs = 0;
  let filter: WorkerFilter | null = null;
  let mask: { streamId: number; bytes: Uint8Array<ArrayBuffer> } | undefined;
  let shown: ShownVehicles | null = null;

  function takeFleet(message: FromPositionsWorker & { type: 'fleet' }): void {
    const previous = frame;
    const { streamId, sequence, epochMs, timeScale, count, counts } = message;
    const isOtherStream = previous?.streamId !== streamId;
    // A restarted server may have another clock.
    if (previous !== undefined && isOtherStream && replayClock === undefined) serverClock = createServerClock();
    serverClock.observe(message.serverTimeMs, message.receivedAtMs);
    const records = new DataView(message.records, 0, count * RECORD_BYTES);
    const beforeAtMs = arrivedAtMs;
    const isSame = !isOtherStream && previous.epochMs === epochMs;
    const isNext = isSame && (replayClock === undefined || isPlayedOn(message.serverTimeMs - beforeMs));
    beforeMs = message.serverTimeMs;
    arrivedAtMs = clock.monotonicMs();
    frame = {
      ...{ streamId, sequence, epochMs, timeScale, count, records },
      ...(isNext && previous !== undefined
        ? { earlier: previous.records, blend: blendBetween(beforeAtMs, arrivedAtMs) }
        : {}),
    };
    for (const slots of message.visible) views.take(streamId, sequence, slots);
    try {
      if (isOtherStream) {
        showFiltered();
        setOverlays(NO_OVERLAYS);
      }
      status.setState({ streamId, sequence, timeScale, counts, shown: message.shown });
      listeners.emit(frame);
      if (count > 0) interest.begin();
    } finally {
      // Whatever a listener did: a buffer that is not returned would stop the stream.
      if (isNext) giveBack(previous?.earlier);
      else if (previous !== undefined) for (const one of [previous.records, previous.earlier]) giveBack(one);
    }
  }

  /** Vehicles go from one frame's places to the next one's as it is played; to an instant that was gone to, they do not drive. */
  function isPlayedOn(stepMs: number): boolean {
    const { pace } = status.getState();
    return pace > 0 && stepMs > 0 && stepMs <= pace * LONGEST_STEP_MS;
  }

  function setOverlays(next: FleetOverlays): void {
    overlays = next;
    overlayListeners.emit();
  }

  function giveBack(records: DataView<ArrayBuffer> | undefined): void {
    if (records === undefined) return;
    const { buffer } = records;
    worker.postMessage({ type: 'return', buffer }, [buffer]);
  }

  /** A mask of another stream says nothing of these vehicles. */
  function showFiltered(): void {
    if (filter === null && shown === null) return;
    const fits = filter !== null && filter.directory !== null && mask?.streamId === frame?.streamId;
    shown = filter === null ? null : { sieve: filter.sieve, mask: fits ? (mask?.bytes ?? null) : null };
    shownListeners.emit();
  }

  const onMessage = ({ data: message }: { data: FromPositionsWorker }) => {
    switch (message.type) {
      case 'fleet':
        return takeFleet(message);
      case 'sought':
        return undefined;
      case 'heartbeat':
        serverClock.observe(message.serverTimeMs, message.receivedAtMs);
        return status.setState({ sequence: message.sequence, timeScale: message.timeScale });
      case 'counts':
        return status.setState({ counts: message.counts, shown: message.shown });
      case 'visible':
        return views.take(message.streamId, message.sequence, message.visible);
      case 'mask':
        mask = { streamId: message.streamId, bytes: new Uint8Array(message.mask) };
        return showFiltered();
      case 'trails':
        return message.streamId === frame?.streamId ? setOverlays({ ...overlays, trails: message.ways }) : undefined;
      case 'density': {
        const { zoom, cells } = message;
        return message.streamId === frame?.streamId
          ? setOverlays({ ...overlays, density: { zoom, cells } })
          : undefined;
      }
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
  const isElsewhere = (slot: number): boolean => {
    if (frame === undefined || !Number.isInteger(slot) || slot < 0 || slot >= frame.count) return false;
    return (frame.records.getUint8(slot * RECORD_BYTES + 22) & POSITION_FLAGS.elsewhere) !== 0;
  };
  return {
    source,
    player,
    isElsewhere,
    interest,
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
    setPace(pace) {
      replayClock?.setPace(pace);
      status.setState({ pace });
    },
    overlays: () => overlays,
    onOverlays: (listener) => overlayListeners.add(listener),
    setOverlay(wish) {
      worker.postMessage({ type: 'overlay', wish });
      const trails = wish.trails === null ? null : overlays.trails;
      const density = wish.density === null ? null : overlays.density;
      if (trails !== overlays.trails || density !== overlays.density) setOverlays({ trails, density });
    },
    openView: () => views.open(),
    blend: () => blendAt(frame?.blend, clock.monotonicMs()),
    shown: () => shown,
    onShown: (listener) => shownListeners.add(listener),
    setFilter(next) {
      const isAsked = JSON.stringify(next?.directory ?? null) !== JSON.stringify(filter?.directory ?? null);
      filter = next;
      if (next?.directory == null) mask = undefined;
      worker.postMessage({ type: 'filter', filter: next });
      // Until the data host has answered, the vehicles of the question before are shown and none are counted.
      if (next === null || isAsked) status.setState({ shown: null });
      showFiltered();
    },
    dispose() {
      interest.dispose();
      worker.removeEventListener('message', onMessage);
    },
  };
}

function initialStatus(clock: Clock): FleetStatus {
  return {
    state: 'connecting',
    sinceMs: clock.nowMs(),
    fault: null,
    repairs: { gaps: 0, malformed: 0, reconnections: 0 },
    counts: NO_VEHICLES,
    shown: null,
    thresholds: DEFAULT_AGE_THRESHOLDS,
    streamId: 0,
    sequence: 0,
    timeScale: 1,
    pace: 1,
  };
}
