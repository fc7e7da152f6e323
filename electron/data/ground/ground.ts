import path from 'node:path';
import type { BaseMapChoice, GroundState } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { createListeners, RpcError } from '../../../shared/rpc/index.ts';
import type { Log } from '../log.ts';
import { type BaseMapSettings, createBaseMapDesk, NO_BASE_MAP_SETTINGS } from './base-map-desk.ts';
import { openGroundMemory } from './ground-memory.ts';
import { createLayers, type Layers } from './layers.ts';
import { followManagedLayers } from './managed-layers.ts';
import { createUploads, type Uploads } from './uploads.ts';

export interface GroundSettings {
  baseMap: BaseMapSettings;
  /** Layers that IT names. */
  layers: readonly { name: string; file: string }[];
}

export const NO_GROUND_SETTINGS: GroundSettings = { baseMap: NO_BASE_MAP_SETTINGS, layers: [] };

/** What lies beneath the vehicles on this workstation: the base map and the layers upon it. */
export interface Ground {
  state(): GroundState;
  /** @throws RpcError `forbidden` or `invalid-request`; StorageError where the choice cannot be kept */
  chooseBaseMap(choice: BaseMapChoice | { kind: 'last-archive' }): void;
  /**
   * A part of the archive or of a layer.
   * @throws RpcError `not-found` where the key is not of what is shown now, `unavailable` where it cannot be read now
   */
  read(key: string, offset: number, length: number): Promise<Buffer>;
  /** Layers that people brought. */
  readonly layers: Pick<Layers, 'finishImport' | 'change' | 'remove' | 'plans'>;
  readonly uploads: Uploads;
  /** Has the desktop ask for an archive. @throws RpcError `no-displays` where there is no desktop */
  pickArchive(): void;
  /** There is a desktop: `pick` has it ask for an archive. */
  onPick(pick: () => void): Disposer;
  onChange(listener: () => void): Disposer;
  close(): Promise<void>;
}

/** Opens the ground of a data host. What cannot be read is told in its state; it opens all the same. */
export function openGround(parts: { folder: string; settings: GroundSettings; clock: Clock; log: Log }): Ground {
  const { settings, clock, log } = parts;
  const folder = path.join(parts.folder, 'ground');
  const listeners = createListeners<void>();
  const onChange = () => listeners.emit();
  const memory = openGroundMemory(folder, log);
  const baseMap = createBaseMapDesk({ settings: settings.baseMap, memory, clock, onChange });
  const layers = createLayers({ folder, memory, clock, log, onChange });
  const managed = followManagedLayers({ settings: settings.layers, layers, memory, clock, log, onChange });
  const uploads = createUploads(folder);
  const pickers = createListeners<void>();
  let canPick = false;

  return {
    state: () => ({
      baseMap: { ...baseMap.state(), canPick },
      layers: [...managed.state(), ...layers.state().filter(({ isManaged }) => !isManaged)],
    }),
    layers,
    uploads,
    chooseBaseMap: (choice) => baseMap.choose(choice),
    async read(key, offset, length) {
      const part = layers.read(key, offset, length);
      if (part !== undefined) return part;
      const archive = baseMap.archive(key);
      if (archive === undefined) throw new RpcError('not-found', 'that is not what the map shows any more');
      return archive.read(offset, length);
    },
    pickArchive() {
      if (!canPick) throw new RpcError('no-displays', 'files are chosen on the desktop only');
      pickers.emit();
    },
    onPick(pick) {
      canPick = true;
      return pickers.add(pick);
    },
    onChange: (listener) => listeners.add(listener),
    async close() {
      baseMap.close();
      managed.close();
      layers.close();
      await uploads.close();
    },
  };
}
