import { encodeMatches } from '../../../shared/contract/index.ts';
import { type Clock, type Disposer, RECORD_BYTES } from '../../../shared/domain/index.ts';
import { createListeners, type StreamSource } from '../../../shared/rpc/index.ts';
import type { Fleet } from './fleet.ts';

/** What matches is told so often at most while rows change all the time, as they do in a first synchronisation. Milliseconds. */
export const MATCH_EVERY_MS = 500;

export interface MatchesOptions {
  fleet: Pick<Fleet, 'streamId' | 'slotOf' | 'records' | 'onSlots'>;
  clock: Clock;
  /** Ids of the vehicles that match now. */
  ids: () => readonly string[];
  /** Calls back when other vehicles may match. */
  onRows: (listener: () => void) => Disposer;
}

/** Which slots match, as a mask of one byte each: at once, and again whenever it is another. */
export function createMatchesSource({
  fleet,
  clock,
  ids,
  onRows,
}: MatchesOptions): StreamSource<Uint8Array<ArrayBuffer>> {
  const ready = createListeners<void>();
  let isDue = true;
  let sent: Uint8Array | undefined;
  let stopPause: Disposer | undefined;

  function changed(): void {
    stopPause ??= clock.after(MATCH_EVERY_MS, () => {
      stopPause = undefined;
      isDue = true;
      ready.emit();
    });
  }
  const disposers = [onRows(changed), fleet.onSlots(changed)];

  return {
    onReady: (listener) => ready.add(listener),
    take() {
      if (!isDue) return undefined;
      isDue = false;
      const mask = new Uint8Array(fleet.records().byteLength / RECORD_BYTES);
      let matching = 0;
      for (const id of ids()) {
        const slot = fleet.slotOf(id);
        if (slot === undefined || slot >= mask.length) continue;
        mask[slot] = 1;
        matching += 1;
      }
      const bytes = encodeMatches({ streamId: fleet.streamId(), matching, mask });
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
