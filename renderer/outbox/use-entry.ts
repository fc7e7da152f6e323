import { useCallback, useEffect, useRef } from 'react';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { OutboxEntry } from '../../shared/contract/index.ts';
import { type RecordHandle, useRecord } from '../lists/index.ts';
import { useClient } from '../stores/services.tsx';

/** What the server has of the row comes with these. */
const ENTITIES: readonly SyncEntity[] = ['third-party', 'billing-cycle', 'geofence', 'mission'];

/** One entry, read again when the outbox or a row changes. */
export function useEntry(mutationId: string): RecordHandle<OutboxEntry> {
  const client = useClient();
  const read = useCallback(
    (signal: AbortSignal) => client.request('outbox.get', { mutationId }, { signal }),
    [client, mutationId],
  );
  const handle = useRecord(mutationId, read, ENTITIES);
  const again = useRef(handle.retry);
  useEffect(() => {
    again.current = handle.retry;
  });
  useEffect(() => client.on('outbox.changed', () => again.current()), [client]);
  return handle;
}
