import { FleetTable, MalformedFrameError } from '../../shared/api/index.ts';
import type { VigieContract } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/domain/index.ts';
import type { RpcClient } from '../../shared/rpc/index.ts';
import { TRAIL_EVERY_MS, TRAIL_STEPS, TrailRing } from './trail-ring.ts';

/** Finds where all vehicles were in the minutes before an instant of a recording. */
export interface TrailBackfill {
  /** Looks for it, instead of what was looked for before. */
  find(atMs: number): void;
  attach(client: Pick<RpcClient<VigieContract>, 'open' | 'request'>): void;
  stop(): void;
}

/**
 * A player of its own goes through those minutes in the steps in which trails are noted, one after the other: what is played
 * does not wait for it.
 */
export function createTrailBackfill(
  newPlayer: () => string,
  onFound: (ring: TrailRing, atMs: number) => void,
): TrailBackfill {
  let client: Pick<RpcClient<VigieContract>, 'open' | 'request'> | undefined;
  let close: Disposer = () => undefined;

  function find(toMs: number): void {
    close();
    if (client === undefined) return;
    const asked = client;
    const player = newPlayer();
    const ring = new TrailRing();
    const table = new FleetTable({ streamId: 0, epochMs: 0 }, undefined, 'replay');
    let wantedMs = toMs - TRAIL_STEPS * TRAIL_EVERY_MS;
    let isOver = false;
    const end = () => {
      isOver = true;
      closeStream();
    };
    const onItem = (frame: Uint8Array) => {
      if (isOver) return;
      try {
        table.apply(frame);
      } catch (error) {
        if (!(error instanceof MalformedFrameError)) throw error;
        return end();
      }
      const shownMs = table.serverTimeMs;
      // What stands is said again each second.
      if (shownMs < wantedMs) return;
      if (shownMs > toMs) return end();
      ring.note(table);
      if (shownMs > toMs - TRAIL_EVERY_MS) {
        end();
        return onFound(ring, shownMs);
      }
      wantedMs = Math.min(toMs, shownMs + TRAIL_EVERY_MS);
      // A step that cannot be taken leaves the trails as they are.
      asked.request('replay.steer', { player, seek: { atMs: wantedMs, stretch: null } }).catch(end);
    };
    const start = { player, atMs: wantedMs, stretch: null, isPlaying: false, speed: 1 };
    let closeStream: Disposer = () => undefined;
    closeStream = asked.open('replay.frames', start, { onItem, onEnd: () => void (isOver = true) });
    close = end;
  }

  return {
    find,
    attach(next) {
      client = next;
    },
    stop() {
      close();
      client = undefined;
    },
  };
}
