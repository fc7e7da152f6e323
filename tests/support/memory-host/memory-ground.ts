import type { GroundState, groundMethods } from '../../../shared/contract/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import type { MethodHandlers } from '../../../electron/data/handlers/method-handlers.ts';

/** The ground of a memory host: what a test says it is. */
export interface MemoryGround {
  state: GroundState;
  /** Bytes by key: of an archive, of layers. */
  files: Map<string, Uint8Array>;
  /** How often a window had the desktop ask for an archive. */
  picked: number;
}

export const PLAIN_STATE: GroundState = {
  baseMap: {
    ...{ choice: { kind: 'offline' }, chosenBy: 'default', archive: null, fault: null },
    ...{ lastArchive: null, onlineOrigins: [], canPick: true },
  },
  layers: [],
};

export function createMemoryGround(): MemoryGround {
  return { state: PLAIN_STATE, files: new Map(), picked: 0 };
}

export function groundHandlers(ground: MemoryGround, onChange: () => void): MethodHandlers<typeof groundMethods> {
  return {
    'ground.state': () => ground.state,
    'ground.chooseBaseMap'(asked) {
      const { baseMap } = ground.state;
      const choice =
        asked.kind === 'last-archive' ? { kind: 'archive' as const, file: baseMap.lastArchive ?? '' } : asked;
      ground.state = { ...ground.state, baseMap: { ...baseMap, choice, chosenBy: 'person' } };
      onChange();
      return ground.state;
    },
    'ground.pickArchive'() {
      ground.picked += 1;
      return {};
    },
    'ground.bytes'({ key, offset, length }) {
      const bytes = ground.files.get(key);
      if (bytes === undefined) throw new RpcError('not-found', 'that is not what the map shows any more');
      return { base64: Buffer.from(bytes.subarray(offset, offset + length)).toString('base64') };
    },
  };
}
