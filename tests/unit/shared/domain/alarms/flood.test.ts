import { describe, expect, it } from 'vitest';
import {
  type Alarm,
  alarmFigures,
  alarmFiguresOf,
  type EngineFix,
  groupAlarms,
  isFlood,
  missionsSince,
  newAlarm,
  periodsOf,
  SuppressionBook,
  TimeZone,
  tryRule,
} from '../../../../../shared/domain/index.ts';
import { occurrenceOf } from '../../../../support/alarms/control-room.ts';
import { idOf, ruleOf } from '../../../../support/alarms/rules.ts';

const T0 = Date.parse('2026-03-01T00:00:00.000Z');
const MINUTE = 60_000;

function alarmOf(number: number, atMs: number, more: Partial<Alarm> = {}): Alarm {
  return { ...newAlarm(occurrenceOf(number, atMs, false)), ...more };
}
const vehicle = (number: number, ruleId: string, subjectId: string, more: Partial<Alarm> = {}) =>
  alarmOf(number, T0 + number, { ruleId, subjectId, vehicleId: subjectId, line: 'A', ...more });

describe('what explains what', () => {
  const rules = [
    ruleOf(1, { kind: 'feed-down', afterSeconds: 30 }).rule,
    ruleOf(2, { kind: 'silent', afterSeconds: 60 }, { suppressedByKinds: ['feed-down'], suppressionGroup: 'lost' })
      .rule,
    ruleOf(3, { kind: 'suspect-position' }, { suppressionGroup: 'lost' }).rule,
    ruleOf(4, { kind: 'late-mission', latenessSeconds: 60 }, { suppressedByKinds: ['silent'] }).rule,
  ];
  const feed = alarmOf(10, T0, {
    ruleId: idOf(1),
    kind: 'feed-down',
    subjectKind: 'feed',
    subjectId: 'buses',
    vehicleId: null,
  });

  it('the feed explains silent vehicles, until it is back', () => {
    const book = new SuppressionBook();
    book.setRules(rules);
    expect(book.raised(feed)).toBeUndefined();
    const silent = vehicle(11, idOf(2), '1', { kind: 'silent' });
    expect(book.raised(silent)).toEqual({ suppressedBy: 'cause', causeId: feed.id });
    expect(book.returned(feed.id)).toEqual([silent.id]);
    expect(book.release(silent)).toBeUndefined();
    expect(book.raised(vehicle(12, idOf(2), '2', { kind: 'silent' }))).toBeUndefined();
  });

  it('of a group about one vehicle the first stands for the others, and no other vehicle', () => {
    const book = new SuppressionBook();
    book.setRules(rules);
    const first = vehicle(11, idOf(3), '1', { kind: 'suspect-position' });
    expect(book.raised(first)).toBeUndefined();
    expect(book.raised(vehicle(12, idOf(2), '1', { kind: 'silent' }))).toEqual({
      suppressedBy: 'group',
      causeId: first.id,
    });
    expect(book.raised(vehicle(13, idOf(2), '2', { kind: 'silent' }))).toBeUndefined();
  });

  it('a vehicle explains its missions; what is explained itself explains nothing', () => {
    const book = new SuppressionBook();
    book.setRules(rules);
    const silent = vehicle(11, idOf(2), '1', { kind: 'silent' });
    const mission = vehicle(12, idOf(4), 'm1', { kind: 'late-mission', subjectKind: 'mission', vehicleId: '1' });
    book.raised(silent);
    expect(book.raised(mission)).toEqual({ suppressedBy: 'cause', causeId: silent.id });
    const other = new SuppressionBook();
    other.setRules(rules);
    other.raised(feed);
    other.raised(silent);
    expect(other.raised(mission)).toBeUndefined();
  });

  it('what returned explains nothing, nor what was explained and returned', () => {
    const book = new SuppressionBook();
    book.setRules(rules);
    book.raised(feed);
    const silent = vehicle(11, idOf(2), '1', { kind: 'silent' });
    book.raised(silent);
    expect(book.returned(silent.id)).toEqual([]);
    expect(book.returned(feed.id)).toEqual([]);
    expect(book.raised({ ...silent, id: idOf(700) })).toBeUndefined();
  });
});

