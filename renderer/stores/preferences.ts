import { createStore, type StoreApi } from 'zustand/vanilla';
import { z } from 'zod';
import { missionColumns } from '../../shared/contract/index.ts';
import { DEFAULT_AGE_THRESHOLDS, type Disposer, thresholdsFault } from '../../shared/domain/index.ts';

/**
 * What a person chose for the windows of this machine. This list is all that is kept; a change of meaning raises the
 * version, and what another version kept is not read.
 */
const preferencesSchema = z.object({
  language: z.enum(['system', 'fr', 'en']).catch('system'),
  theme: z.enum(['system', 'dark', 'light']).catch('system'),
  /** Single keys such as `/` act as shortcuts (WCAG 2.2, 2.1.4 asks for a way to turn them off). */
  singleKeys: z.boolean().catch(true),
  /** From which age a vehicle is late, and silent. */
  ages: z
    .object({ lateMs: z.number(), silentMs: z.number() })
    .refine((ages) => thresholdsFault(ages) === undefined)
    .catch(DEFAULT_AGE_THRESHOLDS),
  /** Where vehicles have been in the last minutes: that of the selected one, or of all in view. */
  trails: z.enum(['none', 'selected', 'view']).catch('selected'),
  /** Columns of the missions table, in their order, with their widths in rem; null: those that it begins with. */
  missionColumns: missionColumns.nullable().catch(null),
  /** Far out, how many vehicles there are instead of each of them. */
  density: z.boolean().catch(false),
});
export type Preferences = z.infer<typeof preferencesSchema>;
export const DEFAULT_PREFERENCES: Preferences = preferencesSchema.parse({});

const STORAGE_KEY = 'vigie.preferences';
const VERSION = 1;
const storedSchema = z.object({ version: z.literal(VERSION), values: preferencesSchema });

export interface PreferencesStore {
  readonly state: StoreApi<Preferences>;
  set(change: Partial<Preferences>): void;
  dispose: Disposer;
}

/** Reads and keeps preferences in `storage`, and follows the other windows of the same origin. */
export function createPreferences(page: Pick<Window, 'addEventListener' | 'removeEventListener'>, storage: Storage) {
  const state = createStore<Preferences>(() => parse(storage.getItem(STORAGE_KEY)));
  const follow = (event: StorageEvent) => {
    if (event.storageArea === storage && event.key === STORAGE_KEY) state.setState(parse(event.newValue));
  };
  page.addEventListener('storage', follow);
  return {
    state,
    set(change: Partial<Preferences>) {
      state.setState(change);
      storage.setItem(STORAGE_KEY, JSON.stringify({ version: VERSION, values: state.getState() }));
    },
    dispose: () => page.removeEventListener('storage', follow),
  } satisfies PreferencesStore;
}

function parse(text: string | null): Preferences {
  if (text === null) return DEFAULT_PREFERENCES;
  try {
    const stored = storedSchema.safeParse(JSON.parse(text));
    return stored.success ? stored.data.values : DEFAULT_PREFERENCES;
  } catch (error) {
    if (error instanceof SyntaxError) return DEFAULT_PREFERENCES;
    throw error;
  }
}
