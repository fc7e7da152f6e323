import { describe, expect, it } from 'vitest';
import {
  AlarmEngine,
  type AlarmParameters,
  atOnceFault,
  createAlarmClock,
  type EngineChange,
  type EngineFix,
  type EngineRule,
  MOST_AT_ONCE,
} from '../../../../../shared/domain/index.ts';
import { boxOf, fenceOf, idOf, ruleOf } from '../../../../support/alarms/rules.ts';

const T0 = Date.parse('2026-03-01T08:00:00Z');
const at = (seconds: number) => T0 + seconds * 1000;
const SPEED: AlarmParameters = { kind: 'speed', aboveMetresPerSecond: 20, deadbandMetresPerSecond: 5 };
const SILENT: AlarmParameters = { kind: 'silent', afterSeconds: 60 };

function engineWith(rules: EngineRule[], vehicles = 1, options: { mostStanding?: number } = {}): AlarmEngine {
  const engine = new AlarmEngine({ nowMs: T0, ...options });
  for (let slot = 0; slot < vehicles; slot++) {
    const line = slot % 2 === 0 ? 'A' : 'B';
    engine.setVehicle(slot, { id: String(slot + 1), kind: 'bus', depot: null, line, subsidiary: null }, T0);
  }
  engine.setRules(rules, T0);
  return engine;
}

function fixAt(seconds: number, more: Partial<EngineFix> = {}): EngineFix {
  return {
    ...{
      longitude: 2.35,
      latitude: 48.85,
      speedMetresPerSecond: 10,
      state: 2,
      isSuspect: false,
      observedAtMs: at(seconds),
    },
    ...more,
  };
}

function drained(engine: AlarmEngine): string[] {
  const lines: string[] = [];
  engine.drain(({ change, subjectKind, subjectId, atMs }: EngineChange) => {
    lines.push(`${change} ${subjectKind} ${subjectId} ${(atMs - T0) / 1000}`);
  });
  return lines;
}

describe('fixes that are not what they should be', () => {
  it('hours late, they raise nothing live: what they tell is recorded once it is over', () => {
    const engine = engineWith([ruleOf(1, SPEED)]);
    expect(engine.observe(0, fixAt(0, { speedMetresPerSecond: 25 }), at(7_200))).toBe('late');
    expect(drained(engine)).toEqual([]);
    engine.observe(0, fixAt(60), at(7_200));
    expect(drained(engine)).toEqual(['recorded vehicle 1 60']);
  });

  it('late, and still so in a fresh fix: it is raised, with its beginning', () => {
    const engine = engineWith([ruleOf(1, SPEED)]);
    engine.observe(0, fixAt(0, { speedMetresPerSecond: 25 }), at(7_200));
    engine.observe(0, fixAt(7_190, { speedMetresPerSecond: 18 }), at(7_200));
    expect(drained(engine)).toEqual(['raised vehicle 1 0']);
    engine.observe(0, fixAt(7_195), at(7_201));
    expect(drained(engine)).toEqual(['returned vehicle 1 7195']);
  });

  it('older than what is known, they say nothing', () => {
    const engine = engineWith([ruleOf(1, SPEED)]);
    engine.observe(0, fixAt(100), at(100));
    expect(engine.observe(0, fixAt(50, { speedMetresPerSecond: 30 }), at(101))).toBe('older');
    expect(engine.observe(0, fixAt(100, { speedMetresPerSecond: 30 }), at(101))).toBe('older');
    expect(drained(engine)).toEqual([]);
  });

  it('suspect, they move nothing, and are told by the rule for them alone', () => {
    const fences = [fenceOf(501, boxOf(2.3, 48.8, 2.4, 48.9))];
    const enter: AlarmParameters = { kind: 'geofence-enter', geofenceIds: [idOf(501)] };
    const engine = engineWith([ruleOf(1, enter), ruleOf(2, { kind: 'suspect-position' })]);
    engine.setGeofences(fences, T0);
    engine.observe(0, fixAt(1, { longitude: 3 }), at(1));
    engine.observe(0, fixAt(2, { isSuspect: true }), at(2));
    expect(drained(engine)).toEqual(['raised vehicle 1 2']);
    engine.observe(0, fixAt(3), at(3));
    expect(drained(engine).toSorted()).toEqual(['raised vehicle 1 3', 'returned vehicle 1 3']);
  });
});

