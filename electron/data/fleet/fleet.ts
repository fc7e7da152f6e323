import {
  FleetTable,
  MalformedFrameError,
  positionsDirectory,
  type PositionsSubscription,
} from '../../../shared/api/index.ts';
import type { Fault, Health } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { createListeners, type StreamSource } from '../../../shared/rpc/index.ts';
import { type BackoffPolicy, backoffMs } from '../../../shared/sync/index.ts';
import { createDirectory } from './directory.ts';
import { createFrameSources, type ReaderPlace } from './frame-source.ts';

/** Without a frame or heartbeat for so long, positions are not live. The server sends one a second at least. */
export const SILENT_AFTER_MS = 1_800;
/** Silent for so long though connected: the connection itself is given up. */
export const RESTART_AFTER_MS = 10_000;

/** Between requests for a key frame: a sender whose every frame is bad is not asked for one with each. */
const REPAIR_BACKOFF: BackoffPolicy = { baseMs: 500, maximumMs: 10_000, minimumMs: 100 };

const NO_FRAMES: Pick<Fault, 'code' | 'message'> = {
  code: 'server-slow',
  message: 'The server is connected but sends no positions: look into its log.',
};

export type PositionsHealth = Health['positions'];

/** What the fleet asks of whoever brings it frames. */
export interface FrameSupplier {
  subscribe(subscription: PositionsSubscription): void;
  restart(): void;
}

/** Where a reader of frames stands; another stream than the table's, or 0, and it has nothing. */
export interface FramePlace {
  streamId: number;
  sequence: number;
}

export interface Fleet {
  /** Connected: frames are asked for from where the table stands. */
  connected(supplier: FrameSupplier): void;
  lost(fault: Pick<Fault, 'code' | 'message'>): void;
  /** What came from the server, unchecked. Never throws on bad data. */
  receiveFrame(frame: unknown): void;
  receiveDirectory(directory: unknown): void;
  openSource(from: ReaderPlace): StreamSource<Uint8Array<ArrayBuffer>>;
  /** Called for each frame that was taken, a heartbeat too. */
  onFrame(listener: () => void): Disposer;
  /**
   * For whoever keeps what comes: all that has changed since a place, with the server's time as it was told, and the place where that leads. The
   * bytes are shared. Undefined before the first frame.
   */
  frameSince(place: FramePlace): { bytes: Uint8Array<ArrayBuffer>; place: FramePlace } | undefined;
  /** The stream that slots belong to; 0 before the first. */
  streamId(): number;
  slotOf(vehicleId: string): number | undefined;
  vehicleIdOf(slot: number): string | undefined;
  /** The latest position of each slot, as records. Valid until the next frame. */
  records(): Uint8Array;
  /** What the times of the records are compared with: their origin, and the server's clock now, UTC ms. */
  time(): { epochMs: number; serverNowMs: number; timeScale: number };
  /** Called when there are more slots than before, or they are those of other vehicles. */
  onSlots(listener: () => void): Disposer;
  health(): PositionsHealth;
  onHealth(listener: () => void): Disposer;
  dispose(): void;
}

export interface FleetOptions {
  clock: Clock;
  random: () => number;
  /** Told of each frame or directory that could not be used, and how many there were. */
  onMalformed: (reason: string, count: number) => void;
}

