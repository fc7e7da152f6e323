import {
  type Alarm,
  type AlarmEvent,
  type AlarmOccurrence,
  alarmAfter,
  alarmEventOf,
  alarmEventsDue,
  decideAlarmAction,
  newAlarm,
} from '../../../shared/domain/index.ts';
import { fc } from '../property.ts';

export const BEGIN_MS = Date.parse('2026-03-01T00:00:00.000Z');
const isoOf = (atMs: number) => new Date(atMs).toISOString();
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export function occurrenceOf(number: number, atMs: number, latched: boolean): AlarmOccurrence {
  return {
    ...{ id: idOf(number), ruleId: idOf(900), ruleName: 'too fast', kind: 'speed', priority: 'high', latched },
    ...{ subjectKind: 'vehicle', subjectId: '7', vehicleId: '7', missionId: null, geofenceId: null, line: null },
    ...{ raisedAt: isoOf(atMs), value: 30, limit: 25, longitude: 2.35, latitude: 48.85, late: false },
  };
}

/** What happens in a control room. `of`: which of the alarms that an operator has on the screen, counted from the newest. */
export type Happening =
  | { type: 'raise' | 'return' | 'explain' | 'release' }
  | { type: 'pass'; minutes: number }
  | { type: 'look'; operator: number }
  | { type: 'act'; operator: number; of: number; action: string; minutes: number };

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('raise', 'raise', 'return', 'explain', 'release') }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('pass'), minutes: fc.integer({ min: 1, max: 90 }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('look'), operator: fc.nat(1) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      ...{
        type: fc.constant('act'),
        operator: fc.nat(1),
        of: fc.constantFrom(0, 0, 0, 1, 2),
        minutes: fc.integer({ min: 1, max: 60 }),
      },
      action: fc.constantFrom(
        'acknowledge',
        'acknowledge',
        'reset',
        'shelve',
        'unshelve',
        'suppress',
        'unsuppress',
        'note',
      ),
    }),
  },
);

/**
 * One subject that comes and goes, a server that keeps the journal, and two operators who act on what they looked at last, however old
 * that is by then.
 */
export class ControlRoom {
  readonly occurrences: AlarmOccurrence[] = [];
  readonly journal: AlarmEvent[] = [];
  readonly alarms = new Map<string, Alarm>();
  /** What the process says, apart from all that is kept of it. */
  readonly holding = new Set<string>();
  /** Which occurrences somebody acknowledged who had them on the screen. */
  readonly acknowledgedBySight = new Set<string>();
  readonly screens: Alarm[][] = [[], []];
  readonly latched: boolean;
  nowMs = BEGIN_MS;

  constructor(latched: boolean) {
    this.latched = latched;
  }

  happen(what: Happening): void {
    this.nowMs += 1000;
    if (what.type === 'raise') this.#raise();
    else if (what.type === 'return') this.#return();
    else if (what.type === 'pass') this.#pass(what.minutes);
    else if (what.type === 'look') this.screens[what.operator] = [...this.alarms.values()].toReversed();
    else if (what.type === 'act') this.#act(what);
    else for (const { id } of this.occurrences) this.#explain(id, what.type);
  }

  #raise(): void {
    if (this.holding.size > 0) return;
    const occurrence = occurrenceOf(this.occurrences.length + 1, this.nowMs, this.latched);
    this.occurrences.push(occurrence);
    this.holding.add(occurrence.id);
    this.alarms.set(occurrence.id, newAlarm(occurrence));
    this.write(alarmEventOf({ alarmId: occurrence.id, kind: 'raised', at: isoOf(this.nowMs) }));
  }

  #return(): void {
    for (const id of this.holding) this.write(alarmEventOf({ alarmId: id, kind: 'returned', at: isoOf(this.nowMs) }));
    this.holding.clear();
  }

  #explain(alarmId: string, type: 'explain' | 'release'): void {
    const at = isoOf(this.nowMs);
    if (type === 'release') this.write(alarmEventOf({ alarmId, kind: 'released', at }));
    else this.write(alarmEventOf({ alarmId, kind: 'suppressed', at, suppressedBy: 'cause', causeId: idOf(800) }));
  }

  #pass(minutes: number): void {
    this.nowMs += minutes * 60_000;
    for (const alarm of [...this.alarms.values()])
      for (const event of alarmEventsDue(alarm, this.nowMs)) this.write(event);
  }

  #act({ operator, of, action, minutes }: Extract<Happening, { type: 'act' }>): void {
    const seen = this.screens[operator]?.[of];
    const alarm = seen && this.alarms.get(seen.id);
    if (seen === undefined || alarm === undefined) return;
    const at = isoOf(this.nowMs);
    const parameters = parametersOf(action, this.nowMs + minutes * 60_000);
    const outcome = decideAlarmAction(alarm, action, parameters, { by: `operator ${operator}`, at, seen });
    if ('refusal' in outcome) return;
    if (action === 'acknowledge') this.acknowledgedBySight.add(alarm.id);
    for (const event of outcome.events) this.write(event);
  }

  write(event: AlarmEvent): void {
    this.journal.push(event);
    const before = this.alarms.get(event.alarmId);
    if (before !== undefined) this.alarms.set(event.alarmId, alarmAfter(before, event));
  }
}

export function parametersOf(action: string, untilMs: number): Record<string, string> {
  if (action === 'shelve' || action === 'suppress') return { until: isoOf(untilMs), reason: 'at work on it' };
  if (action === 'note') return { text: 'called the driver' };
  return action === 'acknowledge' ? { note: 'seen' } : {};
}
