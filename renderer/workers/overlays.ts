import type { FleetTable } from '../../shared/api/index.ts';
import { type FleetMoment, isShown, type ShownVehicles } from '../../shared/domain/index.ts';
import { densityCells } from './density-grid.ts';
import { type FromPositionsWorker, NO_OVERLAY, type OverlayWish } from './protocol.ts';
import { slotsWithin, trailLines } from './trail-lines.ts';
import { TRAIL_EVERY_MS, TrailRing } from './trail-ring.ts';

export interface Overlays {
  /** Another wish: what it asks for is said at once. */
  want(next: OverlayWish): void;
  /** To be called once a second: notes where vehicles are when it is time, and says what has changed. */
  beat(hasNews: boolean): void;
  /** Whether trails are asked for. */
  hasTrails(): boolean;
  /** Trails up to a moment of `nowMs`, found elsewhere. */
  takeTrails(found: TrailRing, atMs: number): void;
}

/** A fleet that was last noted longer ago than this, or later, was not followed in between: where it was is forgotten. Milliseconds. */
const FORGET_AFTER_MS = 6 * TRAIL_EVERY_MS;

/**
 * Trails and densities of a fleet, for a map that asks for them. Without a wish it costs nothing.
 * @param nowMs by which it is told when to note: any clock of milliseconds. One that leaps makes the trails begin anew.
 */
export function createOverlays(
  table: FleetTable,
  nowMs: () => number,
  look: () => { moment: FleetMoment; shown: ShownVehicles | null } | undefined,
  post: (message: FromPositionsWorker, transfer: Transferable[]) => void,
): Overlays {
  let ring = new TrailRing();
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
      const sinceMs = nowMs() - notedAtMs;
      const isDue = wish.trails !== null && table.sequence > 0 && (sinceMs >= TRAIL_EVERY_MS || sinceMs < 0);
      if (isDue) {
        if (sinceMs < 0 || (sinceMs > FORGET_AFTER_MS && Number.isFinite(sinceMs))) ring = new TrailRing();
        notedAtMs = nowMs();
        ring.note(table);
        sayTrails();
      } else if (hasNews) sayTrails();
      if (hasNews) sayDensity();
    },
    hasTrails: () => wish.trails !== null,
    takeTrails(found, atMs) {
      ring = found;
      notedAtMs = atMs;
      sayTrails();
    },
  };
}
