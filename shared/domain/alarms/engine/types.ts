import type { AlarmRule } from '../alarm-rule.ts';
import type { AlarmSubject } from '../alarm.ts';
import type { MissionStatus } from '../../mission.ts';
import type { VehicleKind } from '../../vehicle.ts';

/** A rule with whose it is; null: everybody's. */
export interface EngineRule {
  readonly rule: AlarmRule;
  readonly subsidiary: string | null;
}

/** What rules ask of a vehicle beside its fixes. */
export interface EngineVehicle {
  readonly id: string;
  readonly kind: VehicleKind;
  readonly depot: string | null;
  readonly line: string | null;
  readonly subsidiary: string | null;
}

/** A fix as the engine reads it. The same object may be filled anew for each. */
export interface EngineFix {
  /** WGS 84 degrees. Of a suspect fix, where it said to be. */
  longitude: number;
  latitude: number;
  speedMetresPerSecond: number;
  /** Index into VEHICLE_STATES. */
  state: number;
  isSuspect: boolean;
  observedAtMs: number;
}

/** A mission against its plan. Times in UTC ms. */
export interface EngineMission {
  readonly id: string;
  readonly vehicleId: string | null;
  readonly subsidiary: string | null;
  readonly status: MissionStatus;
  readonly plannedStartMs: number;
  readonly plannedEndMs: number;
  readonly actualStartMs: number | null;
}

/** What an occurrence is about. */
export interface EngineSubject {
  readonly subjectKind: AlarmSubject;
  readonly subjectId: string;
  readonly vehicleId: string | null;
  readonly missionId: string | null;
  readonly geofenceId: string | null;
  readonly line: string | null;
}

/** `recorded`: raised and returned in fixes that came too late, so that nobody is to be told now. */
export const ENGINE_CHANGES = ['raised', 'returned', 'recorded'] as const;

/** An alarm that begins or ends. */
export interface EngineChange extends EngineSubject {
  readonly change: (typeof ENGINE_CHANGES)[number];
  readonly rule: AlarmRule;
  /** When, UTC ms; of what began when it began. */
  readonly atMs: number;
  readonly raisedAtMs: number;
  /** What is measured when it is raised, and its limit, in the unit of the rule's parameter; null where there is none. */
  readonly value: number | null;
  readonly limit: number | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
}

/** An alarm that stands, as it was raised. */
export type StandingAlarm = Omit<EngineSubject, 'vehicleId' | 'missionId'> & {
  readonly ruleId: string;
  readonly raisedAtMs: number;
};

/** One text for a rule and its subject: at most one alarm stands for it. A vehicle may change its line meanwhile. */
export function standingKeyOf({
  ruleId,
  subjectKind,
  subjectId,
  geofenceId,
  line,
}: Omit<StandingAlarm, 'raisedAtMs'>): string {
  return JSON.stringify([ruleId, subjectKind, subjectId, geofenceId, subjectKind === 'line' ? line : null]);
}