describe('clocks', () => {
  it('one that jumps makes nobody silent, and one that has settled is followed', () => {
    let [wallMs, monotonicMs] = [T0, 0];
    const clock = createAlarmClock({ nowMs: () => wallMs, monotonicMs: () => monotonicMs });
    const engine = engineWith([ruleOf(1, SILENT)]);
    const pass = (seconds: number, hears: boolean) => {
      for (let second = 0; second < seconds; second++) {
        wallMs += 1000;
        monotonicMs += 1000;
        const nowMs = clock.nowMs();
        const jumpMs = clock.takeJumpMs();
        if (jumpMs !== 0) engine.shiftClock(jumpMs);
        if (hears && second % 30 === 0) engine.observe(0, { ...fixAt(0), observedAtMs: wallMs }, nowMs);
        engine.step(nowMs);
      }
    };
    pass(60, true);
    wallMs += 3_600_000;
    pass(120, true);
    expect(Math.abs(clock.nowMs() - wallMs)).toBeLessThan(2_000);
    wallMs -= 7_200_000;
    pass(20, false);
    expect(drained(engine)).toEqual([]);
    pass(120, false);
    expect(drained(engine).map((line) => line.split(' ')[0])).toEqual(['raised']);
    expect(Math.abs(clock.nowMs() - wallMs)).toBeLessThan(2_000);
  });

  it('a jump there and back within a minute is nothing', () => {
    let [wallMs, monotonicMs] = [T0, 0];
    const clock = createAlarmClock({ nowMs: () => wallMs, monotonicMs: () => monotonicMs });
    const read = (passedMs: number, jumpMs: number) => {
      wallMs += passedMs + jumpMs;
      monotonicMs += passedMs;
      return clock.nowMs() - T0;
    };
    expect([read(1_000, 0), read(1_000, 86_400_000), read(30_000, 0), read(1_000, -86_400_000)]).toEqual([
      1_000, 2_000, 32_000, 33_000,
    ]);
    expect(clock.takeJumpMs()).toBe(0);
    expect(read(1_000, 0)).toBe(34_000);
  });
});

