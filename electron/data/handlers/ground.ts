import type { groundMethods } from '../../../shared/contract/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { ArchiveError } from '../ground/archive-header.ts';
import type { Ground } from '../ground/ground.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createGroundHandlers(ground: Ground): MethodHandlers<typeof groundMethods> {
  return {
    'ground.state': () => ground.state(),
    'ground.chooseBaseMap'(choice) {
      ground.chooseBaseMap(choice);
      return ground.state();
    },
    'ground.pickArchive'() {
      ground.pickArchive();
      return {};
    },
    async 'ground.bytes'({ key, offset, length }) {
      try {
        return { base64: (await ground.read(key, offset, length)).toString('base64') };
      } catch (error) {
        // The state of the ground says why, to every window.
        if (error instanceof ArchiveError) throw new RpcError('not-found', `it cannot be read now: ${error.message}`);
        throw error;
      }
    },
  };
}
