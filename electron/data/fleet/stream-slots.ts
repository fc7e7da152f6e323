import { RECORD_BYTES } from '../../../shared/domain/index.ts';
import { createListeners } from '../../../shared/rpc/index.ts';
import type { Recordings } from '../recording/recordings.ts';
import type { Fleet } from './fleet.ts';
import type { StreamSlots } from './vehicle-matches.ts';

export function liveSlots(fleet: Fleet): StreamSlots {
  return {
    streamId: () => fleet.streamId(),
    slotOf: (id) => fleet.slotOf(id),
    count: () => fleet.records().byteLength / RECORD_BYTES,
    onSlots: (listener) => fleet.onSlots(listener),
  };
}

/** Those of a recorded stream: it may be an earlier one, whose slots are other vehicles, or the live one, which grows. */
export function recordedSlots(
  streamId: number,
  recordings: Pick<Recordings, 'directory'>,
  fleet: Pick<Fleet, 'onSlots' | 'streamId'>,
): StreamSlots {
  const known = createListeners<void>();
  let slots: ReadonlyMap<string, number> | undefined;
  const read = () =>
    recordings.directory(streamId).then(
      (ids) => {
        if (ids === undefined) return;
        slots = new Map(ids.map((id, slot) => [id, slot]));
        known.emit();
      },
      // What was known stays; that a recording cannot be read is said by what plays it.
      () => undefined,
    );
  return {
    streamId: () => streamId,
    slotOf: (id) => slots?.get(id),
    count: () => slots?.size,
    onSlots(listener) {
      const stops = [
        known.add(listener),
        fleet.onSlots(() => {
          if (fleet.streamId() === streamId) void read();
        }),
      ];
      void read();
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
