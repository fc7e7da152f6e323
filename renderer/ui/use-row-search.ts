import { useCallback, useEffect, useRef, useState } from 'react';

/** A row as it is chosen: its id, what people call it, and what tells it from another of that name. */
export interface Chosen {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
}

export type SearchState = 'searching' | 'found' | 'failed';
type Search = (text: string, signal: AbortSignal) => Promise<readonly Chosen[]>;

/** While one types, only the last word of this long a pause is searched. Milliseconds. */
const TYPING_MS = 150;

/**
 * Searches as one types. The rows of the search before stay until those of the next are there, `isPending` as long; only the
 * last search counts.
 */
export function useRowSearch(search: Search) {
  const [answer, setAnswer] = useState<{ found: readonly Chosen[]; state: SearchState; isPending: boolean }>(NOTHING);
  const cancel = useRef<() => void>(() => undefined);
  const stop = useCallback(() => {
    cancel.current();
    setAnswer((before) => (before.isPending ? { ...before, isPending: false } : before));
  }, []);
  useEffect(() => () => cancel.current(), []);

  const start = useCallback(
    (text: string) => {
      cancel.current();
      const controller = new AbortController();
      const timer = setTimeout(() => {
        search(text.trim(), controller.signal).then(
          (found) => {
            if (!controller.signal.aborted) setAnswer({ found, state: 'found', isPending: false });
          },
          () => {
            if (!controller.signal.aborted) setAnswer({ found: [], state: 'failed', isPending: false });
          },
        );
      }, TYPING_MS);
      cancel.current = () => {
        clearTimeout(timer);
        controller.abort();
      };
      setAnswer((before) => ({ ...before, state: 'searching', isPending: true }));
    },
    [search],
  );
  return { ...answer, start, stop };
}

const NOTHING = { found: [], state: 'searching', isPending: false } as const;
