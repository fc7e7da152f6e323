import type { VigieContract } from '../../../shared/contract/index.ts';
import type { Handlers } from '../../../shared/rpc/index.ts';
import type { Fleet } from '../fleet/fleet.ts';

export function createPositionHandlers(fleet: Fleet): Handlers<VigieContract>['streams'] {
  return { positions: (from) => fleet.openSource(from) };
}
