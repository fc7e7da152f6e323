import type { AlarmParametersOf } from '../alarm-rule.ts';
import type { EngineRule, EngineSubject, StandingAlarm } from './types.ts';
import { type Measured, Watch, type WatchContext } from './watch.ts';

/** Positions come no more: the feed says so, or nothing new was heard of any vehicle for so long. An item a feed; one of them is in use. */
export class FeedWatch extends Watch {
  override readonly hearsAll = true;
  readonly #afterMs: number;
  readonly #names: string[] = [];
  #current = -1;
  /** Since when the feed says that it is down, UTC ms; Infinity: it does not. */
  #downSinceMs = Infinity;
  #heardAtMs: number;

  constructor(rule: EngineRule, { afterSeconds }: AlarmParametersOf<'feed-down'>, context: WatchContext) {
    super(rule, context);
    this.#afterMs = afterSeconds * 1000;
    this.#heardAtMs = context.nowMs;
  }

  override feed(name: string, isDown: boolean): void {
    this.tick();
    const index = this.#indexOf(name);
    // Another feed has taken its place: nobody waits for the one before.
    if (this.#current >= 0 && this.#current !== index) this.latches.turn(this.#current, false, this.context.nowMs);
    if (this.#current !== index) {
      this.#heardAtMs = this.context.nowMs;
      this.#downSinceMs = Infinity;
    }
    this.#current = index;
    if (!isDown) this.#downSinceMs = Infinity;
    else if (this.#downSinceMs === Infinity) this.#downSinceMs = this.context.nowMs;
    // What is down already is raised with the next step: an alarm that stood before may be restored until then.
    if (this.context.nowMs < this.#dueMs()) this.latches.turn(index, false, this.context.nowMs);
  }

  override heard(): void {
    this.tick();
    this.#heardAtMs = this.context.nowMs;
    if (this.#current >= 0 && this.#downSinceMs === Infinity)
      this.latches.turn(this.#current, false, this.context.nowMs);
  }

  override clockShifted(byMs: number): void {
    super.clockShifted(byMs);
    this.#heardAtMs += byMs;
    this.#downSinceMs += byMs;
    this.latches.shift(byMs);
  }

  protected override tick(): void {
    if (this.#current < 0) return;
    this.latches.turnWhenDue(this.#current, this.#dueMs(), this.context.nowMs);
    for (let index = 0; index < this.#names.length; index++) this.latches.settle(index, this.context.nowMs);
  }

  /** When it is down: as it says, or by its silence. */
  #dueMs(): number {
    return Math.min(this.#downSinceMs, this.#heardAtMs + this.#afterMs);
  }

  #indexOf(name: string): number {
    const known = this.#names.indexOf(name);
    if (known >= 0) return known;
    this.latches.ensure(this.#names.length + 1);
    return this.#names.push(name) - 1;
  }

  protected override drop(): void {}

  override withdraw(): void {
    for (let index = 0; index < this.#names.length; index++) this.latches.fall(index, this.context.nowMs);
  }

  override restore({ subjectKind, subjectId, raisedAtMs }: StandingAlarm): boolean {
    if (subjectKind !== 'feed') return false;
    const index = this.#indexOf(subjectId);
    if (this.latches.isUp(index)) return false;
    this.latches.restore(index, raisedAtMs);
    if (index !== this.#current) this.latches.turn(index, this.#current < 0, this.context.nowMs);
    return true;
  }

  protected override subjectOf(index: number): EngineSubject {
    const subjectId = this.#names[index] ?? '';
    return { subjectKind: 'feed', subjectId, vehicleId: null, missionId: null, geofenceId: null, line: null };
  }

  protected override measuredAt(_index: number, atMs: number): Measured {
    const value = (atMs - this.#heardAtMs) / 1000;
    return { value, limit: this.#afterMs / 1000, longitude: null, latitude: null };
  }
}
