import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Health } from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { RpcError } from '../../shared/rpc/index.ts';
import type { Connection } from '../connection/index.ts';

export interface HealthState {
  /** The last that was heard, undefined before the first. Old while the host is lost: look at the link first. */
  readonly health: Health | undefined;
  /** UTC ms by this machine's clock. */
  readonly heardAtMs: number | undefined;
  /** Since when an open link has brought no answer, UTC ms; null when it answers. */
  readonly mutedSinceMs: number | null;
}

export interface HealthStore {
  readonly state: StoreApi<HealthState>;
  dispose(): void;
}

const PERIOD_MS = 1_000;
/** A data host that is only busy answers within this. */
const ANSWER_TIMEOUT_MS = 3_000;

/**
 * Keeps what the data host says of itself and of all behind it: at each change, and by asking once a second, which
 * also notices a host that keeps its link open and answers no more.
 */
export function createHealthStore(connection: Pick<Connection, 'client' | 'onOpen'>, clock: Clock): HealthStore {
  const state = createStore<HealthState>(() => ({ health: undefined, heardAtMs: undefined, mutedSinceMs: null }));
  let stopWaiting: Disposer = () => undefined;
  let disposed = false;
  let asked = 0;

  const hear = (health: Health) => state.setState({ health, heardAtMs: clock.nowMs(), mutedSinceMs: null });

  async function ask(): Promise<void> {
    stopWaiting();
    asked += 1;
    const turn = asked;
    const askedAtMs = clock.nowMs();
    try {
      const health = await connection.client.request('health.get', {}, { timeoutMs: ANSWER_TIMEOUT_MS });
      if (disposed || turn !== asked) return;
      hear(health);
    } catch (error) {
      if (disposed || turn !== asked) return;
      // A lost link is said by the link itself, and an answer that is an error is still an answer.
      if (error instanceof RpcError && error.code === 'timeout') {
        const { mutedSinceMs, heardAtMs } = state.getState();
        state.setState({ mutedSinceMs: mutedSinceMs ?? heardAtMs ?? askedAtMs });
      }
    }
    stopWaiting = clock.after(PERIOD_MS, () => void ask());
  }

  const stopEvents = connection.client.on('health.changed', hear);
  const stopOpen = connection.onOpen(() => void ask());
  return {
    state,
    dispose() {
      disposed = true;
      stopWaiting();
      stopEvents();
      stopOpen();
    },
  };
}
