import type { HandoverRow } from '../../shared/contract/index.ts';
import type { Clock } from '../../shared/domain/index.ts';
import type { Connection } from '../connection/index.ts';
import { createListModel, type ListModel } from '../stores/list-model.ts';

/** All of them are shown. */
type NoFilter = Readonly<Record<string, never>>;
export type HandoverList = ListModel<HandoverRow, NoFilter, never>;

/** All changes of shift, the newest first. */
export function createHandoverList(connection: Pick<Connection, 'client' | 'onOpen'>, clock: Clock): HandoverList {
  return createListModel<HandoverRow, NoFilter, never>({
    ...{ connection, clock, filter: {} },
    // There is one order: that of the shifts.
    sort: { by: undefined as never, direction: 'ascending' },
    entities: ['handover'],
    subscribe: (invalidate) => connection.client.on('outbox.changed', ({ revision }) => invalidate(revision)),
    fetch: (_, window, signal) => connection.client.request('handovers.page', window, { signal }),
  });
}
