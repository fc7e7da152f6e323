import { useCallback } from 'react';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { InboxCounts } from '../../shared/contract/index.ts';
import { useRecord } from '../lists/index.ts';
import { useClient } from '../stores/services.tsx';

const ENTITIES: readonly SyncEntity[] = ['validation', 'delegation'];
const NONE: InboxCounts = { mine: 0, overdue: 0, unread: 0, snoozed: 0 };

/** What waits for the person; nothing while it is not known. */
export function useInboxCounts(): InboxCounts {
  const client = useClient();
  const read = useCallback((signal: AbortSignal) => client.request('validations.counts', {}, { signal }), [client]);
  const { record } = useRecord('counts', read, ENTITIES);
  return record.state === 'ready' ? record.value : NONE;
}

/** Who the server takes the person for; null while that is not known. */
export function useMySubject(): string | null {
  const client = useClient();
  const read = useCallback((signal: AbortSignal) => client.request('validations.me', {}, { signal }), [client]);
  const { record } = useRecord('me', read, ENTITIES);
  return record.state === 'ready' ? record.value.subject : null;
}
