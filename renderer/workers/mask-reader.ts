import {
  decodeMatches,
  type DirectoryFilter,
  type VehicleMatches,
  type VigieContract,
} from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { RpcClient } from '../../shared/rpc/index.ts';
import { backoffMs } from './backoff.ts';

/** Asks the data host which vehicles match a filter, over whatever connection there is, and hears of every change. */
export interface MaskReader {
  /** Another filter; null: none. */
  want(filter: DirectoryFilter | null): void;
  /** Slots are those of this recorded stream from now on. */
  ofStream(streamId: number): void;
  attach(client: Pick<RpcClient<VigieContract>, 'open'>): void;
  detach(): void;
}

export function createMaskReader(
  clock: Clock,
  random: () => number,
  onMatches: (matches: VehicleMatches) => void,
): MaskReader {
  let filter: DirectoryFilter | null = null;
  /** Undefined: the live one. */
  let stream: number | undefined;
  let client: Pick<RpcClient<VigieContract>, 'open'> | undefined;
  let close: Disposer = () => undefined;
  let failures = 0;

  function open(): void {
    close();
    if (filter === null || client === undefined) return;
    // Whatever an older stream still delivers is not asked for any more.
    let current = true;
    let stopTimer: Disposer = () => undefined;
    const closeStream = client.open(
      'vehicles.matching',
      { filter, ...(stream === undefined ? {} : { streamId: stream }) },
      {
        onItem(bytes) {
          if (!current) return;
          failures = 0;
          onMatches(decodeMatches(bytes));
        },
        onEnd({ code }) {
          if (current && code !== 'disconnected') stopTimer = clock.after(backoffMs(failures++, random), open);
        },
      },
    );
    close = () => {
      current = false;
      stopTimer();
      closeStream();
    };
  }

  return {
    want(next) {
      filter = next;
      failures = 0;
      open();
    },
    ofStream(next) {
      if (next === stream) return;
      stream = next;
      open();
    },
    attach(next) {
      client = next;
      open();
    },
    detach() {
      client = undefined;
      close();
    },
  };
}
