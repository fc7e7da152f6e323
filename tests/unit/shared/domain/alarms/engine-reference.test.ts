import { describe, expect, it } from 'vitest';
import type { AlarmParameters, EngineMission, EngineVehicle } from '../../../../../shared/domain/index.ts';
import { compareFound, playHistory } from '../../../../support/alarms/play.ts';
import { evaluateSlowly } from '../../../../support/alarms/reference/evaluate.ts';
import type { History, PastFix } from '../../../../support/alarms/reference/history.ts';
import { boxOf, fenceOf, ruleOf } from '../../../../support/alarms/rules.ts';
import { fc } from '../../../../support/property.ts';

const BEGIN_MS = Date.parse('2026-03-01T00:00:00Z');
/** A strip of three places along a road, the last two of which overlap; one of them across the antimeridian. */
const FENCES = [
  fenceOf(501, boxOf(179.99, 0, -179.98, 0.1)),
  fenceOf(502, { type: 'Circle', center: [-179.95, 0.05], radiusMetres: 2_000 }),
  fenceOf(503, boxOf(-179.96, 0, -179.9, 0.1)),
];
const VEHICLES: EngineVehicle[] = ['1', '2', '3'].map((id, index) => ({
  ...{ id, kind: 'bus', depot: index === 0 ? 'North' : 'South', line: index < 2 ? 'A' : 'B', subsidiary: null },
}));
const ids = FENCES.map(({ id }) => id);

const parameters: fc.Arbitrary<AlarmParameters> = fc.constantFrom<AlarmParameters[]>(
  { kind: 'silent', afterSeconds: 60 },
  { kind: 'speed', aboveMetresPerSecond: 20, deadbandMetresPerSecond: 5 },
  { kind: 'geofence-enter', geofenceIds: ids },
  { kind: 'geofence-exit', geofenceIds: ids.slice(0, 2) },
  { kind: 'geofence-dwell', geofenceIds: ids, afterSeconds: 60 },
  { kind: 'long-stop', afterSeconds: 60, radiusMetres: 300, onMissionOnly: false, exceptGeofenceIds: [] },
  { kind: 'long-stop', afterSeconds: 40, radiusMetres: 900, onMissionOnly: true, exceptGeofenceIds: ids.slice(1, 2) },
  { kind: 'late-mission', latenessSeconds: 120 },
  ...[
    {
      kind: 'headway',
      geofenceIds: ids,
      minimumHeadwaySeconds: 60,
      maximumHeadwaySeconds: 150,
      outOfServiceSeconds: 400,
    } as const,
    {
      kind: 'headway',
      geofenceIds: ids,
      minimumHeadwaySeconds: null,
      maximumHeadwaySeconds: 60,
      outOfServiceSeconds: 90,
    } as const,
  ],
  { kind: 'suspect-position' },
  { kind: 'feed-down', afterSeconds: 40 },
);
const delay = fc.constantFrom(0, 0, 20, 60);

/** Steps of a vehicle's way: after so long, so far on, as fast as that. */
const move = fc.record({
  ...{
    vehicle: fc.nat(2),
    seconds: fc.constantFrom(0, 5, 10, 20, 20, 60, 200),
    metres: fc.constantFrom(-2500, -900, 0, 0, 200, 900, 2500),
  },
  ...{
    speed: fc.constantFrom(0, 14, 16, 20, 25),
    state: fc.nat(3),
    isSuspect: fc.nat(5).map((number) => number === 0),
  },
});
const told = fc.record({
  ...{
    seconds: fc.nat(1500),
    mission: fc.nat(2),
    status: fc.constantFrom('planned', 'in-progress', 'in-progress', 'completed'),
  },
  ...{ plannedStart: fc.nat(600), begun: fc.nat(400) },
});

const history = fc
  .record({
    moves: fc.array(move, { minLength: 1, maxLength: 120, size: 'max' }),
    told: fc.array(told, { maxLength: 8, size: 'max' }),
    rules: fc.array(fc.record({ parameters, on: delay, off: delay, depot: fc.boolean() }), {
      minLength: 1,
      maxLength: 12,
    }),
  })
  .map((drawn): History => {
    const fixes: PastFix[] = [];
    // None of the places that follow is on the very edge of a geofence: there either side may be right.
    const degrees = [179.9803, 179.9997, -179.9613];
    const newest = [Number.NaN, Number.NaN, Number.NaN];
    let atMs = BEGIN_MS;
    for (const { vehicle, seconds, metres, ...says } of drawn.moves) {
      atMs += seconds * 1000;
      const longitude = (degrees[vehicle] ?? 0) + metres / 111_195;
      degrees[vehicle] = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
      if (atMs === newest[vehicle]) continue;
      newest[vehicle] = atMs;
      fixes.push({
        order: fixes.length,
        vehicleId: String(vehicle + 1),
        atMs,
        longitude: degrees[vehicle] ?? 0,
        latitude: 0.05,
        ...says,
      });
    }
    const missions = drawn.told
      .toSorted((one, other) => one.seconds - other.seconds)
      // What has ended has ended.
      .filter(
        ({ mission }, index, all) =>
          !all.slice(0, index).some((before) => before.mission === mission && before.status === 'completed'),
      )
      .map(({ seconds, mission, status, plannedStart, begun }) => ({
        atMs: BEGIN_MS + seconds * 1000,
        mission: {
          ...{ id: `m${mission}`, vehicleId: String(mission + 1), subsidiary: null, status },
          ...{ plannedStartMs: BEGIN_MS + plannedStart * 1000, plannedEndMs: BEGIN_MS + (plannedStart + 300) * 1000 },
          actualStartMs: status === 'planned' ? null : BEGIN_MS + (plannedStart + begun) * 1000,
        } as EngineMission,
      }));
    const rules = drawn.rules.map((rule, index) =>
      ruleOf(index + 1, rule.parameters, {
        ...{ onDelaySeconds: rule.on, offDelaySeconds: rule.off },
        scope: { vehicleKinds: [], depots: rule.depot ? ['South'] : [], lines: [], vehicleIds: [] },
      }),
    );
    return {
      ...{ fromMs: BEGIN_MS, toMs: Math.max(atMs, BEGIN_MS + 1_500_000) + 60_000, rules, geofences: FENCES },
      ...{ vehicles: VEHICLES, fixes, missions, feedName: 'feed' },
    };
  });

describe('the engine and a slow evaluation by the definitions', () => {
  it('find the same alarms, with the same beginnings and ends, whenever the clock is looked at', () => {
    const raised = new Map<string, number>();
    fc.assert(
      fc.property(history, fc.constantFrom(1_000, 7_000, 45_000), (drawn, stepMs) => {
        const found = playHistory(drawn, stepMs);
        expect(compareFound(found, evaluateSlowly(drawn))).toEqual({ missed: [], invented: [] });
        for (const { ruleId } of found) {
          const kind = drawn.rules.find(({ rule }) => rule.id === ruleId)?.rule.parameters.kind ?? '';
          raised.set(kind, (raised.get(kind) ?? 0) + 1);
        }
      }),
      { numRuns: 400 },
    );
    // Else it says nothing of a kind.
    expect([...raised].filter(([, count]) => count < 20)).toEqual([]);
    expect(raised.size).toBe(10);
  });
});
