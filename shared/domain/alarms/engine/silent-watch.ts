import { VEHICLE_STATES } from '../../fix.ts';
import type { AlarmParametersOf } from '../alarm-rule.ts';
import { ACTIVE, IDLE } from './latches.ts';
import type { EngineRule } from './types.ts';
import { VehicleWatch } from './vehicle-watch.ts';
import type { WatchContext } from './watch.ts';

const OUT_OF_SERVICE = VEHICLE_STATES.indexOf('out-of-service');

/** Nothing new was heard for so long, by the time at which it came. A vehicle whose last word was that it is out of service may be silent. */
export class SilentWatch extends VehicleWatch {
  readonly #afterMs: number;

  constructor(rule: EngineRule, { afterSeconds }: AlarmParametersOf<'silent'>, context: WatchContext) {
    super(rule, context);
    this.#afterMs = afterSeconds * 1000;
  }

  override heard(slot: number): void {
    this.#look(slot);
    const phase = this.latches.phase(slot);
    if (phase !== IDLE) this.latches.turn(slot, false, this.context.nowMs);
  }

  override clockShifted(byMs: number): void {
    super.clockShifted(byMs);
    this.latches.shift(byMs);
  }

  protected override tick(): void {
    const { heardAt } = this.context.fleet;
    for (let slot = 0; slot < this.inScope.length; slot++) {
      // A vehicle that was never heard has NaN, and passes no comparison.
      if (this.inScope[slot] === 1 && (heardAt[slot] ?? Number.NaN) <= Infinity) this.#look(slot);
    }
  }

  #look(slot: number): void {
    const { fleet, nowMs } = this.context;
    const dueMs = Math.max((fleet.heardAt[slot] ?? Number.NaN) + this.#afterMs, this.sinceMs);
    const isMeant = fleet.state[slot] !== OUT_OF_SERVICE;
    if (this.latches.phase(slot) !== ACTIVE) this.latches.turnWhenDue(slot, isMeant ? dueMs : Infinity, nowMs);
  }

  protected override valueAt(slot: number, atMs: number): { value: number; limit: number } {
    return { value: (atMs - (this.context.fleet.heardAt[slot] ?? atMs)) / 1000, limit: this.#afterMs / 1000 };
  }
}