describe('a flood', () => {
  it('begins with the eleventh in ten minutes, and ends below five', () => {
    const times = Array.from({ length: 11 }, (_, index) => T0 + index * MINUTE);
    expect(isFlood(times.slice(0, 10), T0 + 9 * MINUTE, false)).toBe(false);
    // Within ten minutes: the first is ten minutes old when the eleventh comes.
    expect(isFlood(times, T0 + 10 * MINUTE, false)).toBe(false);
    expect(isFlood([...times, T0 + 10 * MINUTE], T0 + 10 * MINUTE, false)).toBe(true);
    expect(isFlood(times, T0 + 15 * MINUTE, true)).toBe(true);
    expect(isFlood(times, T0 + 16 * MINUTE + 1, true)).toBe(false);
  });

  it('is grouped by cause, then by rule, with what came first on top', () => {
    const cause = alarmOf(1, T0 + 5000, { ruleId: idOf(1), priority: 'high' });
    const explained = [alarmOf(2, T0, { causeId: cause.id }), alarmOf(3, T0 + 9000, { causeId: cause.id })];
    const ruled = [
      alarmOf(4, T0 + 2000, { ruleId: idOf(5), priority: 'critical' }),
      alarmOf(5, T0 + 1000, { ruleId: idOf(5), priority: 'low' }),
    ];
    const groups = groupAlarms([...explained, ...ruled, cause]);
    expect(groups.map(({ first, alarms }) => [first.id, alarms.length])).toEqual([
      [idOf(5), 2],
      [idOf(1), 3],
    ]);
  });
});

describe('figures', () => {
  const zone = new TimeZone('Europe/Paris');
  const HOUR = 60 * MINUTE;

  it('count what was announced, and what stands', () => {
    const toMs = T0 + 26 * HOUR;
    const seen = (atMs: number) => ({
      acknowledgedAt: new Date(atMs).toISOString(),
      returnedAt: new Date(atMs).toISOString(),
    });
    const closed = (number: number, atMs: number, more: Partial<Alarm> = {}) =>
      alarmOf(number, atMs, { ...seen(atMs + MINUTE), closedAt: new Date(atMs + MINUTE).toISOString(), ...more });
    const alarms = [
      // Standing for more than a day, acknowledged.
      alarmOf(1, T0 - HOUR, { acknowledgedAt: new Date(T0).toISOString() }),
      // Three in half a minute, of one vehicle.
      ...[0, 10, 30].map((seconds, index) => closed(10 + index, T0 + HOUR + seconds * 1000, { subjectId: 'chatters' })),
      // Eleven in ten minutes, each of another vehicle, one critical and ten low.
      ...Array.from({ length: 11 }, (_, index) =>
        closed(20 + index, T0 + 10 * HOUR + index * 50_000, {
          subjectId: `v${index}`,
          priority: index === 0 ? 'critical' : 'low',
        }),
      ),
      // Never told: late, and explained to the end.
      closed(40, T0 + 2 * HOUR, { late: true }),
      closed(41, T0 + 2 * HOUR, { causeId: idOf(1), suppressedBy: 'cause' }),
      alarmOf(42, toMs - 5 * MINUTE),
      alarmOf(43, toMs - 5 * MINUTE, { shelvedUntil: new Date(toMs + HOUR).toISOString(), subjectId: 'other' }),
    ];
    const figures = alarmFigures.parse(alarmFiguresOf(alarms, { fromMs: T0, toMs, zone }));
    expect(figures).toMatchObject({
      ...{ announced: 16, maximumRate: 11, currentRate: 2, standing: 3, unacknowledged: 1, shelved: 1, stale: 1 },
      ...{ medianAcknowledgeSeconds: 60, longestActiveSeconds: 27 * 3600, longestUnacknowledgedSeconds: 300 },
    });
    expect(figures.averageRate).toBeCloseTo(16 / (26 * 6), 10);
    expect(figures.floodShare).toBeCloseTo(1 / (26 * 6), 10);
    expect(figures.worst[0]).toMatchObject({ subjectId: 'chatters', announced: 3, share: 3 / 16 });
    expect(figures.chattering.map(({ subjectId, mostInAMinute }) => [subjectId, mostInAMinute])).toEqual([
      ['chatters', 3],
    ]);
    expect(figures.byPriority).toEqual([
      { priority: 'critical', announced: 1, share: null, recommended: null },
      { priority: 'high', announced: 5, share: 5 / 15, recommended: 0.05 },
      { priority: 'medium', announced: 0, share: 0, recommended: 0.15 },
      { priority: 'low', announced: 10, share: 10 / 15, recommended: 0.8 },
    ]);
    expect(figures.byDay.map(({ label, announced }) => [label, announced])).toEqual([
      ['2026-03-01 00:00', 14],
      ['2026-03-02 00:00', 2],
    ]);
    const sum = figures.byShift.reduce((total, { announced }) => total + announced, 0);
    expect(sum).toBe(16);
  });

  it('a shift has the hours that the clock gives it', () => {
    const span = { fromMs: Date.parse('2026-03-28T22:00:00Z'), toMs: Date.parse('2026-03-29T06:00:00Z') };
    const hours = periodsOf(span, [6 * 60, 22 * 60], zone).map(({ label, fromMs, toMs }) => [
      label,
      (toMs - fromMs) / HOUR,
    ]);
    // The night of the 29th has an hour less.
    expect(hours).toEqual([
      ['2026-03-28 22:00', 6],
      ['2026-03-29 06:00', 2],
    ]);
  });
});

