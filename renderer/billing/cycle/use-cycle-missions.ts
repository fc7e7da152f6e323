import { useEffect, useState } from 'react';
import type { MissionRow, MissionSortBy } from '../../../shared/contract/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import type { Connection } from '../../connection/index.ts';
import { createMarks, type Marks } from '../../lists/index.ts';
import { createListModel, type ListModel } from '../../stores/list-model.ts';
import { useServices } from '../../stores/services.tsx';

/** The search is all there is. */
interface NoFilter {
  readonly text?: never;
}

export interface CycleMissionList extends ListModel<MissionRow, NoFilter, MissionSortBy> {
  readonly marks: Marks<MissionRow>;
}

/** The missions of one cycle, read page by page from the cache. The caller is of one cycle for its life. */
export function useCycleMissions(id: string): CycleMissionList {
  const { connection, clock } = useServices();
  const [list] = useState(() => createCycleMissions(connection, clock, id));
  useEffect(() => () => list.dispose(), [list]);
  return list;
}

function createCycleMissions(connection: Connection, clock: Clock, id: string): CycleMissionList {
  const model = createListModel<MissionRow, NoFilter, MissionSortBy>({
    ...{ connection, clock, filter: {}, sort: { by: 'plannedStartAt', direction: 'ascending' } },
    entities: ['mission', 'third-party', 'billing-cycle'],
    fetch: ({ filter, sort }, window, signal) =>
      connection.client.request(
        'missions.page',
        { filter: { ...filter, billingCycleId: id }, sort, ...window },
        { signal },
      ),
  });
  return { ...model, marks: createMarks<MissionRow>({ rowId: (row) => row.id, read: model.read }) };
}
