import type { IncidentRow, IncidentView } from '../../shared/contract/index.ts';
import type { Clock } from '../../shared/domain/index.ts';
import type { Connection } from '../connection/index.ts';
import { createListModel, type ListModel } from '../stores/list-model.ts';

export interface IncidentFilter {
  readonly view: IncidentView;
}
export type IncidentList = ListModel<IncidentRow, IncidentFilter, never>;

/** The incident log: what is not closed first, the gravest on top. */
export function createIncidentList(connection: Pick<Connection, 'client' | 'onOpen'>, clock: Clock): IncidentList {
  return createListModel<IncidentRow, IncidentFilter, never>({
    ...{ connection, clock, filter: { view: 'current' } },
    // There is one order: that of what is to be done.
    sort: { by: undefined as never, direction: 'ascending' },
    entities: ['incident'],
    subscribe: (invalidate) => connection.client.on('outbox.changed', ({ revision }) => invalidate(revision)),
    fetch: ({ filter: { text, view } }, window, signal) =>
      connection.client.request(
        'incidents.page',
        { view, ...(text === undefined ? {} : { text }), ...window },
        { signal },
      ),
  });
}
