import type { VigieContract } from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { RpcClient } from '../../shared/rpc/index.ts';
import type { Overlays } from './overlays.ts';
import type { FromPositionsWorker } from './protocol.ts';
import { createReplayWish, type ReplayStart, type ReplaySteering, type ReplayWish } from './replay-reader.ts';
import { createTrailBackfill } from './trail-backfill.ts';

/** Who goes quickly through a recording goes on before the trails before an instant are looked for. Milliseconds. */
const SETTLED_MS = 300;
/** Played faster than this, trails fill by themselves sooner than they are found. */
const FASTEST_FOUND = 10;

export interface ReplayParts {
  overlays: () => Overlays;
  /** The instant of the latest frame. */
  shownMs: () => number;
  /** How many times as fast as real time it goes from now on. */
  onPace: (pace: number) => void;
  post: (message: FromPositionsWorker, transfer: Transferable[]) => void;
}

/** What a positions worker that reads a recording does besides. */
export interface Replay {
  readonly wish: ReplayWish;
  begin(start: ReplayStart): void;
  steer(steering: ReplaySteering): void;
  attach(client: RpcClient<VigieContract>): void;
  detach(): void;
  onFrame(hasNews: boolean): void;
}

export function createReplay(clock: Clock, { overlays, shownMs, onPace, post }: ReplayParts): Replay {
  let areTrailsDue = false;
  let stopTimer: Disposer = () => undefined;
  const wish = createReplayWish((atMs) => {
    areTrailsDue = true;
    post({ type: 'sought', atMs }, []);
  });
  const backfill = createTrailBackfill(
    () => crypto.randomUUID(),
    (ring, atMs) => overlays().takeTrails(ring, atMs),
  );
  function findTrails(): void {
    areTrailsDue = false;
    stopTimer();
    stopTimer = clock.after(SETTLED_MS, () => {
      if (overlays().hasTrails() && wish.pace() <= FASTEST_FOUND) backfill.find(shownMs());
    });
  }
  return {
    wish,
    begin(start) {
      wish.begin(start);
      onPace(wish.pace());
    },
    steer(steering) {
      wish.steer(steering);
      onPace(wish.pace());
    },
    attach(client) {
      wish.attach(client);
      backfill.attach(client);
      areTrailsDue = true;
    },
    detach() {
      stopTimer();
      wish.detach();
      backfill.stop();
    },
    onFrame(hasNews) {
      wish.shown();
      if (hasNews) overlays().beat(true);
      if (areTrailsDue) findTrails();
    },
  };
}
