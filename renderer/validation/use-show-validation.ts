import { useCallback, useEffect } from 'react';
import { useClient, useServices } from '../stores/services.tsx';
import { focusRegionSoon } from '../ui/regions.ts';
import type { InboxList } from './inbox-list.ts';

/** Opens the inbox, and where one is named the validation. The focus goes to the list. */
export function useShowInbox(model: InboxList): (id?: string | null) => void {
  const { selection } = useServices();
  return useCallback(
    (id = null) => {
      model.setText('');
      model.setFilter({ folder: id === null ? 'mine' : 'all' });
      selection.showPanel('validations');
      if (id !== null) selection.select({ panel: 'validations', id });
      focusRegionSoon('list');
    },
    [selection, model],
  );
}

/** The same when the person asked for it outside of any window: by a notification. */
export function useShowValidation(model: InboxList): void {
  const client = useClient();
  const show = useShowInbox(model);
  useEffect(() => client.on('inbox.show', ({ id }) => show(id)), [client, show]);
}
