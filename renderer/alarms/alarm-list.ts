import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ALARM_SORTS, AlarmFilter, AlarmRow } from '../../shared/contract/index.ts';
import type { Clock } from '../../shared/domain/index.ts';
import type { Connection } from '../connection/index.ts';
import { createMarks, type Marks } from '../lists/index.ts';
import { createListModel, type ListModel } from '../stores/list-model.ts';

export type AlarmSort = (typeof ALARM_SORTS)[number];
/** What the panel asks for; `of` names what another screen has narrowed it to. */
export type AlarmListFilter = Omit<AlarmFilter, 'text'> & { readonly of?: string };

export const ALARM_PARTS = ['list', 'rules', 'figures'] as const;
export type AlarmPart = (typeof ALARM_PARTS)[number];

/** The alarms of one window: its list, what is marked in it, and which part of the panel is shown. */
export interface AlarmList extends ListModel<AlarmRow, AlarmListFilter, AlarmSort> {
  readonly marks: Marks<AlarmRow>;
  readonly shown: StoreApi<{
    readonly part: AlarmPart;
    /** Whether a flood is shown by its causes: until a person wants to see the alarms one by one. */
    readonly isGrouped: boolean;
  }>;
}

/** Alarms come and go by themselves: rows stay in their order while somebody is at them, and `r` takes the newer one. */
export function createAlarmList(connection: Pick<Connection, 'client' | 'onOpen'>, clock: Clock): AlarmList {
  const list = createListModel<AlarmRow, AlarmListFilter, AlarmSort>({
    connection,
    clock,
    filter: { view: 'announced' },
    sort: { by: 'priority', direction: 'ascending' },
    entities: ['alarm', 'vehicle', 'mission', 'geofence'],
    subscribe: (invalidate) => connection.client.on('outbox.changed', ({ revision }) => invalidate(revision)),
    fetch(query, window, signal) {
      const { of: _, ...filter } = query.filter;
      return connection.client.request('alarms.page', { filter, sort: query.sort, ...window }, { signal });
    },
    identify: ({ id }) => id,
  });
  const marks = createMarks<AlarmRow>({ rowId: ({ id }) => id, read: list.read });
  return { ...list, marks, shown: createStore(() => ({ part: 'list' as AlarmPart, isGrouped: true })) };
}
