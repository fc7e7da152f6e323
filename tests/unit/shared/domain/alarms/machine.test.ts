import { describe, expect, it } from 'vitest';
import {
  type Alarm,
  alarmActionsOf,
  alarmAfter,
  alarmEventOf,
  type AlarmEvent,
  alarmStateOf,
  decideAlarmAction,
  foldAlarm,
  isAlarmAnnounced,
  isAlarmShelved,
  isAlarmSuppressed,
  newAlarm,
} from '../../../../../shared/domain/index.ts';
import {
  BEGIN_MS,
  ControlRoom,
  happening,
  occurrenceOf,
  parametersOf,
} from '../../../../support/alarms/control-room.ts';
import { fc } from '../../../../support/property.ts';

const sequence = fc.array(happening, { minLength: 1, maxLength: 60, size: 'max' });

describe('the life of an alarm', () => {
  it('no sequence loses what is active, or acknowledges what nobody saw', () => {
    let acknowledged = 0;
    fc.assert(
      fc.property(fc.boolean(), sequence, (latched, happenings) => {
        const room = new ControlRoom(latched);
        for (const what of happenings) {
          room.happen(what);
          for (const alarm of room.alarms.values()) checkOne(alarm, room);
        }
        acknowledged += room.acknowledgedBySight.size;
      }),
      { numRuns: 1_000 },
    );
    // Else the sequences say nothing.
    expect(acknowledged).toBeGreaterThan(300);
  });

  it('is the fold of its journal', () => {
    fc.assert(
      fc.property(fc.boolean(), sequence, (latched, happenings) => {
        const room = new ControlRoom(latched);
        for (const what of happenings) room.happen(what);
        for (const occurrence of room.occurrences) {
          const lines = room.journal.filter(({ alarmId }) => alarmId === occurrence.id);
          expect(foldAlarm(occurrence, lines)).toEqual(room.alarms.get(occurrence.id));
        }
      }),
    );
  });

  it('shelving and suppressing change nothing of where it stands', () => {
    const hides = [
      'shelved',
      'unshelved',
      'shelf-ended',
      'suppressed',
      'unsuppressed',
      'suppression-ended',
      'released',
    ] as const;
    fc.assert(
      fc.property(fc.boolean(), sequence, fc.constantFrom(...hides), (latched, happenings, kind) => {
        const room = new ControlRoom(latched);
        for (const what of happenings) room.happen(what);
        for (const alarm of room.alarms.values()) {
          const event = alarmEventOf({ alarmId: alarm.id, kind, at: alarm.raisedAt, suppressedBy: 'group' });
          expect(alarmStateOf(alarmAfter(alarm, event))).toBe(alarmStateOf(alarm));
        }
      }),
    );
  });

  it('two operators end alike, whoever was away and in whatever order their actions came', () => {
    const step = fc.record({
      desk: fc.nat(1),
      what: fc.oneof(
        fc.constantFrom('send', 'receive', 'return'),
        fc.constantFrom('acknowledge', 'reset', 'shelve', 'unshelve', 'suppress', 'unsuppress', 'note'),
      ),
    });
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 50, size: 'max' }), (latched, steps) => {
        const server = new Server(latched);
        const desks = [new Desk(server), new Desk(server)] as const;
        let seconds = 0;
        for (const { desk, what } of steps) {
          const at = new Date(BEGIN_MS + (seconds += 60) * 1000).toISOString();
          if (what === 'return') server.write([alarmEventOf({ alarmId: server.alarm.id, kind: 'returned', at })]);
          else if (what === 'send') desks[desk]?.send(at);
          else if (what === 'receive') desks[desk]?.receive();
          else desks[desk]?.act(what, at);
        }
        const at = new Date(BEGIN_MS + (seconds + 60) * 1000).toISOString();
        for (const desk of desks) desk.send(at);
        for (const desk of desks) desk.receive();
        expect(desks[0].shown).toEqual(server.alarm);
        expect(desks[1].shown).toEqual(server.alarm);
        // Nothing that was sent and taken is missing from the journal.
        expect(foldAlarm(server.occurrence, server.journal)).toEqual(server.alarm);
      }),
    );
  });
});

function checkOne(alarm: Alarm, room: ControlRoom): void {
  const state = alarmStateOf(alarm);
  const isHolding = room.holding.has(alarm.id);
  expect(state.startsWith('active')).toBe(isHolding);
  const places = [
    isAlarmAnnounced(alarm, room.nowMs),
    isAlarmShelved(alarm, room.nowMs) || isAlarmSuppressed(alarm, room.nowMs),
  ];
  // What is not closed is in the list or in those of the shelf and the suppressed; what is closed is in none.
  expect(places.filter(Boolean)).toHaveLength(state === 'closed' ? 0 : 1);
  expect(alarm.acknowledgedAt !== null).toBe(room.acknowledgedBySight.has(alarm.id));
  expect(state === 'closed').toBe(alarm.closedAt !== null);
  if (alarm.closedAt === null) return;
  expect([alarm.returnedAt, alarm.acknowledgedAt]).not.toContain(null);
  if (alarm.latched) expect(alarm.resetAt).not.toBeNull();
}

/** What a desktop and the server do with one alarm, without the network between them. */
class Server {
  readonly occurrence;
  readonly journal: AlarmEvent[] = [];
  alarm: Alarm;

