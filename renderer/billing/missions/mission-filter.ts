import type {
  FilterRange,
  MissionFilterQuery,
  MissionPeriod,
  MissionTableFilter,
  NamedValue,
} from '../../../shared/contract/index.ts';

/** Missions of one vehicle, third party or billing cycle only. */
export interface MissionScope {
  readonly by: 'vehicleId' | 'thirdPartyId' | 'billingCycleId';
  readonly id: string;
  /** What a person calls it. */
  readonly label: string;
}

export const ALL_MISSIONS: MissionTableFilter = {
  statuses: [],
  period: null,
  thirdParties: [],
  billingCycles: [],
  vehicles: [],
  drivers: [],
  amount: null,
  distance: null,
};

const FIELD_OF_SCOPE = {
  vehicleId: 'vehicles',
  thirdPartyId: 'thirdParties',
  billingCycleId: 'billingCycles',
} as const;

export function onlyOf({ by, id, label }: MissionScope): MissionTableFilter {
  return { ...ALL_MISSIONS, [FIELD_OF_SCOPE[by]]: [{ id, label }] };
}

export function isFiltered(filter: MissionTableFilter): boolean {
  return Object.values(filter).some((part) => (Array.isArray(part) ? part.length > 0 : part !== null));
}

/** What the data host is asked for. `nowMs`: whose day it is, for periods that move on. */
export function filterQuery(
  { text, ...filter }: MissionTableFilter & { text?: string },
  nowMs: number,
): MissionFilterQuery {
  const { statuses, period, amount, distance } = filter;
  const start = period === null ? {} : boundsOf(period, nowMs);
  const lists = {
    vehicleIds: idsOf(filter.vehicles),
    billingCycleIds: idsOf(filter.billingCycles),
    thirdPartyIds: idsOf(filter.thirdParties),
    drivers: idsOf(filter.drivers),
  };
  return {
    ...(text === undefined ? {} : { text }),
    ...(statuses.length === 0 ? {} : { statuses }),
    ...Object.fromEntries(Object.entries(lists).filter(([, ids]) => ids.length > 0)),
    ...(Object.keys(start).length === 0 ? {} : { start }),
    ...(amount === null ? {} : { amount: rangeQuery(amount) }),
    ...(distance === null ? {} : { distance: rangeQuery(distance) }),
  };
}

function idsOf(values: readonly NamedValue[]): (string | null)[] {
  return values.map(({ id }) => id);
}

function rangeQuery(range: NonNullable<FilterRange>): NonNullable<MissionFilterQuery['amount']> {
  if (range === 'none') return 'none';
  const { least, most } = range;
  return { ...(least === null ? {} : { least }), ...(most === null ? {} : { most }) };
}

/** The first moment of a period and the first after it, UTC ms, by the days of this machine's time zone. */
export function boundsOf(period: MissionPeriod, nowMs: number): { fromMs?: number; beforeMs?: number } {
  if (period.kind === 'between') {
    return {
      ...(period.from === null ? {} : { fromMs: startOf(period.from, 0) }),
      ...(period.to === null ? {} : { beforeMs: startOf(period.to, 1) }),
    };
  }
  const now = new Date(nowMs);
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  // Days since Monday.
  const weekday = (now.getDay() + 6) % 7;
  const between = (from: Date, before: Date) => ({ fromMs: from.getTime(), beforeMs: before.getTime() });
  const days = (from: number, before: number) =>
    between(new Date(year, month, day + from), new Date(year, month, day + before));
  switch (period.kind) {
    case 'today':
      return days(0, 1);
    case 'yesterday':
      return days(-1, 0);
    case 'this-week':
      return days(-weekday, 7 - weekday);
    case 'last-week':
      return days(-weekday - 7, -weekday);
    case 'this-month':
      return between(new Date(year, month, 1), new Date(year, month + 1, 1));
    case 'last-month':
      return between(new Date(year, month - 1, 1), new Date(year, month, 1));
  }
}

/** Midnight at the beginning of a day (`YYYY-MM-DD`), or of one some days later. Days of 23 and 25 hours are whole days too. */
function startOf(isoDate: string, daysLater: number): number {
  const [year = 0, month = 1, day = 1] = isoDate.split('-').map(Number);
  return new Date(year, month - 1, day + daysLater).getTime();
}
