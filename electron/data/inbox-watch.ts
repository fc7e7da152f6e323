import type { Clock, Disposer, Notice } from '../../shared/domain/index.ts';
import { createListeners } from '../../shared/rpc/index.ts';
import { countInbox, newsOf } from './handlers/validations.ts';
import type { Me } from './me.ts';
import { StorageError } from './store/storage-error.ts';
import type { Store } from './store/store.ts';
import { createCoalescer } from './sync/coalesce.ts';

/** What the shell is told: how much waits for the person, and what they have not read. */
export interface InboxNews {
  mine: number;
  overdue: number;
  /** The newest first, and not more than can be shown. */
  notices: (Notice & { id: string; label: string })[];
}

export const NO_NEWS: InboxNews = { mine: 0, overdue: 0, notices: [] };
const INTERVAL_MS = 500;
/** Time alone moves things: what was put off wakes up, a delegation begins. */
const TICK_MS = 30_000;

export interface InboxWatch {
  /** Called with what is there, now and whenever it is another than before. */
  onNews(listener: (news: InboxNews) => void): Disposer;
  /** It may be another now. */
  look(): void;
  dispose: Disposer;
}

/**
 * @param parts `isLocked`: the windows are covered, and nothing of what is in them is shown outside of them
 * @param onTime the inbox is another though no row has changed
 */
export function createInboxWatch(
  { store, clock, me, isLocked }: { store: Store; clock: Clock; me: () => Me; isLocked: () => boolean },
  onTime: () => void,
): InboxWatch {
  const listeners = createListeners<InboxNews>();
  let news = NO_NEWS;
  let text = JSON.stringify(news);
  const looking = createCoalescer(clock, INTERVAL_MS, look);

  function read(): InboxNews {
    try {
      return store.read((cache) => {
        const { mine, overdue } = countInbox(cache, me(), clock);
        return { mine, overdue, notices: isLocked() ? [] : newsOf(cache, me(), clock) };
      });
    } catch (error) {
      // While the cache cannot be read, the last counts hold.
      if (error instanceof StorageError) return news;
      throw error;
    }
  }

  function look(): boolean {
    const now = read();
    const written = JSON.stringify(now);
    if (written === text) return false;
    news = now;
    text = written;
    listeners.emit(now);
    return true;
  }

  let stopTicking: Disposer = () => undefined;
  const tick = () => {
    stopTicking = clock.after(TICK_MS, () => {
      if (look()) onTime();
      tick();
    });
  };
  tick();
  look();
  const stopListening = store.onChange(({ entities }) => {
    if (entities.includes('validation') || entities.includes('delegation')) looking.request();
  });
  return {
    onNews(listener) {
      listener(news);
      return listeners.add(listener);
    },
    look: looking.request,
    dispose() {
      stopListening();
      stopTicking();
      looking.dispose();
    },
  };
}
