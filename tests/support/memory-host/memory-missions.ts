import type { MissionFilterQuery, MissionRow, VigieContract } from '../../../shared/contract/index.ts';
import type { Handlers } from '../../../shared/rpc/index.ts';
import { pageOf } from './queries.ts';

type Methods = Handlers<VigieContract>['methods'];
type Wraps = <T>(method: keyof Methods, make: () => T) => Promise<T>;
type MissionLists = 'missions.page' | 'missions.ids' | 'missions.rows' | 'missions.totals' | 'missions.drivers';

/** Lists of missions, as the data host's index would make them. */
export function missionHandlers(
  missions: () => readonly MissionRow[],
  revision: () => number,
  answer: Wraps,
): Pick<Methods, MissionLists> {
  const matching = (filter: MissionFilterQuery) => missions().filter((row) => matches(row, filter));
  const words = (row: MissionRow) => [row.reference, row.customerName, row.vehicleCode, row.driver];
  return {
    'missions.page': (asked) =>
      answer('missions.page', () => ({
        ...pageOf(matching(asked.filter), { ...asked, words }),
        revision: revision(),
      })),
    'missions.ids': (asked) =>
      answer('missions.ids', () => {
        const { rows, total } = pageOf(matching(asked.filter), { ...asked, words });
        return { ids: rows.map(({ id }) => id), total, revision: revision() };
      }),
    'missions.rows': ({ ids }) =>
      answer('missions.rows', () => ({ rows: ids.flatMap((id) => missions().find((row) => row.id === id) ?? []) })),
    'missions.totals': ({ filter }) =>
      answer('missions.totals', () => {
        const { rows } = pageOf(matching(filter), {
          ...{ filter, words, offset: 0, limit: Infinity },
          sort: { by: 'reference', direction: 'ascending' },
        });
        const known = rows.filter(({ amountCents }) => amountCents !== null);
        return {
          count: rows.length,
          amounts: [...new Set(known.map(({ currency }) => currency))].map((currency) => {
            const own = known.filter((row) => row.currency === currency);
            const cents = own.reduce((sum, { amountCents }) => sum + (amountCents ?? 0), 0);
            return { currency, cents, missions: own.length };
          }),
          withoutAmount: rows.length - known.length,
          distanceMetres: rows.reduce((sum, { distanceMetres }) => sum + (distanceMetres ?? 0), 0),
          withoutDistance: rows.filter(({ distanceMetres }) => distanceMetres === null).length,
          revision: revision(),
        };
      }),
    'missions.drivers': ({ text, limit }) =>
      answer('missions.drivers', () => {
        const counts = new Map<string, number>();
        for (const { driver } of missions()) if (driver !== null) counts.set(driver, (counts.get(driver) ?? 0) + 1);
        const drivers = [...counts].map(([name, count]) => ({ name, missions: count }));
        const isAsked = (name: string) => text === undefined || name.toLowerCase().includes(text.toLowerCase());
        return { drivers: drivers.filter(({ name }) => isAsked(name)).slice(0, limit) };
      }),
  };
}

function matches(row: MissionRow, filter: MissionFilterQuery): boolean {
  const { statuses, vehicleId, thirdPartyId, billingCycleId, start } = filter;
  const isIn = (asked: readonly (string | null)[] | undefined, value: string | null) =>
    asked === undefined || asked.includes(value);
  const isWithin = (asked: MissionFilterQuery['amount'], value: number | null) => {
    if (asked === undefined) return true;
    if (asked === 'none') return value === null;
    return value !== null && value >= (asked.least ?? -Infinity) && value <= (asked.most ?? Infinity);
  };
  const startMs = Date.parse(row.plannedStartAt);
  return (
    (statuses === undefined || statuses.includes(row.status)) &&
    (vehicleId === undefined || row.vehicleId === vehicleId) &&
    (thirdPartyId === undefined || row.thirdPartyId === thirdPartyId) &&
    (billingCycleId === undefined || row.billingCycleId === billingCycleId) &&
    isIn(filter.vehicleIds, row.vehicleId) &&
    isIn(filter.thirdPartyIds, row.thirdPartyId) &&
    isIn(filter.billingCycleIds, row.billingCycleId) &&
    isIn(filter.drivers, row.driver) &&
    isWithin(filter.amount, row.amountCents) &&
    isWithin(filter.distance, row.distanceMetres) &&
    startMs >= (start?.fromMs ?? -Infinity) &&
    startMs < (start?.beforeMs ?? Infinity)
  );
}
