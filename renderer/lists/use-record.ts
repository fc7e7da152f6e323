import { useEffect, useRef, useState } from 'react';
import type { SyncEntity } from '../../shared/api/index.ts';
import { RpcError } from '../../shared/rpc/index.ts';
import { useServices } from '../stores/services.tsx';

/** One record as it was last read. While it is read again the old one stays. */
export type RecordState<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'error'; readonly error: RpcError };

export interface RecordHandle<T> {
  readonly record: RecordState<T>;
  retry: () => void;
}

/**
 * Reads one record, and again when rows of these kinds change, when the link comes back, or with another `read` of the
 * same key, showing the old one meanwhile. `read` and `entities` must keep their identity from one rendering to the next.
 */
export function useRecord<T>(
  key: string,
  read: (signal: AbortSignal) => Promise<T>,
  entities: readonly SyncEntity[],
): RecordHandle<T> {
  const { connection } = useServices();
  const [held, setHeld] = useState<Held<T>>({ key, record: LOADING });
  const again = useRef(() => {});

  useEffect(() => {
    let controller = new AbortController();
    const run = () => {
      controller.abort();
      controller = new AbortController();
      const { signal } = controller;
      read(signal).then(
        (value) => {
          if (!signal.aborted) setHeld({ key, record: { state: 'ready', value } });
        },
        (error: unknown) => {
          if (!signal.aborted) setHeld((before) => afterFailure(before, key, error));
        },
      );
    };
    again.current = run;
    run();
    const stopChanges = connection.client.on('data.changed', (change) => {
      if (change.entities.some((entity) => entities.includes(entity))) run();
    });
    const stopHost = connection.host.subscribe((host, before) => {
      if (host.state === 'open' && before.state !== 'open') run();
    });
    return () => {
      controller.abort();
      stopChanges();
      stopHost();
    };
  }, [connection, key, read, entities]);

  return { record: held.key === key ? held.record : LOADING, retry: () => again.current() };
}

const LOADING = { state: 'loading' } as const;

interface Held<T> {
  readonly key: string;
  readonly record: RecordState<T>;
}

/** What was read before is worth more than the news that it could not be read again, unless it is gone. */
function afterFailure<T>(before: Held<T>, key: string, thrown: unknown): Held<T> {
  const error = thrown instanceof RpcError ? thrown : new RpcError('internal', String(thrown));
  const keeps = before.key === key && before.record.state === 'ready' && error.code !== 'not-found';
  return keeps ? before : { key, record: { state: 'error', error } };
}
