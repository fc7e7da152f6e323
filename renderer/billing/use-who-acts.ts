import { useCallback } from 'react';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { Person } from '../../shared/contract/index.ts';
import { useRecord } from '../lists/index.ts';
import { useClient, useSession } from '../stores/services.tsx';

/** Whoever it is, it is the same as long as the window has its link; what is not known yet is asked again at the next change. */
const ENTITIES: readonly SyncEntity[] = ['billing-cycle', 'mission'];

/** Who takes the steps of cycles from this window: who is signed in, else whom the server takes the workstation's token for; null: not known. */
export function useWhoActs(): Pick<Person, 'account' | 'roles'> | null {
  const client = useClient();
  const person = useSession(({ session }) => (session?.mode === 'person' ? session.person : null));
  const read = useCallback((signal: AbortSignal) => client.request('validations.me', {}, { signal }), [client]);
  const { record } = useRecord('me', read, ENTITIES);
  if (person !== null) return person;
  if (record.state !== 'ready' || record.value.subject === null) return null;
  return { account: record.value.subject, roles: record.value.roles };
}
