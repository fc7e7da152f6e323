import type { VigieContract } from '../../../shared/contract/index.ts';
import type { Handlers } from '../../../shared/rpc/index.ts';
import type { Fleet } from '../fleet/fleet.ts';

export function createPositionHandlers(fleet: Fleet): Pick<Handlers<VigieContract>['streams'], 'positions'> {
  return { positions: (from) => fleet.openSource(from) };
}
