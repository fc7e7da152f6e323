import { rmSync } from 'node:fs';
import path from 'node:path';
import type { VehicleTrack } from '../../../shared/api/index.ts';
import type {
  AskedRecordingTrack,
  RecordedStretch,
  RecordingHealth,
  ReplayState,
} from '../../../shared/contract/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import { RpcError, type StreamSource } from '../../../shared/rpc/index.ts';
import type { Log } from '../log.ts';
import { fullError, readOnlyError, StorageError } from '../store/storage-error.ts';
import type { FleetMoment } from './player.ts';
import type { RecorderState } from './recorder.ts';
import { type RecordedFleet, startRecorderThread } from './recorder-thread.ts';
import {
  createReplaySource,
  nothingRecorded,
  type ReplaySource,
  type ReplayStart,
  type Steering,
} from './replay-source.ts';
import { createReplayThread } from './replay-thread.ts';
import type { RecordingLimits } from './retention.ts';
import type { AskedWays, RecordedWay } from './vehicle-ways.ts';
import type { RecordedTrial, RuleOnRecording } from './rule-trial.ts';
import type { ExportedPiece, StretchExport } from './stretch-export.ts';

/** Null: nothing is recorded, and nothing is kept. */
export type RecordingSettings = (RecordingLimits & { leastFreeBytes: number }) | null;

export const DEFAULT_RECORDING: NonNullable<RecordingSettings> = {
  hours: 24,
  bytes: 4e9,
  leastFreeBytes: 256e6,
};

export interface RecordingsOptions {
  /** Of the room: recordings go with it. */
  folder: string;
  settings: RecordingSettings;
  fleet: RecordedFleet;
  clock: Clock;
  log: Log;
  onHealth: () => void;
}

/** What was, of one room: recorded while positions come, and replayed for any number of windows. */
export interface Recordings {
  health(): RecordingHealth;
  span(): Promise<{ stretches: RecordedStretch[]; bytes: number; limits: RecordingLimits | null }>;
  /** @throws RpcError `not-found` */
  track(asked: AskedRecordingTrack): Promise<VehicleTrack>;
  /** Where vehicles were, thinned, of those that were recorded. Ask for a quarter of an hour at a time: replays wait meanwhile. */
  ways(asked: AskedWays): Promise<RecordedWay[]>;
  /** Ids of the vehicles by slot of a stream that was recorded; undefined: it was not. */
  directory(streamId: number): Promise<readonly string[] | undefined>;
  openFrames(player: string, start: ReplayStart): StreamSource<Uint8Array<ArrayBuffer>>;
  /** @throws RpcError `not-found` */
  steer(player: string, steering: Steering): Promise<ReplayState>;
  /** The fleet as an open player shows it; undefined: there is none, or it shows nothing so far. */
  moment(player: string): Promise<FleetMoment | undefined>;
  /** Tries a rule on what is recorded, in a thread of its own, since it takes long; undefined: nothing is. @throws ReplayError where it was given up */
  tryRule(asked: RuleOnRecording, signal: AbortSignal): Promise<RecordedTrial | undefined>;
  /** The pieces of a file, one asked for after the other. */
  exportPieces(what: StretchExport): AsyncGenerator<ExportedPiece>;
  close(): Promise<void>;
}

export function openRecordings({ folder, settings, fleet, clock, log, onHealth }: RecordingsOptions): Recordings {
  const own = path.join(folder, 'recordings');
  const thread = createReplayThread(own);
  const players = new Map<string, ReplaySource>();
  const directories = new Map<number, readonly string[]>();
  let nextKey = 1;
  let health: RecordingHealth = {
    state: settings === null ? 'off' : 'waiting',
    sinceMs: clock.nowMs(),
    bytes: 0,
    fault: null,
  };

  function heard(state: RecorderState): void {
    const fault = state.fault && faultOf(state.fault, own);
    const isSame = state.state === health.state && fault?.code === health.fault?.code;
    if (!isSame && state.fault !== null) log.error({ fault: state.fault }, 'recording has stopped');
    else if (!isSame) log.info({ state: state.state, recovered: state.recovered }, 'recording');
    health = {
      state: state.state,
      sinceMs: isSame ? health.sinceMs : clock.nowMs(),
      bytes: state.bytes,
      fault: isSame ? health.fault : fault && { code: fault.code, message: fault.message, sinceMs: clock.nowMs() },
    };
    if (!isSame) onHealth();
  }

  if (settings === null) forget(own, log);
  const recorder =
    settings === null
      ? undefined
      : startRecorderThread({
          ...{ folder: own, limits: { hours: settings.hours, bytes: settings.bytes } },
          ...{ leastFreeBytes: settings.leastFreeBytes, fleet, clock, log, onState: heard },
        });

  return {
    health: () => health,
    async span() {
      const found = await thread.ask('span', {});
      const stretches = found.map((stretch, index) => ({
        ...stretch,
        isOpen: health.state === 'recording' && index === found.length - 1,
      }));
      const limits = settings === null ? null : { hours: settings.hours, bytes: settings.bytes };
      return { stretches, bytes: health.bytes, limits };
    },
    async track(asked) {
      const track = await thread.ask('track', asked);
      if (track === null) throw nothingRecorded();
      return track;
    },
    ways: (asked) => thread.ask('ways', asked),
    async directory(streamId) {
      const known = directories.get(streamId);
      if (known !== undefined && streamId !== fleet.streamId()) return known;
      const ids = await thread.ask('directory', { streamId });
      if (ids === null) return undefined;
      directories.set(streamId, ids);
      return ids;
    },
    openFrames(player, start) {
      const source = createReplaySource(thread, nextKey++, start, clock);
      players.set(player, source);
      return {
        onReady: (listener) => source.onReady(listener),
        take: () => source.take(),
        dispose() {
          if (players.get(player) === source) players.delete(player);
          source.dispose();
        },
      };
    },
    steer(player, steering) {
      const source = players.get(player);
      if (source === undefined) throw new RpcError('not-found', 'there is no such player open', { field: 'player' });
      return source.steer(steering);
    },
    moment: async (player) => players.get(player)?.moment(),
    async tryRule(asked, signal) {
      const trying = createReplayThread(own);
      const giveUp = () => void trying.close();
      signal.addEventListener('abort', giveUp);
      try {
        return (await trying.ask('tryRule', asked)) ?? undefined;
      } finally {
        signal.removeEventListener('abort', giveUp);
        await trying.close();
      }
    },
    async *exportPieces(what) {
      const key = nextKey++;
      await thread.ask('exportBegin', { export: key, what });
      try {
        for (;;) {
          const piece = await thread.ask('exportNext', { export: key });
          if (piece === null) return;
          yield piece;
        }
      } finally {
        await thread.ask('exportEnd', { export: key });
      }
    },
    async close() {
      await recorder?.close();
      await thread.close();
    },
  };
}

/** Who switches recording off does not want what was recorded. */
function forget(folder: string, log: Log): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    log.warn({ err: error }, 'recordings of before could not be removed: it is tried again at the next start');
  }
}

function faultOf({ code, message }: { code: string; message: string }, folder: string): StorageError {
  if (code === 'ENOSPC' || code === 'EDQUOT') return fullError(folder);
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return readOnlyError(folder);
  return new StorageError('storage-failed', `Recordings cannot be written to ${folder} (${message})`, 'check the disk');
}
