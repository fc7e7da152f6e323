import type { MessagePort } from 'node:worker_threads';
import type { VehicleTrack } from '../../../shared/api/index.ts';
import type { RecordedStretch } from '../../../shared/contract/index.ts';
import { type ExportedPiece, exportPieces, type StretchExport } from './stretch-export.ts';
import { Library } from './library.ts';
import { type FleetMoment, Player, type PlayerPlace } from './player.ts';
import { trackOf } from './vehicle-track.ts';
import { type AskedWays, type RecordedWay, waysOf } from './vehicle-ways.ts';
import { directoryOf } from './library.ts';
import { type RecordedTrial, type RuleOnRecording, tryOnRecording } from './rule-trial.ts';

/** A place, and the frame that leads to it; no frame where nothing is another. */
export interface Replayed {
  place: PlayerPlace;
  frame: Uint8Array<ArrayBuffer>;
}

/** What can be asked of the thread, and what it answers. `null`: nothing is recorded there. */
export interface ReplayQuestions {
  span: { asked: object; answer: Omit<RecordedStretch, 'isOpen'>[] };
  /** `byMs`: and plays on from there, before anything of it is seen. */
  seek: { asked: { player: number; atMs: number; stretch: number | null; byMs?: number }; answer: Replayed | null };
  advance: { asked: { player: number; byMs: number; goesByClock?: boolean }; answer: Replayed | null };
  moment: { asked: { player: number }; answer: FleetMoment | null };
  leave: { asked: { player: number }; answer: null };
  directory: { asked: { streamId: number }; answer: string[] | null };
  track: {
    asked: { vehicleId: string; atMs: number; stretch: number | null; minutes: number };
    answer: VehicleTrack | null;
  };
  ways: { asked: AskedWays; answer: RecordedWay[] };
  tryRule: { asked: RuleOnRecording; answer: RecordedTrial | null };
  /** Begins an export, and answers its pieces one by one; null: that was all. */
  exportBegin: { asked: { export: number; what: StretchExport }; answer: { totalMs: number } };
  exportNext: { asked: { export: number }; answer: ExportedPiece | null };
  exportEnd: { asked: { export: number }; answer: null };
}
export type ReplayAsk = keyof ReplayQuestions;
export type ReplayRequest = {
  [Ask in ReplayAsk]: { id: number; ask: Ask } & ReplayQuestions[Ask]['asked'];
}[ReplayAsk];
export type ReplayAnswer =
  | { id: number; result: ReplayQuestions[ReplayAsk]['answer'] }
  | { id: number; error: { code: string; message: string } };

type Performers = {
  [Ask in ReplayAsk]: (asked: ReplayQuestions[Ask]['asked']) => ReplayQuestions[Ask]['answer'];
};

export function serveReplay(port: MessagePort, folder: string): void {
  const perform = createPerformers(new Library(folder));
  port.on('message', (request: ReplayRequest) => {
    const { id, ask } = request;
    try {
      // The request of an ask has what is asked with it.
      const result = (perform[ask] as (asked: ReplayRequest) => ReplayQuestions[ReplayAsk]['answer'])(request);
      port.postMessage({ id, result } satisfies ReplayAnswer, buffersOf(result));
    } catch (error) {
      const { code = 'unknown', message } = error as NodeJS.ErrnoException;
      port.postMessage({ id, error: { code, message } } satisfies ReplayAnswer);
    }
  });
}

function createPerformers(library: Library): Performers {
  const players = new Map<number, Player>();
  const exports = new Map<number, Generator<ExportedPiece>>();
  const look = () => {
    library.refresh();
    return library;
  };
  const replayed = (player: Player, place: PlayerPlace | undefined): Replayed | null =>
    place === undefined ? null : { place, frame: player.frame() };
  return {
    span: () =>
      look()
        .stretches()
        .map(({ stretch, streamId, timeScale, fromMs, toMs }) => ({ stretch, streamId, timeScale, fromMs, toMs })),
    seek({ player: key, atMs, stretch, byMs = 0 }) {
      const player = players.get(key) ?? new Player(library);
      players.set(key, player);
      const place = player.seek(atMs, stretch);
      return replayed(player, place === undefined || byMs <= 0 ? place : player.advance(byMs, true));
    },
    advance({ player: key, byMs, goesByClock }) {
      const player = players.get(key);
      return player === undefined ? null : replayed(player, player.advance(byMs, goesByClock));
    },
    moment: ({ player }) => players.get(player)?.moment() ?? null,
    leave({ player }) {
      players.delete(player);
      return null;
    },
    directory({ streamId }) {
      const segment = look()
        .stretches()
        .findLast((stretch) => stretch.streamId === streamId)
        ?.segments.at(-1);
      return segment === undefined ? null : directoryOf(segment);
    },
    track({ vehicleId, atMs, stretch, minutes }) {
      const found = look().find(atMs, stretch);
      return found === undefined ? null : trackOf(found.stretch, vehicleId, found.atMs, minutes);
    },
    ways: (asked) => waysOf(look().stretches(), asked),
    tryRule: (asked) => tryOnRecording(look(), asked) ?? null,
    exportBegin({ export: key, what }) {
      exports.set(key, exportPieces(look(), what));
      return { totalMs: what.toMs - what.fromMs };
    },
    exportNext({ export: key }) {
      const next = exports.get(key)?.next();
      return next === undefined || next.done === true ? null : next.value;
    },
    exportEnd({ export: key }) {
      exports.delete(key);
      return null;
    },
  };
}

/** What is handed over instead of being copied. */
function buffersOf(result: ReplayQuestions[ReplayAsk]['answer']): ArrayBuffer[] {
  if (result === null) return [];
  if ('frame' in result) return [result.frame.buffer];
  if ('bytes' in result) return [result.bytes.buffer];
  return 'records' in result ? [result.records.buffer] : [];
}
