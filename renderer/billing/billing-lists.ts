import type {
  BILLING_CYCLE_SORTS,
  BillingCycleRow,
  MissionRow,
  MissionSortBy,
  MissionTableFilter,
  ShownStanding,
  THIRD_PARTY_SORTS,
  ThirdPartyRow,
} from '../../shared/contract/index.ts';
import type { BillingCycleState, Clock, ThirdPartyType } from '../../shared/domain/index.ts';
import type { Connection } from '../connection/index.ts';
import { createMarks, type Marks } from '../lists/index.ts';
import { createListModel, type ListModel } from '../stores/list-model.ts';
import { createCyclePlace, type CyclePlace } from './cycle/cycle-place.ts';
import { ALL_MISSIONS, filterQuery } from './missions/mission-filter.ts';

export interface ThirdPartyFilter {
  readonly types: ThirdPartyType[];
  readonly standing: ShownStanding;
}
export interface BillingCycleFilter {
  readonly states: BillingCycleState[];
}

export type ThirdPartySort = (typeof THIRD_PARTY_SORTS)[number];
export type BillingCycleSort = (typeof BILLING_CYCLE_SORTS)[number];

/** Missions can be marked, to do something with many. */
export interface MissionList extends ListModel<MissionRow, MissionTableFilter, MissionSortBy> {
  readonly marks: Marks<MissionRow>;
}

/** The lists of the billing side, each read page by page from the cache. */
export interface BillingLists {
  readonly missions: MissionList;
  readonly thirdParties: ListModel<ThirdPartyRow, ThirdPartyFilter, ThirdPartySort>;
  readonly billingCycles: ListModel<BillingCycleRow, BillingCycleFilter, BillingCycleSort>;
  /** Which cycle's page is open. */
  readonly cyclePlace: CyclePlace;
  dispose(): void;
}

export function createBillingLists(connection: Pick<Connection, 'client' | 'onOpen'>, clock: Clock): BillingLists {
  const { client } = connection;
  const missions = createListModel<MissionRow, MissionTableFilter, MissionSortBy>({
    connection,
    clock,
    filter: ALL_MISSIONS,
    sort: { by: 'plannedStartAt', direction: 'descending' },
    entities: ['mission', 'vehicle', 'third-party', 'billing-cycle'],
    fetch: ({ filter, sort }, window, signal) =>
      client.request('missions.page', { filter: filterQuery(filter, clock.nowMs()), sort, ...window }, { signal }),
  });
  const thirdParties = createListModel<ThirdPartyRow, ThirdPartyFilter, ThirdPartySort>({
    connection,
    clock,
    filter: { types: [], standing: 'active' },
    sort: { by: 'name', direction: 'ascending' },
    entities: ['third-party', 'mission', 'billing-cycle'],
    fetch: ({ filter: { text, types, standing }, sort }, window, signal) => {
      const filter = { standing, ...(text === undefined ? {} : { text }), ...(types.length === 0 ? {} : { types }) };
      return client.request('thirdParties.page', { filter, sort, ...window }, { signal });
    },
  });
  const billingCycles = createListModel<BillingCycleRow, BillingCycleFilter, BillingCycleSort>({
    connection,
    clock,
    filter: { states: [] },
    sort: { by: 'periodStart', direction: 'descending' },
    entities: ['billing-cycle', 'third-party', 'mission'],
    fetch: ({ filter: { text, states }, sort }, window, signal) => {
      const filter = { ...(text === undefined ? {} : { text }), ...(states.length === 0 ? {} : { states }) };
      return client.request('billingCycles.page', { filter, sort, ...window }, { signal });
    },
  });
  const marks = createMarks<MissionRow>({ rowId: ({ id }) => id, read: missions.read });
  return {
    missions: { ...missions, marks },
    thirdParties,
    billingCycles,
    cyclePlace: createCyclePlace(),
    dispose() {
      missions.dispose();
      thirdParties.dispose();
      billingCycles.dispose();
    },
  };
}
