import { POSITION_FLAGS, RECORD_BYTES } from '../../../shared/domain/index.ts';
import type { Bounds } from './fleet-bounds.ts';
import { screenPlace } from './pick-vehicle.ts';
import { RADIANS_PER_DEGREE, RADIANS_PER_UNIT, wrapUnits } from './projection.ts';
import type { FleetScene } from './vehicle-place.ts';

/** A vehicle that is worth a name, and where it is drawn: CSS pixels. */
export interface VehicleInView {
  readonly slot: number;
  readonly x: number;
  readonly y: number;
}

/** What is late or suspect goes before any speed, metres per second. */
const NOTABLE = 1_000;
/** A vehicle that has a name keeps it from others that are not faster by more: names do not flicker. */
const STAYS = 8;

/**
 * The vehicles on the screen that matter most, up to `cap`: the notable ones (late, suspect) first, then the fastest. One
 * pass over the records, with an object for those alone that are returned.
 * @param area what of the ground is on the screen
 * @param has which have a name now
 * @param slots of the vehicles that can be on the screen, where that is known; null: any
 */
export function vehiclesInView(
  scene: FleetScene,
  area: Bounds,
  cap: number,
  lateAfterMs: { lateMs: number; silentMs: number },
  has: { has: (slot: number) => boolean } = { has: () => false },
  slots: Uint32Array | null = null,
): VehicleInView[] {
  const { records, count } = scene.frame;
  const degree = RADIANS_PER_DEGREE / RADIANS_PER_UNIT;
  const middle = wrapUnits(Math.round(((area.west + area.east) / 2) * degree));
  const halfWidth = ((area.east - area.west) / 2) * degree;
  const [south, north] = [area.south * degree, area.north * degree];
  const best = createBest(cap);
  const candidates = slots?.length ?? count;
  for (let index = 0; index < candidates; index++) {
    const slot = slots === null ? index : (slots[index] ?? 0);
    const offset = slot * RECORD_BYTES;
    const latitude = records.getInt32(offset + 4, true);
    if (latitude < south || latitude > north) continue;
    if (Math.abs(wrapUnits(records.getInt32(offset, true) - middle)) > halfWidth) continue;
    const flags = records.getUint8(offset + 22);
    if ((flags & POSITION_FLAGS.hidden) !== 0 || !scene.sees(slot)) continue;
    const ageMs = (scene.nowSeconds - records.getFloat32(offset + 16, true)) * 1000;
    const isNotable =
      (flags & POSITION_FLAGS.suspect) !== 0 || (ageMs >= lateAfterMs.lateMs && ageMs < lateAfterMs.silentMs);
    const speed = Math.abs(records.getFloat32(offset + 8, true)) + Math.abs(records.getFloat32(offset + 12, true));
    best.offer(slot, speed + (isNotable ? NOTABLE : 0) + (has.has(slot) ? STAYS : 0));
  }
  const { width, height } = scene.camera;
  return best.inOrder().flatMap((slot) => {
    const at = screenPlace(scene, slot);
    return at === undefined || at.x < 0 || at.y < 0 || at.x > width || at.y > height ? [] : [{ slot, ...at }];
  });
}

/** Keeps the slots with the greatest scores. */
function createBest(cap: number) {
  const slots: number[] = [];
  const scores: number[] = [];
  let least = 0;
  return {
    offer(slot: number, score: number): void {
      if (slots.length < cap) {
        slots.push(slot);
        scores.push(score);
        if (slots.length === cap) least = scores.indexOf(Math.min(...scores));
      } else if (cap > 0 && score > (scores[least] ?? 0)) {
        slots[least] = slot;
        scores[least] = score;
        least = scores.indexOf(Math.min(...scores));
      }
    },
    inOrder: (): number[] =>
      slots
        .map((slot, index) => ({ slot, score: scores[index] ?? 0 }))
        .toSorted((one, other) => other.score - one.score)
        .map(({ slot }) => slot),
  };
}
