import type { DirectoryFilter } from '../../shared/contract/index.ts';
import type { AgeThresholds, FleetArea, FleetCounts, FleetSieve } from '../../shared/domain/index.ts';
import type { FleetView, ViewArea, VisibleSlots } from './fleet-view.ts';
import type { ReplayStart, ReplaySteering } from './replay-reader.ts';

/** What a page says to its positions worker. */
export type ToPositionsWorker =
  /** To a worker that reads a recording, before anything else: where it begins. */
  | { type: 'replay'; start: ReplayStart }
  /** To such a worker: from now on so. */
  | { type: 'steer'; steering: ReplaySteering }
  /** Read from the data host over the MessagePort that is transferred with this message (desktop). */
  | { type: 'port' }
  /** Read over a WebSocket whose first message is `{"token": session}` (preview). Reconnects by itself. */
  | { type: 'socket'; url: string; session: string }
  /** The connection is known to be gone: stop reading, say `connecting`, wait for the next `port` or `socket`. */
  | { type: 'lost' }
  /** The records of an earlier `fleet` message, not needed any more. Transferred. */
  | { type: 'return'; buffer: ArrayBuffer }
  | { type: 'thresholds'; thresholds: AgeThresholds }
  /** What is shown; null: all. `directory` is asked of the data host, null where the sieve says it all. */
  | { type: 'filter'; filter: WorkerFilter | null }
  | { type: 'overlay'; wish: OverlayWish }
  /** What a map shows of the ground, under a number of its own; null: the map is gone. `number` grows with each. */
  | { type: 'view'; map: number; number: number; view: FleetView | null }
  /** What of the fleet this window needs; null: all. The rest is then marked `elsewhere` in the records. */
  | { type: 'area'; area: FleetArea | null };

/** What else than the vehicles a map is to be given. */
export interface OverlayWish {
  /** Where vehicles have been in the last minutes: those in some slots, or all within an area. Null: not even noted. */
  readonly trails: { readonly slots: readonly number[] } | { readonly area: ViewArea } | null;
  /** The zoom level at which vehicles are counted in cells; null: not at all. */
  readonly density: number | null;
}
export const NO_OVERLAY: OverlayWish = { trails: null, density: null };

/** What one map needs to draw of a frame. */
export interface MapSlots extends VisibleSlots {
  readonly map: number;
}

export interface WorkerFilter {
  readonly sieve: FleetSieve;
  readonly directory: DirectoryFilter | null;
}

/**
 * `connecting`: no stream yet, or it is being opened again. `live`: frames come. `silent`: the stream is open and
 * nothing has come for nearly 2 s. `failed`: it will not come by itself; `fault` says why.
 */
export const STREAM_STATES = ['connecting', 'live', 'silent', 'failed'] as const;
export type StreamState = (typeof STREAM_STATES)[number];

/**
 * Why the stream does not come: `refused`, the session is not valid any more (reload the window); `incompatible`, what
 * comes is not a position frame, over and over (the two sides are of different versions); otherwise the code of the
 * data host's answer.
 */
export type StreamFault = 'refused' | 'incompatible' | (string & {});

/** What went wrong and was repaired since the worker began. */
export interface StreamRepairs {
  /** Frames that did not follow what was known: a key frame was asked for. */
  gaps: number;
  /** Frames that were not frames: a key frame was asked for. */
  malformed: number;
  /** Connections that were made again after one was lost. */
  reconnections: number;
}

/** The time and place in the stream that every frame carries, a heartbeat too. */
export interface FrameStamp {
  streamId: number;
  sequence: number;
  /** UTC ms, when the frame left the server. */
  serverTimeMs: number;
  /** `monotonicMs()` of `windowClock` when the frame came. */
  receivedAtMs: number;
  timeScale: number;
}

export interface CountsNews {
  counts: FleetCounts;
  /** Of the vehicles that the filter shows; null where there is no filter, or what it shows is not known yet. */
  shown: FleetCounts | null;
}

/** What a positions worker says to its page. */
export type FromPositionsWorker =
  /** The instant of a recording that was asked for is shown, or cannot be. */
  | { type: 'sought'; atMs: number }
  /** The whole fleet: `count` records of 24 bytes from the start of `records`, which may be longer. Transferred. */
  | ({ type: 'fleet'; records: ArrayBuffer; count: number; epochMs: number; visible: MapSlots[] } & CountsNews &
      FrameStamp)
  /** What a map needs to draw of the newest `fleet` message, after it has said that it shows another view. Transferred. */
  | { type: 'visible'; streamId: number; sequence: number; visible: MapSlots }
  /** A frame without news: the records stand. */
  | ({ type: 'heartbeat' } & FrameStamp)
  /** Once a second: vehicles grow old though no frame comes. */
  | ({ type: 'counts' } & CountsNews)
  /** Which slots of a stream the data host says match the filter: a byte each. Transferred. */
  | { type: 'mask'; streamId: number; mask: ArrayBuffer }
  /** Ways of vehicles: see trail-lines.ts. Transferred. */
  | { type: 'trails'; streamId: number; ways: ArrayBuffer }
  /** Cells with vehicles: see density-grid.ts. Transferred. */
  | { type: 'density'; streamId: number; zoom: number; cells: ArrayBuffer }
  /** On every change and repair. `sinceMs`: UTC ms by this machine's clock. For `silent`, when the last frame came. */
  | { type: 'state'; state: StreamState; sinceMs: number; fault: StreamFault | null; repairs: StreamRepairs };
