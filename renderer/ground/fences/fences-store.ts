import { createStore, type StoreApi } from 'zustand/vanilla';
import { type GeofenceRow, MAX_WINDOW_ROWS } from '../../../shared/contract/index.ts';
import type { Disposer } from '../../../shared/domain/index.ts';
import type { Connection } from '../../connection/index.ts';
import { changeDraft, type DraftChange, type FenceDraft } from './fence-draft.ts';

/** More would cover any map. */
const MOST_FENCES = 5_000;

export interface FencesView {
  /** By name; null until the data host has told. */
  readonly rows: readonly GeofenceRow[] | null;
  /** Counts what was read. */
  readonly revision: number;
  readonly draft: FenceDraft | null;
  /** The row that the draft was made from, as it was then. */
  readonly original: GeofenceRow | null;
}

/** The geofences of one window, and the one that is being drawn in it. */
export interface FencesStore {
  readonly state: StoreApi<FencesView>;
  /** Begins a draft; null ends it. What was drawn before is gone. */
  draw(draft: FenceDraft | null, original?: GeofenceRow): void;
  change(change: DraftChange): void;
  dispose: Disposer;
}

export function createFencesStore(connection: Connection): FencesStore {
  const { client } = connection;
  const state = createStore<FencesView>(() => ({ rows: null, revision: 0, draft: null, original: null }));
  let round = 0;

  async function readAll(): Promise<GeofenceRow[]> {
    const rows: GeofenceRow[] = [];
    for (;;) {
      const page = await client.request('geofences.page', { offset: rows.length, limit: MAX_WINDOW_ROWS });
      rows.push(...page.rows);
      if (page.rows.length === 0 || rows.length >= Math.min(page.total, MOST_FENCES)) return rows;
    }
  }
  function read(): void {
    const mine = ++round;
    readAll().then(
      (rows) => {
        // Something newer has been asked for meanwhile, or nothing is another than before: maps draw them anew at each revision.
        if (mine !== round || JSON.stringify(rows) === JSON.stringify(state.getState().rows)) return;
        state.setState(({ revision }) => ({ rows, revision: revision + 1 }));
      },
      // The banner says that the data host does not answer; it is asked again when it does.
      () => undefined,
    );
  }
  const stopListening = [
    connection.onOpen(read),
    client.on('data.changed', ({ entities }) => {
      if (entities.includes('geofence')) read();
    }),
  ];

  return {
    state,
    draw: (draft, original) => state.setState({ draft, original: original ?? null }),
    change: (change) => state.setState(({ draft }) => (draft === null ? {} : { draft: changeDraft(draft, change) })),
    dispose() {
      round += 1;
      for (const stop of stopListening) stop();
    },
  };
}
