import type { AlarmParametersOf } from '../alarm-rule.ts';
import type { EngineFix, EngineRule } from './types.ts';
import { VehicleWatch } from './vehicle-watch.ts';
import type { WatchContext } from './watch.ts';

/** Above the limit; again below it only by the deadband. */
export class SpeedWatch extends VehicleWatch {
  override readonly looksAtPlaces = true;
  readonly #above: number;
  readonly #notBelow: number;

  constructor(rule: EngineRule, parameters: AlarmParametersOf<'speed'>, context: WatchContext) {
    super(rule, context);
    this.#above = parameters.aboveMetresPerSecond;
    this.#notBelow = parameters.aboveMetresPerSecond - parameters.deadbandMetresPerSecond;
  }

  override fix(slot: number, { speedMetresPerSecond: speed, observedAtMs }: EngineFix, isLate: boolean): void {
    const isTrue = this.latches.isUp(slot) ? speed >= this.#notBelow : speed > this.#above;
    this.latches.atFix(slot, isTrue, observedAtMs, isLate);
  }

  protected override valueAt(slot: number): { value: number; limit: number } {
    return { value: this.context.fleet.speed[slot] ?? 0, limit: this.#above };
  }
}
