import type { ValidationRow } from '../../shared/contract/index.ts';
import type { Clock, InboxFolder } from '../../shared/domain/index.ts';
import type { Connection } from '../connection/index.ts';
import { createMarks, type Marks } from '../lists/index.ts';
import { createListModel, type ListModel } from '../stores/list-model.ts';

export interface InboxFilter {
  readonly folder: InboxFolder;
}

/** The person's inbox, folder by folder. Entries can be marked, to decide on several. */
export interface InboxList extends ListModel<ValidationRow, InboxFilter, never> {
  readonly marks: Marks<ValidationRow>;
}

export function createInboxList(connection: Pick<Connection, 'client' | 'onOpen'>, clock: Clock): InboxList {
  const list = createListModel<ValidationRow, InboxFilter, never>({
    connection,
    clock,
    filter: { folder: 'mine' },
    // What waits comes the oldest first, what is over the newest first: there is no other order.
    sort: { by: undefined as never, direction: 'ascending' },
    entities: ['validation', 'delegation'],
    subscribe: (invalidate) => connection.client.on('outbox.changed', ({ revision }) => invalidate(revision)),
    fetch: ({ filter: { text, folder } }, window, signal) =>
      connection.client.request(
        'validations.page',
        { folder, ...(text === undefined ? {} : { text }), ...window },
        { signal },
      ),
  });
  const marks = createMarks<ValidationRow>({ rowId: ({ id }) => id, read: list.read });
  return { ...list, marks };
}
