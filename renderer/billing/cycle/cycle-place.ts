import { createStore, type StoreApi } from 'zustand/vanilla';

/** Which cycle's page stands in the place of the list; null: the list. Kept while another tab is shown. */
export interface CyclePlace {
  readonly state: StoreApi<{ readonly id: string | null }>;
  open: (id: string) => void;
  close: () => void;
}

export function createCyclePlace(): CyclePlace {
  const state = createStore<{ readonly id: string | null }>(() => ({ id: null }));
  return { state, open: (id) => state.setState({ id }), close: () => state.setState({ id: null }) };
}
