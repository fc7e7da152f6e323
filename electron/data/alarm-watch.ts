import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { StorageError } from './store/storage-error.ts';
import type { Store } from './store/store.ts';

/** A shelf that ends is to be seen within moments, also where no server says so. */
const TICK_MS = 2_000;

/**
 * Tells that alarms are others though no row has changed: a shelf or a suppression is over, or a flood is.
 * @param onTime once for each time that the counts are others, after the first look
 */
export function watchAlarms({ store, clock }: { store: Store; clock: Clock }, onTime: () => void): Disposer {
  let known: string | undefined;
  let cancel: Disposer = () => undefined;

  function look(): void {
    try {
      const { raisedInTenMinutes: _, ...counts } = store.read(({ alarms }) => alarms.counts(clock.nowMs()));
      const now = JSON.stringify(counts);
      if (known !== undefined && now !== known) onTime();
      known = now;
    } catch (error) {
      // While the cache cannot be read, the last counts hold.
      if (!(error instanceof StorageError)) throw error;
    }
  }

  const tick = () => {
    cancel = clock.after(TICK_MS, () => {
      look();
      tick();
    });
  };
  look();
  tick();
  // Of rows windows hear otherwise.
  const stopListening = store.onChange(({ entities }) => {
    if (entities.includes('alarm')) known = undefined;
  });
  return () => {
    stopListening();
    cancel();
  };
}
