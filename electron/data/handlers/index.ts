import type { Health, VigieContract } from '../../../shared/contract/index.ts';
import type { Handlers } from '../../../shared/rpc/index.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Store } from '../store/store.ts';
import { createBillingCycleHandlers } from './billing-cycles.ts';
import { createHealthHandlers } from './health.ts';
import { createMissionHandlers } from './missions.ts';
import { createPositionHandlers } from './positions.ts';
import { createThirdPartyHandlers } from './third-parties.ts';
import { createVehicleHandlers } from './vehicles.ts';

/** All that windows may ask, one file a feature. */
export function createHandlers(parts: { store: Store; fleet: Fleet; health: () => Health }) {
  const { store, fleet, health } = parts;
  return {
    methods: {
      ...createHealthHandlers(health),
      ...createMissionHandlers(store),
      ...createThirdPartyHandlers(store),
      ...createBillingCycleHandlers(store),
      ...createVehicleHandlers(store, fleet),
    },
    streams: createPositionHandlers(fleet),
  } satisfies Handlers<VigieContract>;
}
