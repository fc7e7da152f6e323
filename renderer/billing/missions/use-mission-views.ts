import { useEffect } from 'react';
import { useStore } from 'zustand/react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MissionTableView, MissionView, MissionViews } from '../../../shared/contract/index.ts';
import type { Disposer } from '../../../shared/domain/index.ts';
import type { Connection } from '../../connection/index.ts';
import { useServices } from '../../stores/services.tsx';
import type { MissionList } from '../billing-lists.ts';

export interface ViewsState extends MissionViews {
  /** Whether the data host has said which there are. */
  readonly isKnown: boolean;
  /** The view that was opened last, changed since or not. */
  readonly openedId: string | null;
  /** Forgotten just now, and can be saved again. */
  readonly removed: MissionView | null;
}

interface ViewsStore {
  readonly state: StoreApi<ViewsState>;
  readonly start: () => Disposer;
}

/** One a list, and so one a window: which view is open outlives the panel. */
const known = new WeakMap<MissionList, ViewsStore>();

/** The saved views, as the data host has them. `apply` shows one; the default is shown when the list is first looked at. */
export function useMissionViews(model: MissionList, apply: (view: MissionTableView) => void) {
  const { connection } = useServices();
  let store = known.get(model);
  if (store === undefined) {
    store = createViewsStore(connection, apply);
    known.set(model, store);
  }
  const { state, start } = store;
  useEffect(start, [start]);
  const views = useStore(state);
  const { client } = connection;

  return {
    ...views,
    open(view: MissionView) {
      apply(view);
      state.setState({ openedId: view.id });
    },
    /** All missions, as a window without a default shows them. */
    leave: () => state.setState({ openedId: null }),
    async save(view: MissionView): Promise<'saved' | 'name-taken' | 'too-many' | 'failed'> {
      try {
        const answer = await client.request('missionViews.save', { view });
        if (answer.result === 'refused') return answer.why;
        state.setState({ openedId: view.id, removed: null });
        return 'saved';
      } catch {
        return 'failed';
      }
    },
    async remove(view: MissionView): Promise<void> {
      await client.request('missionViews.remove', { id: view.id });
      state.setState(({ openedId }) => ({ removed: view, openedId: openedId === view.id ? null : openedId }));
    },
    async undoRemove(): Promise<void> {
      const { removed } = state.getState();
      if (removed === null) return;
      await client.request('missionViews.save', { view: removed });
      state.setState({ removed: null });
    },
    setDefault: (id: string | null) => client.request('missionViews.setDefault', { id }),
  };
}

function createViewsStore(connection: Connection, apply: (view: MissionTableView) => void): ViewsStore {
  const state = createStore<ViewsState>(() => ({
    ...{ views: [], defaultId: null, isKnown: false, openedId: null, removed: null },
  }));

  function heard(views: MissionViews): void {
    const isFirst = !state.getState().isKnown;
    state.setState({ ...views, isKnown: true });
    const first = views.views.find(({ id }) => id === views.defaultId);
    if (!isFirst || first === undefined) return;
    apply(first);
    state.setState({ openedId: first.id });
  }

  return {
    state,
    start() {
      const read = () =>
        connection.client.request('missionViews.list', {}).then(heard, () => {
          // Asked again with the next link; the table shows all missions meanwhile.
        });
      const stops = [connection.client.on('missionViews.changed', heard), connection.onOpen(() => void read())];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
