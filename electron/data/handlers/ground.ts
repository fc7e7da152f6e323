import type { groundLayerMethods, groundMethods } from '../../../shared/contract/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { ArchiveError } from '../ground/archive-header.ts';
import type { Ground } from '../ground/ground.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createGroundHandlers(ground: Ground): MethodHandlers<typeof groundMethods & typeof groundLayerMethods> {
  const { layers, uploads } = ground;
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
    'ground.import.begin': async ({ name, fileName, bytes }) => ({
      importId: await uploads.begin(name, fileName, bytes),
    }),
    'ground.import.send': async ({ importId, offset, base64 }) => ({
      received: await uploads.send(importId, offset, Buffer.from(base64, 'base64')),
    }),
    'ground.import.finish': ({ importId }) => layers.finishImport(uploads, importId),
    async 'ground.import.cancel'({ importId }) {
      await uploads.cancel(importId);
      return {};
    },
    'ground.layer.change'({ id, ...change }) {
      layers.change(id, change);
      return {};
    },
    async 'ground.layer.remove'({ id }) {
      await layers.remove(id);
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
