import type { Change } from '../../../shared/api/index.ts';
import type { Mission } from '../../../shared/domain/index.ts';

export function missionOf(number: number): Mission {
  return {
    ...{ id: String(number), reference: `M-${String(number).padStart(6, '0')}`, vehicleId: null, driver: null },
    ...{ customerName: `Client ${number}`, originAddress: '12 quai du Port', destinationAddress: null },
    ...{ plannedStartAt: '2026-03-01T06:30:00.000Z', plannedEndAt: '2026-03-01T07:30:00.000Z' },
    ...{ actualStartAt: null, actualEndAt: null, status: 'completed', distanceMetres: 12_500, amountCents: -number },
    ...{ currency: 'EUR', billingCycleId: null, thirdPartyId: null },
  };
}

export function changeOf(row: Mission): Change {
  return { entity: 'mission', op: 'upsert', id: row.id, version: 1, row };
}
