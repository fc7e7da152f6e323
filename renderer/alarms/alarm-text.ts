import type { TFunction } from 'i18next';
import type { AlarmRow } from '../../shared/contract/index.ts';
import type { AlarmKind } from '../../shared/domain/index.ts';
import type { Format } from '../i18n/index.ts';

/** What a number of an alarm is in: it is that of the rule's parameter, whose unit is in its name (alarm-rule.ts). */
type Measure = 'time' | 'speed' | 'none';
const MEASURES: Readonly<Record<AlarmKind, Measure>> = {
  silent: 'time',
  speed: 'speed',
  'geofence-enter': 'none',
  'geofence-exit': 'none',
  'geofence-dwell': 'time',
  'long-stop': 'time',
  'late-mission': 'time',
  headway: 'time',
  'suspect-position': 'none',
  'feed-down': 'time',
};

/** A number of an alarm in the unit in which people say it; null: it has none to say. */
export function measureText(
  { t, format }: { t: TFunction; format: Format },
  { kind, subjectKind }: Pick<AlarmRow, 'kind' | 'subjectKind'>,
  value: number | null,
): string | null {
  if (value === null) return null;
  // A rule that floods counts the alarms that it stands for.
  if (subjectKind === 'rule') return t('alarm.unit.alarms', { count: value });
  switch (MEASURES[kind]) {
    case 'time':
      return format.duration(value * 1_000);
    case 'speed':
      return format.speed(value);
    case 'none':
      return null;
  }
}
