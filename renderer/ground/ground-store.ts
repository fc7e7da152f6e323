import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GroundState } from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { createListeners } from '../../shared/rpc/index.ts';
import type { Connection } from '../connection/index.ts';
import { type BaseMap, type Ground, PLAIN_GROUND } from '../supervision/index.ts';
import { type AttachedMaps, createAttachedMaps } from './attached-maps.ts';
import { attachDrawTool } from './fences/draw-tool.ts';
import { fenceFeatures } from './fences/fence-features.ts';
import { fenceScene } from './fences/fence-scene.ts';
import { createFencesStore, type FencesStore } from './fences/fences-store.ts';
import { serveGround } from './ground-protocol.ts';
import { layerScene } from './layer-scene.ts';
import { createOnlineMap, type OnlineState } from './online-map.ts';
import { readAll, readBytes } from './read-bytes.ts';

export interface GroundView {
  /** As the data host says; null until it has. */
  readonly ground: GroundState | null;
  readonly online: OnlineState;
}

/** The ground of one window: what its maps show beneath the vehicles, and what can be said of it. */
export interface GroundStore {
  readonly state: StoreApi<GroundView>;
  /** For every map of the window. */
  readonly ground: Ground;
  /** The maps of this window that can be touched. */
  readonly maps: Pick<AttachedMaps, 'show' | 'cover'>;
  /** Geofences, and the one that is being drawn. */
  readonly fences: FencesStore;
  dispose: Disposer;
}

export function createGroundStore(connection: Connection, clock: Clock): GroundStore {
  const { client } = connection;
  const state = createStore<GroundView>(() => ({ ground: null, online: { state: 'none' } }));
  const changed = createListeners<void>();
  const online = createOnlineMap({ clock, onChange: () => update({ online: online.state() }) });
  const maps = createAttachedMaps();
  const fences = createFencesStore(connection);
  let baseMap: BaseMap = { kind: 'offline' };
  let drawn = '';

  function update(change: Partial<GroundView>): void {
    state.setState(change);
    const next = baseMapOf(state.getState());
    const nextDrawn = drawnText(state.getState());
    if (isSame(next, baseMap) && nextDrawn === drawn) return;
    baseMap = next;
    drawn = nextDrawn;
    changed.emit();
  }
  function baseMapOf({ ground, online: style }: GroundView): BaseMap {
    const archive = ground?.baseMap.archive ?? null;
    if (archive !== null) {
      const { key, tiles, minZoom, maxZoom } = archive;
      const read = async (offset: number, length: number) => (await readBytes(client, key, offset, length)).buffer;
      return { kind: 'archive', archive: { key, tiles, minZoom, maxZoom, read } };
    }
    if (style.state === 'shown') return { kind: 'style', url: style.url, style: style.style };
    return { kind: 'offline' };
  }

  function ask(): void {
    client.request('ground.state', {}).then(
      (ground) => {
        update({ ground });
        const { choice, onlineOrigins } = ground.baseMap;
        online.want(choice.kind === 'style' ? choice.url : null, onlineOrigins);
      },
      // The banner says that the data host does not answer; it is asked again when it does.
      () => undefined,
    );
  }
  /** Another key for another content: what is being drawn is left out. */
  function fencesKey(): string | undefined {
    const { rows, revision, draft } = fences.state.getState();
    return rows === null || rows.length === 0 ? undefined : `fences-${revision}-${draft?.id ?? ''}`;
  }

  serveGround(async (key) => {
    if (key.startsWith('fences-')) {
      const { rows, draft } = fences.state.getState();
      return fenceFeatures(rows ?? [], draft?.id ?? null);
    }
    const layer = state.getState().ground?.layers.find(({ data }) => data?.key === key);
    // One that was removed while it was being fetched.
    if (layer?.data === null || layer === undefined) return { type: 'FeatureCollection', features: [] };
    return JSON.parse(new TextDecoder().decode(await readAll(client, key, layer.data.bytes))) as object;
  });

  const stopListening = [
    connection.onOpen(ask),
    client.on('ground.changed', ask),
    fences.state.subscribe((now, before) => {
      const isOther = now.revision !== before.revision || now.draft?.id !== before.draft?.id;
      if (isOther || (now.draft === null) !== (before.draft === null)) changed.emit();
    }),
  ];

  return {
    state,
    ground: {
      ...PLAIN_GROUND,
      baseMap: () => baseMap,
      scene(choice) {
        const layers = layerScene(state.getState().ground?.layers ?? [], choice);
        const drawn = fenceScene(fencesKey(), fences.state.getState().draft !== null, choice);
        return { sources: { ...layers.sources, ...drawn.sources }, layers: [...layers.layers, ...drawn.layers] };
      },
      onChange: (listener) => changed.add(listener),
      attach(map) {
        const disposers = [maps.add(map), attachDrawTool(map, fences)];
        return () => {
          for (const dispose of disposers) dispose();
        };
      },
      hasPointer: () => fences.state.getState().draft !== null,
    },
    maps,
    fences,
    dispose() {
      for (const stop of stopListening) stop();
      online.dispose();
      fences.dispose();
    },
  };
}

/** What of the layers is drawn, to be compared. */
function drawnText({ ground }: GroundView): string {
  return (ground?.layers ?? []).map(({ id, isShown, data }) => (isShown ? `${id} ${data?.key ?? ''}` : '')).join();
}

function isSame(a: BaseMap, b: BaseMap): boolean {
  if (a.kind === 'archive' && b.kind === 'archive') return a.archive.key === b.archive.key;
  if (a.kind === 'style' && b.kind === 'style') return a.style === b.style;
  return a.kind === b.kind;
}
