import { Watch, type Measured, placeOf, vehicleSubject } from './watch.ts';
import type { EngineSubject, StandingAlarm } from './types.ts';

/** A watch with one item a vehicle: its slot. */
export abstract class VehicleWatch extends Watch {
  protected override makeRoom(slots: number): void {
    this.latches.ensure(slots);
  }

  protected override drop(slot: number): void {
    this.latches.fall(slot, this.context.nowMs);
  }

  override withdraw(): void {
    for (let slot = 0; slot < this.inScope.length; slot++) if (this.isAbout(slot)) this.drop(slot);
    this.endFlood();
  }

  override restore({ subjectKind, subjectId, raisedAtMs }: StandingAlarm): boolean {
    const slot = this.context.fleet.slots.get(subjectId);
    if (subjectKind !== 'vehicle' || slot === undefined || !this.isAbout(slot) || this.latches.isUp(slot)) return false;
    this.latches.restore(slot, raisedAtMs);
    return true;
  }

  protected override subjectOf(slot: number): EngineSubject {
    return vehicleSubject(this.context.fleet, slot);
  }

  protected override measuredAt(slot: number, atMs: number): Measured {
    return { ...this.valueAt(slot, atMs), ...placeOf(this.context.fleet, slot) };
  }

  protected abstract valueAt(slot: number, atMs: number): Pick<Measured, 'value' | 'limit'>;
}
