/** What a window keeps of the person who works in it, in a storage that people of a workstation share. */
const PREFIX = 'vigie.of.';
/** Whose things are to be removed at the next look: they signed out. */
const LEAVING_KEY = 'vigie.leaving';

export type PersonalStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * The part of a storage that is one person's.
 * @param key their `personKey`; null: nobody signs in here, and things have the names that they have
 */
export function createPersonalStorage(storage: Storage, key: string | null): PersonalStorage {
  const own = (name: string) => (key === null ? name : `${PREFIX}${key}.${name}`);
  return {
    getItem: (name) => storage.getItem(own(name)),
    setItem: (name, value) => storage.setItem(own(name), value),
    removeItem: (name) => storage.removeItem(own(name)),
  };
}

/** Removes all that is kept of a person. */
export function wipePersonalStorage(storage: Storage, key: string): void {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  for (const name of names) if (name.startsWith(`${PREFIX}${key}.`)) storage.removeItem(name);
}

/** Notes that this person is signing out: what is kept of them goes, be it after a crash. */
export function noteLeaving(storage: Storage, key: string): void {
  storage.setItem(LEAVING_KEY, key);
}

/**
 * Removes what is kept of whoever signed out.
 * @param present the `personKey` of whoever is signed in now: they did not sign out after all
 */
export function finishLeaving(storage: Storage, present: string | null): void {
  const leaving = storage.getItem(LEAVING_KEY);
  if (leaving === null) return;
  storage.removeItem(LEAVING_KEY);
  if (leaving !== present) wipePersonalStorage(storage, leaving);
}
