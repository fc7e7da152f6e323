import { useEffect, useState } from 'react';
import type { SearchResult } from '../../shared/contract/index.ts';
import { RpcError } from '../../shared/rpc/index.ts';
import { useServices } from '../stores/services.tsx';

/** While one types, only the last word of this long a pause is searched. Milliseconds. */
const TYPING_MS = 60;
/** Rows of each kind. */
const LIMIT = 6;

export interface Found {
  /** What was searched for. */
  readonly text: string;
  readonly result: SearchResult | null;
  readonly error: RpcError | null;
}

const NOTHING: Found = { text: '', result: null, error: null };

/** Searches as one types. What was found before stays until the next is there: look at its `text`. */
export function useSearch(text: string): Found {
  const { connection, clock } = useServices();
  const [found, setFound] = useState(NOTHING);
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === '') return undefined;
    const controller = new AbortController();
    const stop = clock.after(TYPING_MS, () => {
      connection.client.request('search.all', { text: wanted, limit: LIMIT }, { signal: controller.signal }).then(
        (result) => {
          if (!controller.signal.aborted) setFound({ text: wanted, result, error: null });
        },
        (thrown: unknown) => {
          if (controller.signal.aborted) return;
          const error = thrown instanceof RpcError ? thrown : new RpcError('internal', String(thrown));
          setFound({ text: wanted, result: null, error });
        },
      );
    });
    return () => {
      stop();
      controller.abort();
    };
  }, [connection, clock, wanted]);
  return wanted === '' ? NOTHING : found;
}