/** The latest position of each vehicle, for any number of readers, and whether it is live. */
export function createFleet({ clock, random, onMalformed }: FleetOptions): Fleet {
  const table = new FleetTable({ streamId: 0, epochMs: 0 });
  const directory = createDirectory();
  const arrived = createListeners<void>();
  const healthListeners = createListeners<void>();
  const slotListeners = createListeners<void>();
  let arrivals = 0;
  let arrivedAtMs = 0;
  let malformed = 0;
  let repairs = 0;
  let supplier: FrameSupplier | undefined;
  let stopRepair: Disposer | undefined;
  let stopSilence: Disposer = () => undefined;
  const frameSources = createFrameSources(
    table,
    {
      arrivals: () => arrivals,
      sinceArrivalMs: () => clock.monotonicMs() - arrivedAtMs,
      onArrival: (listener) => arrived.add(listener),
    },
    clock,
  );
  let health: PositionsHealth = {
    state: 'connecting',
    sinceMs: clock.nowMs(),
    lastFrameAtMs: null,
    vehicles: 0,
    fault: null,
  };

  function setState(state: PositionsHealth['state'], fault: Pick<Fault, 'code' | 'message'> | null): void {
    const isSame = state === health.state && (fault?.code ?? null) === (health.fault?.code ?? null);
    if (isSame && health.vehicles === table.count) return;
    const sinceMs = state === health.state ? health.sinceMs : clock.nowMs();
    const kept = isSame ? health.fault : null;
    health = {
      ...health,
      state,
      sinceMs,
      vehicles: table.count,
      fault: kept ?? (fault === null ? null : { ...fault, sinceMs: clock.nowMs() }),
    };
    healthListeners.emit();
  }

  function expectFrame(): void {
    stopSilence();
    stopSilence = clock.after(SILENT_AFTER_MS, () => {
      setState('silent', health.fault ?? NO_FRAMES);
      stopSilence = clock.after(RESTART_AFTER_MS, () => supplier?.restart());
    });
  }

  /** From where this stands; the directory goes on where it was cut off, be there a frame of its stream or not. */
  function subscribe(withKeyFrame: boolean): void {
    const { streamId, count: directoryCount } = directory;
    const sequence = withKeyFrame || table.streamId !== streamId ? 0 : table.sequence;
    supplier?.subscribe(streamId === 0 ? {} : { streamId, sequence, directoryCount });
  }

  /** Asks for a key frame, and for what is missing of the directory, after what could not be applied. */
  function repair(): void {
    if (stopRepair !== undefined) return;
    repairs += 1;
    const ask = () => {
      stopRepair = undefined;
      subscribe(true);
    };
    if (repairs > 1) stopRepair = clock.after(backoffMs(repairs - 1, REPAIR_BACKOFF, random), ask);
    else subscribe(true);
  }

  function refuse(reason: string): void {
    malformed += 1;
    onMalformed(reason, malformed);
    setState(health.state, {
      code: 'server-malformed',
      message: `The server sent a position frame that breaks the protocol (${reason}).`,
    });
    repair();
  }

  function receiveFrame(frame: unknown): void {
    if (!(frame instanceof Uint8Array)) return refuse('it is not bytes');
    const before = { streamId: table.streamId, count: table.count };
    let result: ReturnType<FleetTable['apply']>;
    try {
      result = table.apply(frame);
    } catch (error) {
      if (!(error instanceof MalformedFrameError)) throw error;
      return refuse(error.message);
    }
    if (result !== 'applied') return repair();
    repairs = 0;
    stopRepair?.();
    stopRepair = undefined;
    arrivals += 1;
    arrivedAtMs = clock.monotonicMs();
    health = { ...health, lastFrameAtMs: clock.nowMs() };
    setState('live', null);
    expectFrame();
    arrived.emit();
    if (before.streamId !== table.streamId || before.count !== table.count) slotListeners.emit();
  }

  return {
    connected(next) {
      supplier = next;
      repairs = 0;
      subscribe(false);
      setState(health.state, null);
      expectFrame();
    },
    lost(fault) {
      supplier = undefined;
      stopRepair?.();
      stopRepair = undefined;
      stopSilence();
      setState(health.state === 'live' || health.state === 'silent' ? 'silent' : 'connecting', fault);
    },
    receiveFrame,
    receiveDirectory(value) {
      const parsed = positionsDirectory.safeParse(value);
      if (!parsed.success) return refuse(`directory: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
      if (directory.add(parsed.data)) slotListeners.emit();
      else repair();
    },
    openSource: (from) => frameSources.open(from),
    onFrame: (listener) => arrived.add(listener),
    frameSince(place) {
      if (table.sequence === 0) return undefined;
      const { streamId, sequence } = table;
      const bytes = frameSources.whole.since(place.streamId === streamId ? place.sequence : 0);
      return { bytes, place: { streamId, sequence } };
    },
    streamId: () => table.streamId,
    slotOf: (vehicleId) => (directory.streamId === table.streamId ? directory.slotOf(vehicleId) : undefined),
    vehicleIdOf: (slot) => (directory.streamId === table.streamId ? directory.vehicleId(slot) : undefined),
    records: () => table.records,
    time: () => ({
      epochMs: table.epochMs,
      serverNowMs: table.serverTimeMs + clock.monotonicMs() - arrivedAtMs,
      timeScale: table.timeScale,
    }),
    onSlots: (listener) => slotListeners.add(listener),
    health: () => health,
    onHealth: (listener) => healthListeners.add(listener),
    dispose() {
      stopSilence();
      stopRepair?.();
    },
  };
}
