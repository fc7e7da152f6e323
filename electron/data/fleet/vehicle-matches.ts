import { encodeMatches } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { createListeners, type StreamSource } from '../../../shared/rpc/index.ts';

/** What matches is told so often at most while rows change all the time, as they do in a first synchronisation. Milliseconds. */
export const MATCH_EVERY_MS = 500;

/** Where vehicles are in the frames of a stream. */
export interface StreamSlots {
  streamId(): number;
  slotOf(id: string): number | undefined;
  /** Slots that there are; undefined: it is not known so far. */
  count(): number | undefined;
  onSlots(listener: () => void): Disposer;
}

export interface MatchesOptions {
  slots: StreamSlots;
  clock: Clock;
  /** Ids of the vehicles that match now. */
  ids: () => readonly string[];
  /** Calls back when other vehicles may match. */
  onRows: (listener: () => void) => Disposer;
}

/** Which slots match, as a mask of one byte each: at once, and again whenever it is another. */
export function createMatchesSource({
  slots,
  clock,
  ids,
  onRows,
}: MatchesOptions): StreamSource<Uint8Array<ArrayBuffer>> {
  const ready = createListeners<void>();
  let isDue = true;
  /** A reader is free, and nobody knows yet where vehicles are. */
  let isWaiting = false;
  let sent: Uint8Array | undefined;
  let stopPause: Disposer | undefined;

  function changed(): void {
    if (isWaiting) return ready.emit();
    stopPause ??= clock.after(MATCH_EVERY_MS, () => {
      stopPause = undefined;
      isDue = true;
      ready.emit();
    });
  }
  const disposers = [onRows(changed), slots.onSlots(changed)];

  return {
    onReady: (listener) => ready.add(listener),
    take() {
      const count = slots.count();
      isWaiting = count === undefined;
      if (!isDue || count === undefined) return undefined;
      isDue = false;
      const mask = new Uint8Array(count);
      let matching = 0;
      for (const id of ids()) {
        const slot = slots.slotOf(id);
        if (slot === undefined || slot >= mask.length) continue;
        mask[slot] = 1;
        matching += 1;
      }
      const bytes = encodeMatches({ streamId: slots.streamId(), matching, mask });
      if (sent !== undefined && isSame(sent, bytes)) return undefined;
      sent = bytes;
      return bytes;
    },
    dispose() {
      stopPause?.();
      for (const dispose of disposers) dispose();
    },
  };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((byte, index) => byte === b[index]);
}
