import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlarmCounts, AlarmRow } from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { Connection } from '../connection/index.ts';

/** What every window says of the alarms, wherever it is: undefined until it was read once. */
export interface AlarmNewsState {
  readonly counts: AlarmCounts | undefined;
  /** The newest one of the most urgent priority that nobody has acknowledged. */
  readonly newest: AlarmRow | null;
}

export interface AlarmNews {
  readonly state: StoreApi<AlarmNewsState>;
  dispose: Disposer;
}

/** Shelves end and floods pass by the clock alone: it is looked again so often, though nothing was changed. Milliseconds. */
const LOOK_EVERY_MS = 5_000;
/** A flood brings hundreds of changes: what follows within so long is read together. Milliseconds. */
const GATHER_MS = 150;

/** Reads the counts of the alarms once for all parts of a window, at each change and each few seconds. */
export function createAlarmNews(
  { client, onOpen }: Pick<Connection, 'client' | 'onOpen'>,
  clock: Pick<Clock, 'after'>,
): AlarmNews {
  const state = createStore<AlarmNewsState>(() => ({ counts: undefined, newest: null }));
  let asking: AbortController | undefined;
  let stopTimer: Disposer = () => undefined;
  let isGathering = false;

  async function read(): Promise<void> {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const counts = await client.request('alarms.counts', {}, { signal });
      const { loudest } = counts;
      const held = state.getState().newest;
      // What others did with it shows in its row: it is read again with every change.
      const newest =
        loudest === null ? null : await client.request('alarms.get', { id: loudest.id }, { signal }).catch(() => held);
      if (!signal.aborted) state.setState({ counts, newest });
    } catch {
      // What was known stands; the banner says that the data host does not answer, and a new link asks again.
    }
  }
  function wait(ms: number): void {
    stopTimer();
    stopTimer = clock.after(ms, () => {
      isGathering = false;
      void read();
      wait(LOOK_EVERY_MS);
    });
  }
  function gather(): void {
    if (isGathering) return;
    isGathering = true;
    wait(GATHER_MS);
  }

  const stops = [
    onOpen(() => {
      void read();
      wait(LOOK_EVERY_MS);
    }),
    client.on('data.changed', ({ entities }) => {
      if (entities.includes('alarm')) gather();
    }),
    client.on('outbox.changed', gather),
  ];
  return {
    state,
    dispose() {
      stopTimer();
      asking?.abort();
      for (const stop of stops) stop();
    },
  };
}
