import { type ApplyResult, FleetTable, MalformedFrameError } from '../../shared/api/index.ts';
import type { VigieContract } from '../../shared/contract/index.ts';
import type { Clock, Disposer, FleetArea } from '../../shared/domain/index.ts';
import type { RpcClient, RpcError } from '../../shared/rpc/index.ts';
import { backoffMs, LONGEST_DELAY_MS } from './backoff.ts';
import type { ReplayWish } from './replay-reader.ts';

/** After so many bad frames with no good one between, the two sides are taken to be of different versions. */
export const MOST_BAD_FRAMES = 5;

/** What a reader tells of its stream. */
export interface PositionReaderEvents {
  /** A frame was applied: `news` when a record may have changed. The next frame comes when the promise settles. */
  onFrame(table: FleetTable, news: boolean): Promise<void>;
  /** A key frame is being asked for, after a frame that did not fit. */
  onRepair(why: 'gap' | 'malformed'): void;
  /** The data host refuses the stream, or sends what is none. It is asked again, seldom. */
  onFault(fault: 'incompatible' | (string & {})): void;
  /** The connection has closed. */
  onLost(): void;
}

/** Kind of a frame, byte 5 without the mark of a replayed one; 0 is a key frame (shared/api/position-frame.ts). */
const DELTA = 1;
const kindOf = (frame: Uint8Array) => (frame[5] ?? 0) & 127;

/** Codes of the data host's answer after which the same question may be answered well a moment later. */
const PASSING = new Set(['internal', 'timeout', 'server-unreachable', 'server-slow', 'server-failed']);

/**
 * Reads the `positions` stream of the window contract into a fleet table, or the frames of a recording: each refuses those of the other.
 * Keeps the table whole: after a gap, a damaged frame or a fault it opens the stream anew, from nothing where the table cannot be trusted.
 */
export class PositionReader {
  readonly table: FleetTable;
  readonly #replay: ReplayWish | undefined;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #events: PositionReaderEvents;
  #stop: Disposer = () => undefined;
  #area: FleetArea | null = null;
  #openAnew: () => void = () => undefined;
  /** What changed since would not make the table whole. */
  #hasPart = false;

  /** @param replay of a reader of a recording: where it is to be played */
  constructor(clock: Clock, random: () => number, events: PositionReaderEvents, replay?: ReplayWish) {
    this.table = new FleetTable({ streamId: 0, epochMs: 0 }, undefined, replay === undefined ? 'live' : 'replay');
    this.#replay = replay;
    this.#clock = clock;
    this.#random = random;
    this.#events = events;
  }

  /** The table holds a part of the fleet. */
  get hasPart(): boolean {
    return this.#hasPart;
  }

  /** What of the fleet is wanted from now on; null: all. Where there is a connection it is asked for at once. */
  want(area: FleetArea | null): void {
    this.#area = area;
    this.#openAnew();
  }

  /** Reads over a connection until it closes or `detach`. One at a time: the one before is closed. */
  attach(client: Pick<RpcClient<VigieContract>, 'open' | 'close'>): void {
    this.detach();
    let closeStream: Disposer = () => undefined;
    let stopTimer: Disposer = () => undefined;
    let failures = 0;
    let badFrames = 0;
    // Whatever an older connection still delivers is not ours any more.
    let current = true;
    this.#stop = () => {
      current = false;
      stopTimer();
      closeStream();
      client.close();
    };

    const open = (fromNothing: boolean) => {
      const { streamId, sequence, serverTimeMs } = this.table;
      const isAnew = fromNothing || sequence === 0 || this.#hasPart;
      const place = this.#area !== null ? { area: this.#area } : isAnew ? {} : { streamId, sequence };
      const listener = {
        onItem: (frame: Uint8Array) => (current ? onItem(frame) : undefined),
        onEnd: (error: RpcError) => {
          if (current) onEnd(error);
        },
      };
      closeStream =
        this.#replay === undefined
          ? client.open('positions', place, listener)
          : client.open('replay.frames', this.#replay.start(sequence === 0 ? undefined : serverTimeMs), listener);
    };
    const openLater = (fromNothing: boolean, delayMs: number) => {
      stopTimer();
      stopTimer = this.#clock.after(delayMs, () => open(fromNothing));
    };
    const onItem = async (frame: Uint8Array) => {
      const result = this.#apply(frame);
      if (result === 'malformed' || result === 'gap') {
        closeStream();
        badFrames += 1;
        this.#events.onRepair(result);
        if (badFrames >= MOST_BAD_FRAMES) this.#events.onFault('incompatible');
        return openLater(true, backoffMs(failures++, this.#random));
      }
      badFrames = 0;
      failures = 0;
      await this.#events.onFrame(this.table, result === 'news');
    };
    const onEnd = (error: RpcError) => {
      if (error.code === 'disconnected') {
        this.detach();
        this.#events.onLost();
      } else if (PASSING.has(error.code)) openLater(false, backoffMs(failures++, this.#random));
      else {
        this.#events.onFault(error.code);
        openLater(true, LONGEST_DELAY_MS);
      }
    };
    this.#openAnew = () => {
      stopTimer();
      closeStream();
      open(true);
    };
    open(false);
  }

  detach(): void {
    const stop = this.#stop;
    this.#stop = () => undefined;
    this.#openAnew = () => undefined;
    stop();
  }

  #apply(frame: Uint8Array): 'news' | 'heartbeat' | 'gap' | 'malformed' {
    const before = { sequence: this.table.sequence, streamId: this.table.streamId };
    let result: ApplyResult;
    try {
      result = this.table.apply(frame);
    } catch (error) {
      if (error instanceof MalformedFrameError) return 'malformed';
      throw error;
    }
    if (result !== 'applied') return 'gap';
    const { sequence, streamId } = this.table;
    if (kindOf(frame) === DELTA) {
      const same = sequence === before.sequence && streamId === before.streamId;
      return same || isEmptyDelta(frame) ? 'heartbeat' : 'news';
    }
    // Another part of the fleet, or all of it again, is news though the sequence is the same.
    this.#hasPart = kindOf(frame) !== 0;
    return 'news';
  }
}

/** `apply` has checked the header: kind at byte 5, count at 32 (shared/api/position-frame.ts). */
function isEmptyDelta(frame: Uint8Array): boolean {
  return kindOf(frame) === DELTA && new DataView(frame.buffer, frame.byteOffset).getUint32(32, true) === 0;
}
