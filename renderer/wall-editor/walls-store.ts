import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OpenScreen, WallFocus } from '../../shared/contract/index.ts';
import type { Disposer, ShownDisplay, Wall } from '../../shared/domain/index.ts';
import { RpcError } from '../../shared/rpc/index.ts';
import type { Connection } from '../connection/index.ts';

export interface WallsState {
  /** Undefined until they were read once. */
  readonly walls: readonly Wall[] | undefined;
  readonly open: readonly OpenScreen[];
  /** Null where there is no shell that opens windows; undefined until it was asked. */
  readonly displays: readonly ShownDisplay[] | null | undefined;
  /** What each wall shows that was sent to it. */
  readonly focuses: ReadonlyMap<string, WallFocus>;
  /** What was asked last and could not be done. */
  readonly error: RpcError | null;
}

/** All walls of this desk, for the console. */
export interface WallsStore {
  readonly state: StoreApi<WallsState>;
  /** Shown at once, then kept; what cannot be kept is said and read anew. */
  save(wall: Wall): void;
  remove(id: string): void;
  open(id: string): void;
  close(id: string): void;
  identify(): void;
  /** Resolves to whether the wall was told. */
  show(id: string, focus: WallFocus | null): Promise<boolean>;
  forgetError(): void;
  dispose: Disposer;
}

export function createWallsStore(connection: Pick<Connection, 'client' | 'onOpen'>): WallsStore {
  const { client } = connection;
  const state = createStore<WallsState>(() => ({
    ...{ walls: undefined, open: [], displays: undefined, focuses: new Map(), error: null },
  }));
  let asked = 0;
  let saving = 0;

  function read(): void {
    asked += 1;
    const mine = asked;
    client.request('walls.list', {}).then(
      ({ walls, open }) => {
        // What is on its way to be kept is newer than what was read meanwhile.
        if (mine === asked && saving === 0) state.setState({ walls, open });
      },
      (error: unknown) => fail(error),
    );
  }
  function readDisplays(): void {
    client.request('displays.list', {}).then(
      ({ displays }) => state.setState({ displays }),
      (error: unknown) => fail(error),
    );
  }
  /** That there is no link is said by the banner, and a new one asks again. */
  function fail(error: unknown): void {
    if (!(error instanceof RpcError)) throw error;
    if (error.code !== 'disconnected' && error.code !== 'cancelled') state.setState({ error });
  }
  async function run(action: Promise<unknown>): Promise<boolean> {
    try {
      await action;
      state.setState({ error: null });
      return true;
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      // A person has asked for this: that there is no link is an answer too.
      state.setState({ error });
      return false;
    }
  }

  const stops = [
    connection.onOpen(() => {
      read();
      readDisplays();
    }),
    client.on('walls.changed', read),
    client.on('displays.changed', ({ displays }) => state.setState({ displays })),
    client.on('walls.shown', ({ wall, focus }) => {
      const focuses = new Map(state.getState().focuses);
      if (focus === null) focuses.delete(wall);
      else focuses.set(wall, focus);
      state.setState({ focuses });
    }),
  ];

  return {
    state,
    save(wall) {
      const { walls = [] } = state.getState();
      const isNew = !walls.some(({ id }) => id === wall.id);
      state.setState({ walls: isNew ? [...walls, wall] : walls.map((one) => (one.id === wall.id ? wall : one)) });
      saving += 1;
      void run(client.request('walls.save', { wall })).then(() => {
        saving -= 1;
        if (saving === 0) read();
      });
    },
    remove: (id) => void run(client.request('walls.remove', { wall: id })),
    open: (id) => void run(client.request('walls.open', { wall: id })),
    close: (id) => void run(client.request('walls.close', { wall: id })),
    identify: () => void run(client.request('displays.identify', {})),
    show: (id, focus) => run(client.request('walls.show', { wall: id, focus })),
    forgetError: () => state.setState({ error: null }),
    dispose() {
      for (const stop of stops) stop();
    },
  };
}
