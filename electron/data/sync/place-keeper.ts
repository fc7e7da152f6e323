import type { Clock } from '../../../shared/domain/index.ts';
import { serverIdentity } from '../../../shared/sync/index.ts';
import type { Log } from '../log.ts';
import type { EventPlace } from '../store/event-place.ts';
import { StorageError } from '../store/storage-error.ts';
import type { Store } from '../store/store.ts';
import { createCoalescer } from './coalesce.ts';

/** A desktop that is killed hears the events of this time again, ms. */
const KEEP_INTERVAL_MS = 1_000;

export interface PlaceKeeper {
  /** Undefined: nothing is kept of this server's log, or it cannot be read. */
  read(): EventPlace | undefined;
  /** Soon, and the last word counts. */
  keep(place: EventPlace): void;
  /** Keeps what was said last. */
  close(): Promise<void>;
}

/** Keeps in the cache how far a server's log of events has been heard. A cache that cannot be written to loses nothing but that. */
export function createPlaceKeeper(options: { store: Store; clock: Clock; log: Log; url: string }): PlaceKeeper {
  const { store, clock, log } = options;
  const identity = serverIdentity(options.url);
  let latest: EventPlace | undefined;
  const write = async () => {
    const place = latest;
    latest = undefined;
    if (place === undefined) return;
    try {
      await store.write((cache) => cache.heardTo(identity, place));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      log.debug({ code: error.code }, 'the place in the log of events is not kept now');
    }
  };
  const soon = createCoalescer(clock, KEEP_INTERVAL_MS, () => void write());
  return {
    read() {
      try {
        return store.read((cache) => cache.eventPlace(identity));
      } catch (error) {
        if (error instanceof StorageError) return undefined;
        throw error;
      }
    },
    keep(place) {
      latest = place;
      soon.request();
    },
    async close() {
      soon.dispose();
      await write();
    },
  };
}
