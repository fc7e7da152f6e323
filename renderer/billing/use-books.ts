import { useEffect, useRef } from 'react';
import type { SyncEntity } from '../../shared/api/index.ts';
import { type RecordHandle, useRecord } from '../lists/index.ts';
import { useHealth } from '../stores/services.tsx';

/** What the server alone knows: read again also when the server is back, since no row changes by that. */
export function useBooks<T>(
  key: string,
  read: (signal: AbortSignal) => Promise<T>,
  entities: readonly SyncEntity[],
): RecordHandle<T> {
  const handle = useRecord(key, read, entities);
  const state = useHealth(({ health }) => health?.server.state);
  const before = useRef(state);
  useEffect(() => {
    if (state === 'online' && before.current !== 'online') handle.retry();
    before.current = state;
  });
  return handle;
}