describe('rules that come and go', () => {
  it('take their alarms along, but not when their words alone change', () => {
    const engine = engineWith([ruleOf(1, SPEED)]);
    engine.observe(0, fixAt(1, { speedMetresPerSecond: 30 }), at(1));
    expect(drained(engine)).toHaveLength(1);
    engine.setRules([ruleOf(1, SPEED, { name: 'another name', priority: 'high' })], at(2));
    expect(drained(engine)).toEqual([]);
    engine.setRules([ruleOf(1, { ...SPEED, aboveMetresPerSecond: 25 }, {})], at(3));
    expect(drained(engine)).toEqual(['returned vehicle 1 3']);
    engine.observe(0, fixAt(4, { speedMetresPerSecond: 30 }), at(4));
    engine.setRules([ruleOf(1, { ...SPEED, aboveMetresPerSecond: 25 }, { state: 'off' })], at(5));
    expect(drained(engine)).toEqual(['raised vehicle 1 4', 'returned vehicle 1 5']);
  });

  it('what stood before a restart is not raised again, and returns', () => {
    const engine = engineWith([ruleOf(1, SPEED), ruleOf(2, SILENT)], 2);
    engine.restoreVehicle(0, fixAt(-30, { speedMetresPerSecond: 30 }), at(-30));
    const standing = { subjectKind: 'vehicle', geofenceId: null, line: null, raisedAtMs: at(-30) } as const;
    expect(engine.restoreAlarm({ ...standing, ruleId: idOf(1), subjectId: '1' })).toBe(true);
    expect(engine.restoreAlarm({ ...standing, ruleId: idOf(2), subjectId: '2' })).toBe(true);
    expect(engine.restoreAlarm({ ...standing, ruleId: idOf(1), subjectId: 'gone' })).toBe(false);
    expect(engine.restoreAlarm({ ...standing, ruleId: idOf(9), subjectId: '1' })).toBe(false);
    engine.observe(0, fixAt(1, { speedMetresPerSecond: 30 }), at(1));
    engine.step(at(2));
    expect(drained(engine)).toEqual([]);
    engine.observe(0, fixAt(3), at(3));
    engine.observe(1, fixAt(3), at(3));
    expect(drained(engine)).toEqual(['returned vehicle 1 3', 'returned vehicle 2 3']);
  });

  it('nor is a mission that is late, or a feed that is down, when the service starts again', () => {
    const rules = [
      ruleOf(1, { kind: 'late-mission', latenessSeconds: 60 }),
      ruleOf(2, { kind: 'feed-down', afterSeconds: 30 }),
    ];
    const engine = engineWith([]);
    const plan = { subsidiary: null, vehicleId: '1', plannedEndMs: at(600), actualStartMs: null } as const;
    engine.setMission({ ...plan, id: 'm1', status: 'planned', plannedStartMs: at(-600) }, T0);
    engine.setMission({ ...plan, id: 'm2', status: 'planned', plannedStartMs: at(-300) }, T0);
    engine.setFeed('buses', true, T0);
    engine.setRules(rules, T0);
    const standing = { geofenceId: null, line: null, raisedAtMs: at(-30) } as const;
    expect(engine.restoreAlarm({ ...standing, ruleId: idOf(1), subjectKind: 'mission', subjectId: 'm1' })).toBe(true);
    expect(engine.restoreAlarm({ ...standing, ruleId: idOf(2), subjectKind: 'feed', subjectId: 'buses' })).toBe(true);
    engine.step(at(1));
    expect(drained(engine)).toEqual(['raised mission m2 0']);
    engine.setFeed('buses', false, at(2));
    engine.setMission(
      { ...plan, id: 'm1', status: 'in-progress', plannedStartMs: at(-600), actualStartMs: at(-590) },
      at(3),
    );
    expect(drained(engine)).toEqual(['returned feed buses 2', 'returned mission m1 3']);
  });

  it('a plan that is looked at by its vehicle finds nothing before what stood is restored', () => {
    const engine = engineWith([]);
    const plan = { subsidiary: null, vehicleId: '1', plannedEndMs: at(600), actualStartMs: null } as const;
    engine.setMission({ ...plan, id: 'm1', status: 'planned', plannedStartMs: at(-600) }, T0);
    const lineA = { vehicleKinds: [], depots: [], lines: ['A'], vehicleIds: [] };
    engine.setRules([ruleOf(1, { kind: 'late-mission', latenessSeconds: 60 }, { scope: lineA })], T0);
    expect(drained(engine)).toEqual([]);
    const standing = { geofenceId: null, line: null, raisedAtMs: at(-30) } as const;
    expect(engine.restoreAlarm({ ...standing, ruleId: idOf(1), subjectKind: 'mission', subjectId: 'm1' })).toBe(true);
    engine.step(at(1));
    expect(drained(engine)).toEqual([]);
    engine.removeMission('m1', at(2));
    expect(drained(engine)).toEqual(['returned mission m1 2']);
  });

  it('a vehicle that leaves the fleet takes its alarms along; one that changes sides too', () => {
    const north = { vehicleKinds: [], depots: [], lines: ['A'], vehicleIds: [] };
    const engine = engineWith([ruleOf(1, SPEED, { scope: north })], 3);
    for (const slot of [0, 2]) engine.observe(slot, fixAt(1, { speedMetresPerSecond: 30 }), at(1));
    expect(drained(engine)).toEqual(['raised vehicle 1 1', 'raised vehicle 3 1']);
    engine.forgetVehicle(0, at(2));
    engine.setVehicle(2, { id: '3', kind: 'bus', depot: null, line: 'B', subsidiary: null }, at(3));
    expect(drained(engine)).toEqual(['returned vehicle 1 2', 'returned vehicle 3 3']);
  });

  it('a mission goes by its vehicle, whichever of the two was known first', () => {
    const lineA = { vehicleKinds: [], depots: [], lines: ['A'], vehicleIds: [] };
    const engine = engineWith([ruleOf(1, { kind: 'late-mission', latenessSeconds: 60 }, { scope: lineA })]);
    const plan = {
      subsidiary: null,
      status: 'planned',
      plannedStartMs: T0,
      plannedEndMs: at(600),
      actualStartMs: null,
    } as const;
    for (const id of ['m1', 'm2']) engine.setMission({ ...plan, id, vehicleId: id === 'm1' ? '1' : '2' }, T0);
    engine.step(at(70));
    expect(drained(engine)).toEqual(['raised mission m1 60']);
    const second = { id: '2', kind: 'bus', depot: null, subsidiary: null } as const;
    engine.setVehicle(1, { ...second, line: 'A' }, at(80));
    engine.step(at(81));
    expect(drained(engine)).toEqual(['raised mission m2 80']);
    engine.setVehicle(1, { ...second, line: 'B' }, at(90));
    engine.setMission({ ...plan, id: 'm1', vehicleId: '1', status: 'completed' }, at(95));
    expect(drained(engine)).toEqual(['returned mission m2 90', 'returned mission m1 95']);
  });

  it('a geofence that is removed takes its alarms along', () => {
    const fences = [fenceOf(501, boxOf(2.3, 48.8, 2.4, 48.9)), fenceOf(502, boxOf(2.34, 48.8, 2.5, 48.9))];
    const engine = engineWith([ruleOf(1, { kind: 'geofence-enter', geofenceIds: fences.map(({ id }) => id) })]);
    engine.setGeofences(fences, T0);
    engine.observe(0, fixAt(1), at(1));
    expect(drained(engine)).toHaveLength(2);
    engine.setGeofences(fences.slice(1), at(2));
    expect(drained(engine)).toEqual(['returned vehicle 1 2']);
  });
});

