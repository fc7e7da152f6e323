import { useMemo, useSyncExternalStore } from 'react';
import type { BoardRow, VigieContract } from '../../shared/contract/index.ts';
import type { ResultOf } from '../../shared/rpc/index.ts';
import { createListModel, type ListModel } from '../stores/list-model.ts';
import { missionTimeOf } from '../stores/mission-clock.ts';
import { type Services, useServices } from '../stores/services.tsx';

type BoardAnswer = ResultOf<VigieContract, 'board.page'>;
/** The board as a list: its order is its own. */
export type BoardModel = ListModel<BoardRow, object, 'place', BoardAnswer>;

/** Missions grow late though none changes: the board is asked again this often. Milliseconds. */
const PERIOD_MS = 15_000;

/** The board of this window. Asked at each change of a mission or of a name in it, and as the clock goes on. Dispose of it. */
export function createBoardModel({
  connection,
  clock,
  health,
}: Pick<Services, 'connection' | 'clock' | 'health'>): BoardModel {
  const model = createListModel<BoardRow, object, 'place', BoardAnswer>({
    connection,
    clock,
    filter: {},
    sort: { by: 'place', direction: 'ascending' },
    entities: ['mission', 'vehicle', 'third-party'],
    identify: ({ id }) => id,
    fetch: (_query, window, signal) => {
      const nowMs = Math.round(missionTimeOf(health.state.getState(), clock.nowMs()));
      return connection.client.request('board.page', { nowMs, ...window }, { signal });
    },
  });
  const beat = () => {
    stop = clock.after(PERIOD_MS, beat);
    model.list.refresh();
  };
  let stop = clock.after(PERIOD_MS, beat);
  return {
    ...model,
    dispose() {
      stop();
      model.dispose();
    },
  };
}

/** A board for as long as the caller is on screen; null before. */
export function useBoardModel(): BoardModel | null {
  const { connection, clock, health } = useServices();
  const holder = useMemo(() => createHolder({ connection, clock, health }), [connection, clock, health]);
  return useSyncExternalStore(holder.subscribe, holder.model);
}

/** The model is made when somebody looks, and ends with it: what is only rendered to be thrown away listens to nothing. */
function createHolder(services: Pick<Services, 'connection' | 'clock' | 'health'>) {
  let model: BoardModel | null = null;
  return {
    model: () => model,
    subscribe: (listener: () => void) => {
      const made = createBoardModel(services);
      made.list.setActive(true);
      model = made;
      listener();
      return () => {
        made.dispose();
        if (model === made) model = null;
      };
    },
  };
}
