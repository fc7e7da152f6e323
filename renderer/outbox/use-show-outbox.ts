import { useCallback } from 'react';
import { type OutboxScope, type OutboxView, WHOLE_OUTBOX } from '../stores/outbox-store.ts';
import { useServices } from '../stores/services.tsx';
import { focusRegionSoon } from '../ui/regions.ts';

/**
 * Opens the panel of what is not sent: all of it, what a person must settle, or that of one row (a link from a list or a detail).
 * The focus goes to its list.
 */
export function useShowOutbox(): (what?: { view?: OutboxView; scope?: OutboxScope }) => void {
  const { selection, outbox } = useServices();
  return useCallback(
    (what = {}) => {
      outbox.list.setFilter({ ...WHOLE_OUTBOX, ...what });
      selection.showPanel('outbox');
      focusRegionSoon('list');
    },
    [selection, outbox],
  );
}
