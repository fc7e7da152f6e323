import type {
  GroundLayer,
  GroundState,
  groundLayerMethods,
  groundMethods,
  ImportResult,
} from '../../../shared/contract/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import type { MethodHandlers } from '../../../electron/data/handlers/method-handlers.ts';

/** The ground of a memory host: what a test says it is. */
export interface MemoryGround {
  state: GroundState;
  /** Bytes by key: of an archive, of layers. */
  files: Map<string, Uint8Array>;
  /** How often a window had the desktop ask for an archive. */
  picked: number;
  /** What becomes of the next import; null: it becomes a layer of one point. */
  nextImport: ImportResult | null;
}

/** A layer of one point, which nobody has drawn. */
export function memoryLayer(id: string, name: string, change: Partial<GroundLayer> = {}): GroundLayer {
  return {
    ...{ id, name, kind: 'geojson', isManaged: false, isShown: true, data: null, fault: null },
    counts: { areas: 0, lines: 0, points: 1 },
    ...{ bounds: [2, 48, 2, 48], importedAtMs: Date.UTC(2026, 0, 1), leftOut: 0, notices: [], plan: null },
    ...change,
  };
}

export const PLAIN_STATE: GroundState = {
  baseMap: {
    ...{ choice: { kind: 'offline' }, chosenBy: 'default', archive: null, fault: null },
    ...{ lastArchive: null, onlineOrigins: [], canPick: true },
  },
  layers: [],
};

export function createMemoryGround(): MemoryGround {
  return { state: PLAIN_STATE, files: new Map(), picked: 0, nextImport: null };
}

export function groundHandlers(
  ground: MemoryGround,
  answer: <T>(method: GroundMethod, make: () => T) => Promise<T>,
  onChange: () => void,
): GroundHandlers {
  const handlers = plainHandlers(ground, onChange);
  const names = Object.keys(handlers) as GroundMethod[];
  // Each is counted, delayed and failed as the others of the host are.
  return Object.fromEntries(
    names.map((name) => {
      const handler = handlers[name] as (params: unknown, context: unknown) => unknown;
      return [name, (params: unknown, context: unknown) => answer(name, () => handler(params, context))];
    }),
  ) as unknown as GroundHandlers;
}

type GroundMethod = keyof typeof groundMethods | keyof typeof groundLayerMethods;
type GroundHandlers = MethodHandlers<typeof groundMethods & typeof groundLayerMethods>;

function plainHandlers(ground: MemoryGround, onChange: () => void): GroundHandlers {
  const uploads = new Map<string, { name: string; received: number }>();
  const setLayers = (layers: GroundLayer[]) => {
    ground.state = { ...ground.state, layers };
    onChange();
  };
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
    'ground.import.begin'({ name }) {
      const importId = `import-${uploads.size}`;
      uploads.set(importId, { name, received: 0 });
      return { importId };
    },
    'ground.import.send'({ importId, base64 }) {
      const upload = uploads.get(importId);
      if (upload === undefined) throw new RpcError('not-found', 'there is no such import under way');
      upload.received += Buffer.from(base64, 'base64').byteLength;
      return { received: upload.received };
    },
    'ground.import.finish'({ importId }) {
      if (ground.nextImport !== null) return ground.nextImport;
      const layer = memoryLayer(importId, uploads.get(importId)?.name ?? '');
      setLayers([...ground.state.layers, layer]);
      return { result: 'imported', layer };
    },
    'ground.import.cancel'({ importId }) {
      uploads.delete(importId);
      return {};
    },
    'ground.layer.change'({ id, name, isShown }) {
      setLayers(
        ground.state.layers.map((layer) =>
          layer.id === id ? { ...layer, name: name ?? layer.name, isShown: isShown ?? layer.isShown } : layer,
        ),
      );
      return {};
    },
    'ground.layer.remove'({ id }) {
      setLayers(ground.state.layers.filter((layer) => layer.id !== id));
      return {};
    },
    'ground.bytes'({ key, offset, length }) {
      const bytes = ground.files.get(key);
      if (bytes === undefined) throw new RpcError('not-found', 'that is not what the map shows any more');
      return { base64: Buffer.from(bytes.subarray(offset, offset + length)).toString('base64') };
    },
  };
}
