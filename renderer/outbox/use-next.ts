import { useCallback } from 'react';
import type { OutboxEntry } from '../../shared/contract/index.ts';
import { useServices } from '../stores/services.tsx';
import { focusRegion } from '../ui/regions.ts';

/** Goes on after an entry was settled or thrown away: to the next one that waits for a person, or back to the list. */
export function useNext(): (next: OutboxEntry | undefined) => void {
  const { selection, outbox } = useServices();
  return useCallback(
    (next) => {
      if (next === undefined) {
        selection.select(null);
        focusRegion('list');
        return;
      }
      outbox.focusOn(next.mutationId);
      selection.select({ panel: 'outbox', id: next.mutationId });
    },
    [selection, outbox],
  );
}
