import type { ChoosePlace } from './place.ts';

/** Where messages to the shell go. */
interface Shell {
  postMessage(message: unknown): void;
}

/** Questions to the shell where an export is to go, which a person answers when they like. */
export function createAskedTargets(): {
  choose(shell: Shell): ChoosePlace;
  answered(id: number, file: string | null): void;
} {
  const waiting = new Map<number, (file: string | null) => void>();
  let nextId = 1;
  return {
    choose: (shell) => async (name, signal) => {
      const id = nextId++;
      const giveUp = () => waiting.get(id)?.(null);
      signal.addEventListener('abort', giveUp);
      try {
        const file = await new Promise<string | null>((resolve) => {
          waiting.set(id, resolve);
          if (signal.aborted) giveUp();
          else shell.postMessage({ type: 'pick-target', id, name });
        });
        return file === null ? null : { file };
      } finally {
        waiting.delete(id);
        signal.removeEventListener('abort', giveUp);
      }
    },
    answered: (id, file) => waiting.get(id)?.(file),
  };
}