it('a rule that is tried takes nobody for silent while nothing was recorded, and missions as they were', () => {
  const rule = (kind: Parameters<typeof ruleOf>[1]) => ruleOf(1, kind);
  const place = { longitude: 2, latitude: 48, state: 2, isSuspect: false, speedMetresPerSecond: 10 };
  const past = { vehicleId: '1', subsidiary: null, plannedEndMs: T0 + 50 * MINUTE };
  const { missions, changes } = missionsSince(
    [
      { ...past, id: 'on time', plannedStartMs: T0, actualStartMs: T0 + MINUTE, actualEndMs: T0 + 40 * MINUTE },
      { ...past, id: 'late', plannedStartMs: T0, actualStartMs: T0 + 25 * MINUTE, actualEndMs: T0 + 45 * MINUTE },
      { ...past, id: 'over', plannedStartMs: T0, actualStartMs: T0 - 9 * MINUTE, actualEndMs: T0 - MINUTE },
    ],
    T0,
  );
  expect(missions.map(({ id }) => id)).toEqual(['on time', 'late']);
  const recorded = {
    ...{ fromMs: T0, toMs: T0 + 60 * MINUTE, geofences: [], missions, missionChanges: changes },
    vehicles: [{ id: '1', kind: 'bus' as const, depot: null, line: null, subsidiary: null }],
    eachFix: (visit: (slot: number, fix: EngineFix) => void, onGap: (toMs: number) => void) => {
      for (let minute = 0; minute <= 10; minute++) visit(0, { ...place, observedAtMs: T0 + minute * MINUTE });
      // The desktop was off; then the vehicle is heard for a while, and falls silent.
      onGap(T0 + 40 * MINUTE);
      for (let minute = 40; minute <= 50; minute++) visit(0, { ...place, observedAtMs: T0 + minute * MINUTE });
    },
  };
  const silent = tryRule(rule({ kind: 'silent', afterSeconds: 300 }), recorded);
  expect(silent).toMatchObject({ raised: 1, standing: 1 });
  expect(silent.examples[0]?.atMs).toBe(T0 + 55 * MINUTE);
  const lateOnes = tryRule(rule({ kind: 'late-mission', latenessSeconds: 600 }), {
    ...recorded,
    eachFix: (visit: (slot: number, fix: EngineFix) => void) => visit(0, { ...place, observedAtMs: T0 }),
  });
  expect(lateOnes).toMatchObject({ raised: 1, standing: 0 });
  expect(lateOnes.examples.map(({ subjectId, atMs }) => [subjectId, (atMs - T0) / MINUTE])).toEqual([['late', 10]]);
});

it('a rule is tried on what was recorded, whatever its state', () => {
  const rule = ruleOf(1, { kind: 'speed', aboveMetresPerSecond: 20, deadbandMetresPerSecond: 5 }, { state: 'draft' });
  const speeds = [10, 25, 18, 10, 30, 30];
  const trial = tryRule(rule, {
    ...{ fromMs: T0, toMs: T0 + 60 * MINUTE, geofences: [], missions: [] },
    vehicles: [{ id: '1', kind: 'bus', depot: null, line: null, subsidiary: null }],
    eachFix: (visit) =>
      speeds.forEach((speedMetresPerSecond, index) => {
        const place = { longitude: 2, latitude: 48, state: 2, isSuspect: false };
        visit(0, { ...place, speedMetresPerSecond, observedAtMs: T0 + index * MINUTE });
      }),
  });
  expect(trial).toMatchObject({ fixes: 6, raised: 2, standing: 1, subjects: 1, mostInTenMinutes: 2 });
  expect(trial.examples.map(({ atMs, value, limit }) => [(atMs - T0) / MINUTE, value, limit])).toEqual([
    [1, 25, 20],
    [4, 30, 20],
  ]);
});
