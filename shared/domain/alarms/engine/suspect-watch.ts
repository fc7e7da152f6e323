import type { EngineFix } from './types.ts';
import { VehicleWatch } from './vehicle-watch.ts';

/** The newest fix is a jump that no vehicle can make. */
export class SuspectWatch extends VehicleWatch {
  override readonly looksAtPlaces = true;
  override readonly looksAtSuspects = true;

  override fix(slot: number, { isSuspect, observedAtMs }: EngineFix, isLate: boolean): void {
    this.latches.atFix(slot, isSuspect, observedAtMs, isLate);
  }

  protected override valueAt(): { value: null; limit: null } {
    return { value: null, limit: null };
  }
}
