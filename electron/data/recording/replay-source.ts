import type { ReplayState } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { createListeners, RpcError, type StreamSource } from '../../../shared/rpc/index.ts';
import type { FleetMoment } from './player.ts';
import type { ReplayThread } from './replay-thread.ts';
import type { Replayed } from './serve-replay.ts';

/** Between frames while it plays: as live; and when it is played faster, more often, so that vehicles leap less. */
const FRAME_MS = 250;
const FAST_FRAME_MS = 125;
const FAST_SPEED = 2;
/** While it stands a frame says so often that the link is up. */
const STANDING_MS = 1_000;
/** A window that hangs, or a computer that slept, does not find the replay far ahead. */
const MOST_STEP_MS = 2_000;

export interface ReplayStart {
  atMs: number;
  stretch: number | null;
  isPlaying: boolean;
  speed: number;
  /** When `atMs` is shown, by the monotonic clock: from then on it goes by that, as other players do that were told the same. */
  sinceMs?: number | undefined;
}

/** What of a player is changed; the rest stays. */
export interface Steering {
  seek?: { atMs: number; stretch: number | null; sinceMs?: number | undefined } | undefined;
  isPlaying?: boolean | undefined;
  speed?: number | undefined;
}

/** The frames of one player, and its controls. */
export interface ReplaySource extends StreamSource<Uint8Array<ArrayBuffer>> {
  /** @throws RpcError `not-found` where nothing is recorded, ReplayError */
  steer(steering: Steering): Promise<ReplayState>;
  /** The fleet as it is shown; undefined: nothing is, so far. */
  moment(): Promise<FleetMoment | undefined>;
}

export function nothingRecorded(): RpcError {
  return new RpcError('not-found', 'nothing is recorded');
}

/**
 * One player of the thread, driven by the clock: it asks for what is to be seen now whenever its reader is free, and has one question under way
 * and one frame in hand at most.
 */
export function createReplaySource(
  thread: Pick<ReplayThread, 'ask'>,
  key: number,
  start: ReplayStart,
  clock: Clock,
): ReplaySource {
  const ready = createListeners<void>();
  let { isPlaying, speed } = start;
  let latest: Replayed['place'] | undefined;
  let inHand: Uint8Array<ArrayBuffer> | undefined;
  let failure: unknown;
  let underWay = 0;
  let isReaderFree = false;
  let isDisposed = false;
  /** Up to when time has been played. */
  let playedAtMs = clock.monotonicMs();
  /** It is one of several: what a reader or the recording is late by is caught up, and frames leave when those of the others do. */
  let sinceMs: number | undefined;
  let missedMs = 0;
  let stopTimer: Disposer | undefined;

  async function ask(question: () => Promise<Replayed | null>): Promise<void> {
    underWay += 1;
    try {
      const replayed = await question();
      if (isDisposed) return;
      if (replayed === null) throw nothingRecorded();
      latest = replayed.place;
      missedMs = sinceMs === undefined ? 0 : replayed.place.missedMs;
      inHand = replayed.frame;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      underWay -= 1;
      if (!isDisposed) ready.emit();
    }
  }

  async function seek({ atMs, stretch, sinceMs: since }: NonNullable<Steering['seek']>): Promise<void> {
    sinceMs = since;
    const askedAtMs = clock.monotonicMs();
    const byMs = since !== undefined && isPlaying ? Math.max(0, askedAtMs - since) * speed : 0;
    await ask(() => thread.ask('seek', { player: key, atMs, stretch, byMs }));
    // Time begins when what was asked for is there; that of several goes on meanwhile.
    playedAtMs = since === undefined ? clock.monotonicMs() : Math.max(askedAtMs, since);
  }

  /** Real time that is to be played now. */
  function elapsedMs(): number {
    const nowMs = clock.monotonicMs();
    const sinceMost = nowMs - playedAtMs;
    const elapsed = sinceMs === undefined ? Math.min(MOST_STEP_MS, sinceMost) : Math.max(0, sinceMost);
    playedAtMs = Math.max(playedAtMs, nowMs);
    return isPlaying ? elapsed * speed + missedMs : 0;
  }

  function advanceIfFree(): void {
    if (isDisposed || underWay > 0 || !isReaderFree || inHand !== undefined || failure !== undefined) return;
    void ask(() => thread.ask('advance', { player: key, byMs: elapsedMs(), goesByClock: sinceMs !== undefined })).catch(
      () => undefined,
    );
  }

  function planNext(): void {
    stopTimer?.();
    const periodMs = !isPlaying ? STANDING_MS : speed > FAST_SPEED ? FAST_FRAME_MS : FRAME_MS;
    const goneMs = sinceMs === undefined ? 0 : Math.max(0, clock.monotonicMs() - sinceMs) % periodMs;
    stopTimer = clock.after(periodMs - goneMs, () => {
      stopTimer = undefined;
      advanceIfFree();
    });
  }

  const stateNow = (): ReplayState => {
    if (latest === undefined) throw nothingRecorded();
    return { ...latest, isPlaying, speed };
  };
  const opened = seek(start);
  // Whoever reads is told.
  opened.catch(() => undefined);

  return {
    onReady: (listener) => ready.add(listener),
    take() {
      if (failure !== undefined) throw failure as Error;
      const frame = inHand;
      inHand = undefined;
      isReaderFree = frame === undefined;
      if (frame !== undefined) {
        if (stopTimer === undefined && latest !== undefined) planNext();
      } else if (stopTimer === undefined) advanceIfFree();
      return frame;
    },
    async steer(steering) {
      await opened;
      // What was played until now, was at the speed of before.
      if (steering.speed !== undefined || steering.isPlaying !== undefined || steering.seek !== undefined) {
        const byMs = elapsedMs();
        isPlaying = steering.isPlaying ?? isPlaying;
        speed = steering.speed ?? speed;
        const { seek: target } = steering;
        if (target !== undefined) await seek(target);
        else {
          // A frame that is in hand, or on its way to it, must not be replaced by the one after it.
          if (inHand === undefined && underWay === 0) await ask(() => thread.ask('advance', { player: key, byMs }));
          playedAtMs = clock.monotonicMs();
        }
        planNext();
      }
      return stateNow();
    },
    moment: async () => (await thread.ask('moment', { player: key })) ?? undefined,
    dispose() {
      isDisposed = true;
      stopTimer?.();
      void thread.ask('leave', { player: key }).catch(() => undefined);
    },
  };
}