describe('a rule that raises too much', () => {
  it('is told with its number first', () => {
    const engine = engineWith([], 10_000);
    for (let slot = 0; slot < 10_000; slot++)
      engine.observe(slot, fixAt(1, { speedMetresPerSecond: slot % 4 === 0 ? 30 : 10 }), at(1));
    const count = engine.countAtOnce(ruleOf(1, SPEED, { state: 'draft', onDelaySeconds: 60 }));
    expect(count).toBe(2_500);
    expect(atOnceFault(count)).toMatch(/would raise 2500 alarms at once, more than 1000/);
    expect(atOnceFault(MOST_AT_ONCE)).toBeUndefined();
    engine.step(at(120));
    expect(engine.countAtOnce(ruleOf(2, SILENT))).toBe(10_000);
    expect(engine.countAtOnce(ruleOf(3, { kind: 'geofence-enter', geofenceIds: [idOf(501)] }))).toBe(0);
    expect(drained(engine)).toEqual([]);
  });

  it('tells as many as can be looked at, one alarm for the rest, and the rest as there is room', () => {
    const engine = engineWith([ruleOf(1, SILENT)], 5, { mostStanding: 2 });
    for (let slot = 0; slot < 5; slot++) engine.observe(slot, fixAt(1), at(1));
    engine.step(at(100));
    expect(drained(engine)).toEqual(['raised vehicle 1 61', 'raised vehicle 2 61', `raised rule ${idOf(1)} 100`]);
    engine.observe(0, fixAt(101), at(101));
    engine.step(at(102));
    expect(drained(engine)).toEqual(['returned vehicle 1 101', 'raised vehicle 3 61']);
    for (const slot of [1, 3]) engine.observe(slot, fixAt(103), at(103));
    engine.step(at(104));
    expect(drained(engine)).toEqual(['returned vehicle 2 103', 'raised vehicle 5 61', `returned rule ${idOf(1)} 104`]);
  });
});

describe('a feed', () => {
  it('is down when it says so or nothing comes, and not any more when another takes its place', () => {
    const engine = engineWith([ruleOf(1, { kind: 'feed-down', afterSeconds: 30 })]);
    engine.setFeed('buses', false, T0);
    engine.step(at(31));
    expect(drained(engine)).toEqual(['raised feed buses 30']);
    engine.observe(0, fixAt(40), at(40));
    expect(drained(engine)).toEqual(['returned feed buses 40']);
    engine.setFeed('buses', true, at(41));
    engine.setFeed('trams', false, at(50));
    expect(drained(engine)).toEqual(['raised feed buses 41', 'returned feed buses 50']);
  });
});
