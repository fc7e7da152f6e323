import type { MissionTableFilter, MissionView } from '../../../shared/contract/index.ts';
import { idOf, LARGE_CYCLE } from './missions.ts';

const NOTHING: MissionTableFilter = {
  ...{ statuses: [], period: null, thirdParties: [], billingCycles: [], vehicles: [], drivers: [] },
  ...{ amount: null, distance: null },
};
const columns: MissionView['columns'] = [
  { key: 'reference', width: 11 },
  { key: 'status', width: 8.5 },
  { key: 'thirdPartyName', width: 13 },
  { key: 'plannedStartAt', width: 10 },
  { key: 'amountCents', width: 7 },
  { key: 'billingCycleLabel', width: 11 },
  { key: 'driver', width: 9 },
];
const party = (index: number) => ({ id: idOf('party', index), label: `Société ${index}` });
const none = { id: null, label: null };

/** Filters and sorts that a clerk chooses, as saved views; each is chosen in the window by its name. */
const CHOICES: readonly [string, Partial<MissionTableFilter>, MissionView['sort']][] = [
  ['completed, by amount', { statuses: ['completed'] }, { by: 'amountCents', direction: 'descending' }],
  [
    'to bill, last year, by driver',
    {
      statuses: ['completed'],
      billingCycles: [none],
      period: { kind: 'between', from: '2025-01-01', to: '2025-12-31' },
    },
    { by: 'driver', direction: 'ascending' },
  ],
  [
    'to bill, of some amounts, by start',
    { statuses: ['completed'], billingCycles: [none], amount: { least: 5_000, most: 9_000 } },
    { by: 'plannedStartAt', direction: 'ascending' },
  ],
  [
    'three customers or none, cancelled, by distance',
    { statuses: ['cancelled'], thirdParties: [party(3), party(9), none] },
    { by: 'distanceMetres', direction: 'descending' },
  ],
  [
    'one driver, by third party',
    { drivers: [{ id: 'A. Conducteur 1', label: null }] },
    { by: 'thirdPartyName', direction: 'ascending' },
  ],
  ['without an amount, by destination', { amount: 'none' }, { by: 'destinationAddress', direction: 'ascending' }],
  ['all, by reference', {}, { by: 'reference', direction: 'descending' }],
  [
    'the large cycle, by amount',
    { billingCycles: [{ id: idOf('cycle', LARGE_CYCLE), label: 'Cycle 0' }] },
    { by: 'amountCents', direction: 'descending' },
  ],
];

export const VIEWS: readonly MissionView[] = CHOICES.map(([name, filter, sort], index) => ({
  ...{ id: `0198000c-0000-7000-8000-${String(index).padStart(12, '0')}`, name, text: '' },
  ...{ filter: { ...NOTHING, ...filter }, sort, columns },
}));
