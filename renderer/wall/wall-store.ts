import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SpanCamera, WallNow } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/domain/index.ts';
import type { Connection } from '../connection/index.ts';

/** A wall as the data host has it now; undefined until it was read once. It stays as it was while the data host is away. */
export interface WallStore {
  readonly state: StoreApi<{ now: WallNow | undefined }>;
  /** Says where a shared camera begins, if nobody has said so in this generation. */
  begin(span: string, camera: SpanCamera['camera'], generation: number): void;
  dispose: Disposer;
}

/** Follows one wall. What is sent to it and how its cameras move comes with the news; an arrangement is read again. */
export function createWallStore(connection: Pick<Connection, 'client' | 'onOpen'>, wall: string): WallStore {
  const { client } = connection;
  const state = createStore<{ now: WallNow | undefined }>(() => ({ now: undefined }));
  let asked = 0;
  let isDisposed = false;

  function read(): void {
    asked += 1;
    const mine = asked;
    client.request('walls.get', { wall }).then(
      (now) => {
        // An answer that a newer question has overtaken is old.
        if (mine === asked && !isDisposed) state.setState({ now });
      },
      () => undefined, // What was known stands; the banner says why, and a new link asks again.
    );
  }
  function change(update: (now: WallNow) => WallNow): void {
    const { now } = state.getState();
    if (now !== undefined) state.setState({ now: update(now) });
  }

  const stops = [
    connection.onOpen(read),
    client.on('walls.changed', read),
    client.on('walls.shown', ({ wall: of, focus, generation }) => {
      if (of === wall) change((now) => ({ ...now, focus, generation, cameras: [] }));
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
    dispose() {
      isDisposed = true;
      for (const stop of stops) stop();
    },
  };
}
