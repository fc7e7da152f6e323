import type { FleetTable } from '../../shared/api/index.ts';
import { type Clock, type FleetMoment, isShown, type ShownVehicles } from '../../shared/domain/index.ts';
import { densityCells } from './density-grid.ts';
import { type FromPositionsWorker, NO_OVERLAY, type OverlayWish } from './protocol.ts';
import { slotsWithin, trailLines } from './trail-lines.ts';
import { TRAIL_EVERY_MS, TrailRing } from './trail-ring.ts';

export interface Overlays {
  /** Another wish: what it asks for is said at once. */
  want(next: OverlayWish): void;
  /** To be called once a second: notes where vehicles are when it is time, and says what has changed. */
  beat(hasNews: boolean): void;
}

/** Trails and densities of a fleet, for a map that asks for them. Without a wish it costs nothing. */
export function createOverlays(
  table: FleetTable,
  clock: Clock,
  look: () => { moment: FleetMoment; shown: ShownVehicles | null } | undefined,
  post: (message: FromPositionsWorker, transfer: Transferable[]) => void,
): Overlays {
  const ring = new TrailRing();
  let wish: OverlayWish = NO_OVERLAY;
  let notedAtMs = Number.NEGATIVE_INFINITY;

  function sayTrails(): void {
    const { trails } = wish;
    const view = look();
    if (trails === null || view === undefined) return;
    const sees = (slot: number) => isShown(view.shown, slot, view.moment);
    const slots = 'slots' in trails ? trails.slots : slotsWithin(table.records, trails.area, sees);
    const ways = trailLines(ring, table.records, slots);
    post({ type: 'trails', streamId: table.streamId, ways }, [ways]);
  }
  function sayDensity(): void {
    const view = look();
    if (wish.density === null || view === undefined) return;
    const cells = densityCells(wish.density, view.shown, view.moment);
    post({ type: 'density', streamId: table.streamId, zoom: wish.density, cells }, [cells]);
  }

  return {
    want(next) {
      const before = wish;
      wish = next;
      if (JSON.stringify(next.trails) !== JSON.stringify(before.trails)) sayTrails();
      if (next.density !== before.density) sayDensity();
    },
    beat(hasNews) {
      if (wish.trails !== null && table.sequence > 0 && clock.monotonicMs() - notedAtMs >= TRAIL_EVERY_MS) {
        notedAtMs = clock.monotonicMs();
        ring.note(table);
        sayTrails();
      } else if (hasNews) sayTrails();
      if (hasNews) sayDensity();
    },
  };
}
