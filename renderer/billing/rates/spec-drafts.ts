import { z } from 'zod';
import { createPersonalStorage } from '../../stores/personal-storage.ts';
import { useServices, useSession } from '../../stores/services.tsx';
import type { Typed } from './spec-form.ts';

/** What a person entered into a form of tariffs or settings and has not saved: kept on this machine over a crash, as that of rows is. */
const draftSchema = z.object({
  version: z.literal(1),
  /** The server whose tariffs they are. */
  server: z.string(),
  savedAtMs: z.number(),
  /** The value that it was begun on, as JSON: another one since is told. */
  begunOn: z.string(),
  typed: z.record(z.string(), z.string().max(20_000)),
  /** Parts that were chosen rather than typed. */
  chosen: z.record(z.string(), z.unknown()),
});
export interface SpecDraft {
  readonly savedAtMs: number;
  readonly begunOn: string;
  readonly typed: Typed;
  readonly chosen: Readonly<Record<string, unknown>>;
}

export interface SpecDrafts {
  get(name: string): SpecDraft | undefined;
  /** False: it could not be kept, the storage is full or forbidden. */
  keep(name: string, draft: SpecDraft): boolean;
  drop(name: string): void;
}

const keyOf = (name: string) => `vigie.draft.form.${name}`;

/** @param server its address, as in `health` */
export function createSpecDrafts(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  server: () => string,
): SpecDrafts {
  return {
    get(name) {
      const text = storage.getItem(keyOf(name));
      const draft = text === null ? undefined : draftSchema.safeParse(jsonOf(text)).data;
      return draft?.server === server() ? draft : undefined;
    },
    keep(name, draft) {
      try {
        storage.setItem(keyOf(name), JSON.stringify({ version: 1, server: server(), ...draft }));
        return true;
      } catch (error) {
        if (error instanceof DOMException) return false;
        throw error;
      }
    },
    drop: (name) => storage.removeItem(keyOf(name)),
  };
}

/** Drafts of whoever is signed in. */
export function useSpecDrafts(): SpecDrafts {
  const { health } = useServices();
  const personKey = useSession(({ session }) => session?.personKey ?? null);
  return createSpecDrafts(
    createPersonalStorage(localStorage, personKey),
    () => health.state.getState().health?.server.url ?? '',
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
