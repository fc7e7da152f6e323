import { createStore, type StoreApi } from 'zustand/vanilla';
import { z } from 'zod';

export const ENTRY_KINDS = [
  'vehicle',
  'mission',
  'third-party',
  'billing-cycle',
  'alarm',
  'incident',
  'command',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

const recentChoice = z.object({
  kind: z.enum(ENTRY_KINDS),
  id: z.string(),
  /** As it was called when it was chosen. */
  title: z.string(),
  detail: z.string(),
});
export type RecentChoice = z.infer<typeof recentChoice>;

const STORAGE_KEY = 'vigie.recent-choices';
const VERSION = 1;
const MOST = 8;
const stored = z.object({ version: z.literal(VERSION), choices: z.array(recentChoice).max(MOST) });

/** What was chosen lately from the search on this workstation, the latest first. */
export interface RecentChoices {
  readonly state: StoreApi<readonly RecentChoice[]>;
  remember(choice: RecentChoice): void;
}

/** Kept in `storage`; what cannot be read there, or was kept by another version, counts as nothing. */
export function createRecentChoices(storage: Pick<Storage, 'getItem' | 'setItem'>): RecentChoices {
  const state = createStore<readonly RecentChoice[]>(() => parse(storage.getItem(STORAGE_KEY)));
  return {
    state,
    remember(choice) {
      const others = state.getState().filter(({ kind, id }) => kind !== choice.kind || id !== choice.id);
      const choices = [choice, ...others].slice(0, MOST);
      state.setState(choices, true);
      try {
        storage.setItem(STORAGE_KEY, JSON.stringify({ version: VERSION, choices }));
      } catch (error) {
        // A full storage costs the memory of it, not the choice.
        if (!(error instanceof DOMException)) throw error;
      }
    },
  };
}

function parse(text: string | null): readonly RecentChoice[] {
  if (text === null) return [];
  try {
    const parsed = stored.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.choices : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
