import type { FleetNumbers, VigieContract } from '../../shared/contract/index.ts';
import type { AgeThresholds, Clock, Disposer } from '../../shared/domain/index.ts';
import type { RpcClient } from '../../shared/rpc/index.ts';
import { backoffMs } from './backoff.ts';
import type { WorkerFilter } from './protocol.ts';

/** Hears the numbers of the whole fleet from the data host, over whatever connection there is. */
export interface CountsReader {
  /** What is to be counted; null: nothing, the window has the whole fleet and counts it itself. */
  want(asked: { ages: AgeThresholds; filter: WorkerFilter | null } | null): void;
  attach(client: Pick<RpcClient<VigieContract>, 'open'>): void;
  detach(): void;
}

export function createCountsReader(
  clock: Clock,
  random: () => number,
  onNumbers: (numbers: FleetNumbers) => void,
): CountsReader {
  let asked: { ages: AgeThresholds; filter: WorkerFilter | null } | null = null;
  let client: Pick<RpcClient<VigieContract>, 'open'> | undefined;
  let close: Disposer = () => undefined;
  let failures = 0;

  function open(): void {
    close();
    close = () => undefined;
    if (asked === null || client === undefined) return;
    // Whatever an older stream still delivers is not asked for any more.
    let current = true;
    let stopTimer: Disposer = () => undefined;
    const { ages, filter } = asked;
    const closeStream = client.open(
      'fleet.counts',
      { ages, filter },
      {
        onItem(numbers) {
          if (!current) return;
          failures = 0;
          onNumbers(numbers);
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
      if (JSON.stringify(next) === JSON.stringify(asked)) return;
      asked = next;
      failures = 0;
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
