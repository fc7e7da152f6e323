import type { Disposer } from '../domain/clock.ts';

/** A set of listeners. One that is removed while an emit runs is not called any more. */
export function createListeners<T>(): {
  add(listener: (value: T) => void): Disposer;
  emit(value: T): void;
  size(): number;
} {
  const listeners = new Set<{ call: (value: T) => void }>();
  return {
    add(call) {
      const entry = { call };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    emit(value) {
      for (const entry of [...listeners]) if (listeners.has(entry)) entry.call(value);
    },
    size: () => listeners.size,
  };
}
