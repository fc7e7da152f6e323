import type { Disposer } from '../domain/clock.ts';
import type { Channel } from './channel.ts';
import { createListeners } from './listeners.ts';

/** Two ends of a channel within one process. Delivery is in order and never inside `send`. */
export function createMemoryChannelPair(): [Channel, Channel] {
  const state = { closed: false, closeListeners: createListeners<void>() };
  const left = createListeners<unknown>();
  const right = createListeners<unknown>();
  return [end(state, left, right), end(state, right, left)];
}

type Listeners<T> = ReturnType<typeof createListeners<T>>;

function end(
  state: { closed: boolean; closeListeners: Listeners<void> },
  own: Listeners<unknown>,
  peer: Listeners<unknown>,
): Channel {
  return {
    send(message) {
      if (state.closed) return;
      void Promise.resolve().then(() => {
        if (!state.closed) peer.emit(message);
      });
    },
    onMessage: (listener) => own.add(listener),
    onClose(listener): Disposer {
      if (state.closed) {
        listener();
        return () => undefined;
      }
      return state.closeListeners.add(listener);
    },
    close() {
      if (state.closed) return;
      state.closed = true;
      state.closeListeners.emit();
    },
  };
}
