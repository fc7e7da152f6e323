import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SpanCamera, WallNow } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/domain/index.ts';
import type { Connection } from '../connection/index.ts';
import { createListeners } from '../../shared/rpc/index.ts';
import type { ReplayLink } from '../replay/index.ts';

/** A wall as the data host has it now; undefined until it was read once. It stays as it was while the data host is away. */
export interface WallStore {
  readonly state: StoreApi<{ now: WallNow | undefined }>;
  /** Says where a shared camera begins, if nobody has said so in this generation. */
  begin(span: string, camera: SpanCamera['camera'], generation: number): void;
  /** The replay that the screens of a group share. */
  replayLink(group: string): ReplayLink;
  dispose: Disposer;
}

/** Follows one wall. What is sent to it and how its cameras move comes with the news; an arrangement is read again. */
export function createWallStore(connection: Pick<Connection, 'client' | 'onOpen'>, wall: string): WallStore {
  const { client } = connection;
  const state = createStore<{ now: WallNow | undefined }>(() => ({ now: undefined }));
  const replays = createListeners<void>();
  let isOpenedAnew = false;
  let asked = 0;
  let isDisposed = false;

  function read(): void {
    asked += 1;
    const mine = asked;
    client.request('walls.get', { wall }).then(
      (now) => {
        // An answer that a newer question has overtaken is old.
        if (mine !== asked || isDisposed) return;
        const before = JSON.stringify(state.getState().now?.replays);
        state.setState({ now });
        if (isOpenedAnew || JSON.stringify(now.replays) !== before) replays.emit();
        isOpenedAnew = false;
      },
      () => undefined, // What was known stands; the banner says why, and a new link asks again.
    );
  }
  function change(update: (now: WallNow) => WallNow): void {
    const { now } = state.getState();
    if (now !== undefined) state.setState({ now: update(now) });
  }

  const stops = [
    connection.onOpen(() => {
      isOpenedAnew = true;
      read();
    }),
    client.on('walls.changed', read),
    client.on('walls.shown', ({ wall: of, focus, generation }) => {
      if (of === wall) change((now) => ({ ...now, focus, generation, cameras: [] }));
    }),
    client.on('walls.replaying', ({ wall: of, group, replay }) => {
      if (of !== wall) return;
      change((now) => {
        const others = now.replays.filter((one) => one.group !== group);
        return { ...now, replays: replay === null ? others : [...others, { group, replay }] };
      });
      replays.emit();
    }),
    client.on('walls.moved', ({ wall: of, ...camera }) => {
      if (of !== wall) return;
      change((now) => ({ ...now, cameras: [...now.cameras.filter(({ span }) => span !== camera.span), camera] }));
    }),
  ];
  return {
    state,
    begin(span, camera, generation) {
      // Another window may have been first, or the wall be another by now: then its answer is the news.
      client.request('walls.camera', { wall, span, camera, begins: generation }).catch(() => undefined);
    },
    replayLink: (group) => ({
      group: { wall, group },
      subscribe(listener) {
        const tell = () => {
          const { now } = state.getState();
          if (now !== undefined) listener(now.replays.find((one) => one.group === group)?.replay ?? null);
        };
        tell();
        return replays.add(tell);
      },
      publish: (replay) => client.request('walls.replay', { wall, group, replay }),
    }),
    dispose() {
      isDisposed = true;
      for (const stop of stops) stop();
    },
  };
}
