import type { FleetView, MapSlots, ToPositionsWorker, VisibleSlots } from '../../workers/index.ts';

/** What one map shows, told to the worker so that only what can be seen of the fleet is drawn on it. */
export interface MapView {
  /** Shows this now. */
  want(view: FleetView): void;
  /** What there is to draw of a frame for the view that was wanted last; undefined: not known, so all. */
  visible(frame: { readonly streamId: number; readonly sequence: number }): VisibleSlots | undefined;
  close(): void;
}

interface Kept {
  readonly streamId: number;
  readonly sequence: number;
  readonly slots: MapSlots;
}
/** A GPU that is at work on a frame is drawn that one once more while the next has come. */
const FRAMES_KEPT = 2;

/** The views of all maps of a window, and what the worker has found for each. */
export function createMapViews(post: (message: ToPositionsWorker) => void) {
  const kept = new Map<number, Kept[]>();
  let maps = 0;
  let views = 0;
  return {
    open(): MapView {
      const map = ++maps;
      let wanted = 0;
      kept.set(map, []);
      return {
        want(view) {
          wanted = ++views;
          post({ type: 'view', map, number: wanted, view });
        },
        visible: ({ streamId, sequence }) =>
          kept
            .get(map)
            ?.find((one) => one.streamId === streamId && one.sequence === sequence && one.slots.view === wanted)?.slots,
        close() {
          kept.delete(map);
          if (wanted > 0) post({ type: 'view', map, number: ++views, view: null });
        },
      };
    },
    take(streamId: number, sequence: number, slots: MapSlots): void {
      const before = kept.get(slots.map);
      // Found for a map that has gone meanwhile.
      if (before === undefined) return;
      kept.set(slots.map, [{ streamId, sequence, slots }, ...before].slice(0, FRAMES_KEPT));
    },
  };
}
