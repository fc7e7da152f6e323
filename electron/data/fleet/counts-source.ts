import type { FleetNumbers, vigieContract } from '../../../shared/contract/index.ts';
import { type Clock, countFleet, type Disposer, RECORD_BYTES } from '../../../shared/domain/index.ts';
import { createListeners, type OpenParamsOf, type StreamSource } from '../../../shared/rpc/index.ts';
import type { Fleet } from './fleet.ts';

const COUNT_EVERY_MS = 1_000;

export interface CountsOptions {
  fleet: Pick<Fleet, 'slotOf' | 'records' | 'onSlots' | 'time'>;
  clock: Clock;
  asked: OpenParamsOf<typeof vigieContract, 'fleet.counts'>;
  /** Ids of the vehicles that match the directory filter now. */
  ids: () => readonly string[];
  /** Calls back when other vehicles may match. */
  onRows: (listener: () => void) => Disposer;
}

/** The numbers of the whole fleet, for a window that has a part of it: at once, and once a second when they are others. */
export function createCountsSource({ fleet, clock, asked, ids, onRows }: CountsOptions): StreamSource<FleetNumbers> {
  const ready = createListeners<void>();
  const { ages, filter } = asked;
  let mask: Uint8Array<ArrayBuffer> | undefined;
  let isDue = true;
  let sent = '';
  let stopTimer: Disposer = () => undefined;
  const tick = () => {
    stopTimer = clock.after(COUNT_EVERY_MS, tick);
    isDue = true;
    ready.emit();
  };
  tick();
  const forget = () => {
    mask = undefined;
  };
  const disposers = [fleet.onSlots(forget), onRows(forget)];

  function matching(slots: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(slots);
    for (const id of ids()) {
      const slot = fleet.slotOf(id);
      if (slot !== undefined && slot < slots) bytes[slot] = 1;
    }
    return bytes;
  }

  return {
    onReady: (listener) => ready.add(listener),
    take() {
      if (!isDue) return undefined;
      isDue = false;
      const records = fleet.records();
      const at = fleet.time();
      if (filter !== null && filter.directory !== null) mask ??= matching(records.byteLength / RECORD_BYTES);
      const counts = countFleet(records, at, ages);
      const shown = filter === null ? null : countFleet(records, at, ages, { sieve: filter.sieve, mask: mask ?? null });
      const text = JSON.stringify({ counts, shown });
      if (text === sent) return undefined;
      sent = text;
      return { counts, shown };
    },
    dispose() {
      stopTimer();
      for (const dispose of disposers) dispose();
    },
  };
}
