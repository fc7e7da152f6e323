import type { Disposer } from '../../../shared/domain/index.ts';

/** Which of the windows of a workstation sounds: one, not eight. When it closes, or hangs and is ended, another goes on. */
export interface Turn {
  isMine(): boolean;
  /** Asks for it: it is this window's as soon as no other has it. Asked again it changes nothing. */
  take(): void;
  /** Whether another window has it. */
  isTaken(): Promise<boolean>;
  onChange(listener: () => void): Disposer;
  dispose: Disposer;
}

const NAME = 'vigie.alarm-sound';

/** @param locks of the browser, which give a name to one window at a time; undefined: this window is alone */
export function createTurn(locks: LockManager | undefined): Turn {
  const listeners = new Set<() => void>();
  const ending = new AbortController();
  let isAsked = false;
  let isMine = false;
  const change = (next: boolean) => {
    isMine = next;
    for (const listener of listeners) listener();
  };
  /** Until the window goes. */
  const hold = () =>
    new Promise<void>((resolve) => {
      change(true);
      ending.signal.addEventListener('abort', () => resolve());
    });
  return {
    isMine: () => isMine,
    take() {
      if (isAsked) return;
      isAsked = true;
      if (locks === undefined) return change(true);
      locks.request(NAME, { signal: ending.signal }, hold).catch(() => {
        // The window goes before it was its turn.
      });
    },
    async isTaken() {
      const held = (await locks?.query())?.held ?? [];
      return !isMine && held.some(({ name }) => name === NAME);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispose() {
      listeners.clear();
      ending.abort();
    },
  };
}
