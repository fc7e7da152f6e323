import type { EngineRule, Geofence } from '../../../shared/domain/index.ts';
import { boxOf, fenceOf, ruleOf } from '../../support/alarms/rules.ts';

/** Places of San Francisco, with no recorded fix (five digits) on the very edge of one: there either side may be right. */
export const PLACES: readonly Geofence[] = [
  fenceOf(501, { type: 'Circle', center: [-122.3843, 37.6164], radiusMetres: 1_500 }),
  fenceOf(502, boxOf(-122.4110037, 37.7840041, -122.3950029, 37.7970033)),
  fenceOf(503, boxOf(-122.4250037, 37.7970041, -122.4050029, 37.8090033)),
  fenceOf(504, { type: 'Circle', center: [-122.3975, 37.7765], radiusMetres: 300 }),
  fenceOf(505, boxOf(-122.5200037, 37.7000041, -122.3500029, 37.8350033)),
  fenceOf(506, { type: 'Circle', center: [-122.397, 37.7516], radiusMetres: 250 }),
];
const [AIRPORT, FINANCIAL, NORTH_BEACH, STATION, CITY, YARD] = PLACES.map(({ id }) => id) as [
  string,
  string,
  string,
  string,
  string,
  string,
];

const north = { vehicleKinds: [], depots: ['North'], lines: [], vehicleIds: [] };

/** Twelve rules: every kind, with and without delays and limits of scope. */
export const RULES: readonly EngineRule[] = [
  ruleOf(1, { kind: 'silent', afterSeconds: 900 }, { onDelaySeconds: 60, offDelaySeconds: 30 }),
  ruleOf(2, { kind: 'speed', aboveMetresPerSecond: 33, deadbandMetresPerSecond: 3 }),
  ruleOf(
    3,
    { kind: 'speed', aboveMetresPerSecond: 25, deadbandMetresPerSecond: 2 },
    { onDelaySeconds: 90, offDelaySeconds: 60, scope: north },
  ),
  ruleOf(4, { kind: 'geofence-enter', geofenceIds: [AIRPORT] }),
  ruleOf(
    5,
    { kind: 'geofence-enter', geofenceIds: [FINANCIAL, NORTH_BEACH, STATION] },
    { onDelaySeconds: 60, offDelaySeconds: 300 },
  ),
  ruleOf(6, { kind: 'geofence-exit', geofenceIds: [CITY, AIRPORT] }, { onDelaySeconds: 120, offDelaySeconds: 120 }),
  ruleOf(7, { kind: 'geofence-dwell', geofenceIds: [AIRPORT, STATION], afterSeconds: 1_800 }, { offDelaySeconds: 60 }),
  ruleOf(
    8,
    {
      kind: 'long-stop',
      afterSeconds: 1_200,
      radiusMetres: 60,
      onMissionOnly: false,
      exceptGeofenceIds: [AIRPORT, YARD],
    },
    { offDelaySeconds: 60 },
  ),
  ruleOf(9, { kind: 'late-mission', latenessSeconds: 600 }, { onDelaySeconds: 60 }),
  ruleOf(10, {
    ...{ kind: 'headway', geofenceIds: [STATION, FINANCIAL], minimumHeadwaySeconds: 20 },
    ...{ maximumHeadwaySeconds: 900, outOfServiceSeconds: 7_200 },
  }),
  ruleOf(11, { kind: 'suspect-position' }),
  ruleOf(12, { kind: 'feed-down', afterSeconds: 15 }, { offDelaySeconds: 5 }),
];

export function ruleNameOf(ruleId: string): string {
  return RULES.find(({ rule }) => rule.id === ruleId)?.rule.name ?? ruleId;
}