  constructor(latched: boolean) {
    this.occurrence = occurrenceOf(1, BEGIN_MS, latched);
    this.alarm = newAlarm(this.occurrence);
  }

  write(events: readonly AlarmEvent[]): void {
    for (const event of events) {
      this.journal.push(event);
      this.alarm = alarmAfter(this.alarm, event);
    }
  }
}

class Desk {
  readonly #server: Server;
  #known: Alarm;
  #outbox: { action: string; parameters: Record<string, string>; seen: Alarm }[] = [];

  constructor(server: Server) {
    this.#server = server;
    this.#known = server.alarm;
  }

  get shown(): Alarm {
    return this.#known;
  }

  act(action: string, at: string): void {
    const parameters = parametersOf(action, Date.parse(at) + 3_600_000);
    const outcome = decideAlarmAction(this.#known, action, parameters, { by: 'me', at });
    if ('refusal' in outcome) return;
    this.#outbox.push({ action, parameters, seen: this.#known });
    for (const event of outcome.events) this.#known = alarmAfter(this.#known, event);
  }

  send(at: string): void {
    for (const { action, parameters, seen } of this.#outbox) {
      const outcome = decideAlarmAction(this.#server.alarm, action, parameters, { by: 'me', at, seen });
      if ('events' in outcome) this.#server.write(outcome.events);
    }
    this.#outbox = [];
  }

  /** What is on its way is shown on top of what the server has. */
  receive(): void {
    this.#known = this.#server.alarm;
    const waiting = this.#outbox;
    this.#outbox = [];
    for (const { action } of waiting) this.act(action, this.#known.raisedAt);
  }
}

describe('actions on an alarm', () => {
  const active = newAlarm(occurrenceOf(1, BEGIN_MS, true));
  const at = new Date(BEGIN_MS + 60_000).toISOString();
  const after = (alarm: Alarm, action: string, parameters = parametersOf(action, BEGIN_MS + 3_600_000)) => {
    const outcome = decideAlarmAction(alarm, action, parameters, { by: 'ada', at });
    if ('refusal' in outcome) throw new Error(outcome.refusal.detail);
    return outcome.events.reduce(alarmAfter, alarm);
  };
  const returned = (alarm: Alarm) => alarmAfter(alarm, alarmEventOf({ alarmId: alarm.id, kind: 'returned', at }));
  const refusalOf = (alarm: Alarm, action: string, parameters: Record<string, string | number>, seen = {}) => {
    const outcome = decideAlarmAction(alarm, action, parameters, { by: 'ada', at, seen });
    return 'refusal' in outcome ? outcome.refusal.detail : 'taken';
  };

  it('offers what makes sense', () => {
    const offered = (alarm: Alarm) => alarmActionsOf(alarm, Date.parse(at)).join(' ');
    expect(offered(active)).toBe('acknowledge shelve suppress note');
    expect(offered(after(active, 'acknowledge'))).toBe('shelve suppress note');
    expect(offered(returned(after(active, 'acknowledge')))).toBe('reset shelve suppress note');
    expect(offered(after(returned(after(active, 'acknowledge')), 'reset'))).toBe('note');
    expect(offered(after(active, 'shelve'))).toBe('acknowledge shelve unshelve suppress note');
    expect(offered(after(active, 'suppress'))).toBe('acknowledge shelve suppress unsuppress note');
  });

  it('says what is wrong, and names it', () => {
    expect(refusalOf(active, 'shelve', { until: at, reason: 'x' })).toBe('until: is over already');
    expect(refusalOf(active, 'shelve', { until: '2026-03-05T00:00:00.000Z', reason: 'x' })).toBe(
      'until: is more than 24 hours ahead',
    );
    expect(refusalOf(active, 'shelve', { until: '2026-03-01T01:00:00.000Z' })).toMatch(/^reason: is missing/);
    expect(refusalOf(active, 'acknowledge', { until: at })).toBe('until: acknowledge takes no such parameter');
    expect(refusalOf(active, 'acknowledge', { note: 5 })).toBe('note: must be a text');
    expect(refusalOf(active, 'acknowledge', {}, { raisedAt: at })).toMatch(/another occurrence/);
    expect(refusalOf(active, 'reset', {})).toMatch(/still holds/);
    expect(refusalOf(returned(active), 'reset', {})).toMatch(/acknowledged before/);
    expect(refusalOf(active, 'silence', {})).toMatch(/no action silence/);
    const closed = after(returned(after(active, 'acknowledge')), 'reset');
    expect(refusalOf(closed, 'shelve', { until: '2026-03-01T01:00:00.000Z', reason: 'x' })).toBe('the alarm is closed');
  });

  it('the first acknowledge stays, and the second is in the journal alone', () => {
    const first = after(active, 'acknowledge', { note: 'first' });
    expect(after(first, 'acknowledge', { note: 'second' })).toEqual(first);
  });

  it('a shelf that ends shows an active alarm again, unacknowledged only if it never was acknowledged', () => {
    const shelved = after(active, 'shelve');
    const overMs = BEGIN_MS + 3_600_000;
    expect(isAlarmAnnounced(shelved, overMs - 1)).toBe(false);
    expect(isAlarmAnnounced(shelved, overMs)).toBe(true);
    expect(alarmStateOf(shelved)).toBe('active-unacknowledged');
    expect(alarmStateOf(after(shelved, 'acknowledge'))).toBe('active-acknowledged');
  });
});
