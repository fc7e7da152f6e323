import {
  type AlarmParameters,
  type EngineRule,
  EVERY_VEHICLE,
  type Geofence,
  type LngLat,
  polygonOf,
} from '../../../shared/domain/index.ts';

export const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export function ruleOf(
  number: number,
  parameters: AlarmParameters,
  more: Partial<EngineRule['rule']> = {},
): EngineRule {
  return {
    subsidiary: null,
    rule: {
      ...{
        id: idOf(number),
        name: `rule ${number}: ${parameters.kind}`,
        priority: 'medium',
        state: 'live',
        parameters,
      },
      ...{ scope: EVERY_VEHICLE, onDelaySeconds: 0, offDelaySeconds: 0, latched: false, suppressionGroup: null },
      ...{ suppressedByKinds: [], guidance: { cause: '', response: '' }, createdAt: '2026-01-01T00:00:00.000Z' },
      ...more,
    },
  };
}

export function fenceOf(number: number, geometry: Geofence['geometry']): Geofence {
  return { id: idOf(number), name: `fence ${number}`, kind: 'zone', geometry, createdAt: '2026-01-01T00:00:00.000Z' };
}

export function boxOf(west: number, south: number, east: number, north: number): Geofence['geometry'] {
  const corners: LngLat[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
  return polygonOf(corners);
}
