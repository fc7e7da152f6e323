import { useCallback, useEffect, useState } from 'react';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { OutboxEntry } from '../../shared/contract/index.ts';
import { type RecordHandle, useRecord } from '../lists/index.ts';
import { useClient } from '../stores/services.tsx';

/** What the server has of the row comes with these. */
const ENTITIES: readonly SyncEntity[] = ['third-party', 'billing-cycle', 'mission'];

/** One entry, read again when the outbox or a row changes. */
export function useEntry(mutationId: string): RecordHandle<OutboxEntry> {
  const client = useClient();
  const revision = useOutboxRevision();
  const read = useCallback(
    (signal: AbortSignal) => {
      // Another revision is another reading.
      void revision;
      return client.request('outbox.get', { mutationId }, { signal });
    },
    [client, mutationId, revision],
  );
  return useRecord(mutationId, read, ENTITIES);
}

/** Changes with each change of the outbox. */
function useOutboxRevision(): number {
  const client = useClient();
  const [revision, setRevision] = useState(0);
  useEffect(() => client.on('outbox.changed', (news) => setRevision(news.revision)), [client]);
  return revision;
}
