import type { Disposer } from '../../shared/domain/index.ts';
import { createListeners } from '../../shared/rpc/index.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';

export const PANELS = [
  'vehicles',
  'missions',
  'third-parties',
  'billing-cycles',
  'outbox',
  'board',
  'validations',
  'rates',
  'incidents',
  'handovers',
  'alarms',
  'schedule',
] as const;
export type Panel = (typeof PANELS)[number];
/** Panels whose rows have a detail of their own. The board shows that of a mission, the schedule that of a vehicle, the rates have none. */
export type RecordPanel = Exclude<Panel, 'board' | 'rates' | 'schedule'>;

export interface Selected {
  readonly panel: RecordPanel;
  readonly id: string;
}

/** A vehicle's place in the position frames: means nothing with another stream id. */
export interface SlotOf {
  readonly streamId: number;
  readonly slot: number;
}

export interface SelectionState {
  readonly panel: Panel;
  /** What the detail shows, null when it is closed. */
  readonly selected: Selected | null;
  /** The vehicle that the map marks: the selected one, or that of the selected mission. */
  readonly slotOf: SlotOf | null;
}

export interface SelectionStore {
  readonly state: StoreApi<SelectionState>;
  showPanel(panel: Panel): void;
  /** Called whenever a panel is asked for, the one that is shown already too. */
  onShowPanel(listener: (panel: Panel) => void): Disposer;
  select(selected: Selected | null): void;
  markSlot(slotOf: SlotOf | null): void;
}

/** What one window shows and has selected. Kept nowhere: a window opens with nothing selected. */
export function createSelection(): SelectionStore {
  const state = createStore<SelectionState>(() => ({ panel: 'vehicles', selected: null, slotOf: null }));
  const asked = createListeners<Panel>();
  return {
    state,
    showPanel(panel) {
      state.setState({ panel });
      asked.emit(panel);
    },
    onShowPanel: (listener) => asked.add(listener),
    select: (selected) =>
      state.setState(({ selected: before }) =>
        before?.id === selected?.id && before?.panel === selected?.panel ? {} : { selected, slotOf: null },
      ),
    markSlot: (slotOf) => state.setState({ slotOf }),
  };
}
