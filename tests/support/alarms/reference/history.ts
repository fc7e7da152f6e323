import type { EngineMission, EngineRule, EngineVehicle, Geofence } from '../../../../shared/domain/index.ts';

/** A fix as it came: each arrives when it is observed. */
export interface PastFix {
  /** Place among all. */
  order: number;
  vehicleId: string;
  atMs: number;
  longitude: number;
  latitude: number;
  speed: number;
  state: number;
  isSuspect: boolean;
}

/** All that happened, from beginning to end. Lists are in the order of time, and in their own where times are the same. */
export interface History {
  fromMs: number;
  toMs: number;
  rules: EngineRule[];
  geofences: Geofence[];
  vehicles: EngineVehicle[];
  fixes: PastFix[];
  missions: { atMs: number; mission: EngineMission }[];
  feedName: string;
}

/** An alarm, as a person would find it in the history. */
export interface Found {
  ruleId: string;
  subjectKind: string;
  subjectId: string;
  geofenceId: string | null;
  raisedAtMs: number;
  /** Null: it still holds at the end. */
  returnedAtMs: number | null;
}

/** A span of time in which something is so. No end: it still is. */
export interface Spell {
  fromMs: number;
  toMs: number | null;
}
