import type { AlarmKind } from '../../../shared/domain/index.ts';

/** What a number of a rule is typed in. */
export type Unit = 'seconds' | 'kilometresPerHour' | 'metres';

export interface NumberOfRule {
  /** Its name in the rule's parameters. */
  readonly name: NumberName;
  readonly unit: Unit;
  /** Null: it may be left out. */
  readonly first: number | null;
}

export const NUMBER_NAMES = [
  'afterSeconds',
  'aboveMetresPerSecond',
  'deadbandMetresPerSecond',
  'radiusMetres',
  'latenessSeconds',
  'minimumHeadwaySeconds',
  'maximumHeadwaySeconds',
  'outOfServiceSeconds',
] as const;
export type NumberName = (typeof NUMBER_NAMES)[number];

/** What a rule of each kind is told (alarm-rule.ts), with what a new one begins with, in the unit in which it is typed. */
export const NUMBERS_OF_KIND: Readonly<Record<AlarmKind, readonly NumberOfRule[]>> = {
  silent: [{ name: 'afterSeconds', unit: 'seconds', first: 300 }],
  speed: [
    { name: 'aboveMetresPerSecond', unit: 'kilometresPerHour', first: 90 },
    { name: 'deadbandMetresPerSecond', unit: 'kilometresPerHour', first: 5 },
  ],
  'geofence-enter': [],
  'geofence-exit': [],
  'geofence-dwell': [{ name: 'afterSeconds', unit: 'seconds', first: 1_800 }],
  'long-stop': [
    { name: 'afterSeconds', unit: 'seconds', first: 1_800 },
    { name: 'radiusMetres', unit: 'metres', first: 50 },
  ],
  'late-mission': [{ name: 'latenessSeconds', unit: 'seconds', first: 600 }],
  headway: [
    { name: 'minimumHeadwaySeconds', unit: 'seconds', first: 120 },
    { name: 'maximumHeadwaySeconds', unit: 'seconds', first: 1_200 },
    { name: 'outOfServiceSeconds', unit: 'seconds', first: 7_200 },
  ],
  'suspect-position': [],
  'feed-down': [{ name: 'afterSeconds', unit: 'seconds', first: 60 }],
};

/** Kinds that look at geofences, and what those are in their parameters. */
export const FENCES_OF_KIND: Readonly<Partial<Record<AlarmKind, 'geofenceIds' | 'exceptGeofenceIds'>>> = {
  'geofence-enter': 'geofenceIds',
  'geofence-exit': 'geofenceIds',
  'geofence-dwell': 'geofenceIds',
  headway: 'geofenceIds',
  'long-stop': 'exceptGeofenceIds',
};

const KILOMETRES_PER_HOUR = 3.6;

/** From the unit of the rule to that in which it is typed, in tenths for a speed. */
export function typedOf(unit: Unit, value: number): number {
  return unit === 'kilometresPerHour' ? Math.round(value * KILOMETRES_PER_HOUR * 10) / 10 : value;
}

export function valueOf(unit: Unit, typed: number): number {
  return unit === 'kilometresPerHour' ? typed / KILOMETRES_PER_HOUR : typed;
}
