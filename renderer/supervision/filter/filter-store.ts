import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import type { FleetStore } from '../fleet/index.ts';
import { directoryOf, type FleetFilter, SHOW_ALL, workerFilterOf } from './fleet-filter.ts';

/** The filter of a window: of its map, its counts and its list of vehicles. Kept nowhere: a window opens with all shown. */
export interface FleetFilterStore {
  readonly state: StoreApi<FleetFilter>;
  set(change: Partial<FleetFilter>): void;
  /** Shows all; what becomes of the others stays as it was chosen. */
  clear(): void;
  /** Filters another store from now on, as this one was. */
  applyTo(next: Pick<FleetStore, 'setFilter'>): void;
  dispose: Disposer;
}

/** While one types, the data host is asked after so long a pause, milliseconds. */
const TYPING_MS = 200;

export function createFleetFilter(first: Pick<FleetStore, 'setFilter'>, clock: Clock): FleetFilterStore {
  let fleet = first;
  const state = createStore<FleetFilter>(() => SHOW_ALL);
  let stopTyping: Disposer = () => undefined;
  const apply = () => {
    stopTyping();
    fleet.setFilter(workerFilterOf(state.getState()));
  };
  function set(change: Partial<FleetFilter>): void {
    const before = state.getState();
    state.setState(change);
    const typed = change.text !== undefined || change.mission !== undefined;
    const isAsked = JSON.stringify(directoryOf(before)) !== JSON.stringify(directoryOf(state.getState()));
    if (!typed || !isAsked) return apply();
    stopTyping();
    stopTyping = clock.after(TYPING_MS, apply);
  }
  return {
    state,
    set,
    clear() {
      state.setState({ ...SHOW_ALL, outside: state.getState().outside });
      apply();
    },
    applyTo(next) {
      if (next === fleet) return;
      fleet = next;
      apply();
    },
    dispose: () => stopTyping(),
  };
}
