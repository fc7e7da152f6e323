import type { Store } from '../store/store.ts';
import type { Compared } from '../store/third-party-duplicates.ts';
import { findDuplicates, type Pair } from './find-duplicates.ts';

/** Keys that are read at a time. */
const AT_A_TIME = 2000;

/** The pairs of the cache as it is, found once for each state of the third parties. */
export interface DuplicateDesk {
  pairs(): Promise<readonly Pair[]>;
}

export function createDuplicateDesk(store: Store): DuplicateDesk {
  let known: Promise<readonly Pair[]> | undefined;
  store.onChange(({ entities }) => {
    if (entities.includes('third-party')) known = undefined;
  });
  return {
    pairs() {
      known ??= readAndFind(store).catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
  };
}

async function readAndFind(store: Store): Promise<readonly Pair[]> {
  const parties: Compared[] = [];
  for (;;) {
    const after = parties.at(-1)?.id ?? '';
    const page = store.read((cache) => cache.duplicates.compared(after, AT_A_TIME));
    parties.push(...page);
    if (page.length < AT_A_TIME) return findDuplicates(parties);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
