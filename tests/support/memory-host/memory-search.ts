import type { SearchResult, VigieContract } from '../../../shared/contract/index.ts';
import type { Handlers } from '../../../shared/rpc/index.ts';
import type { Dataset } from './dataset.ts';
import { pageOf } from './queries.ts';

type Answer = <T>(method: 'search.all', make: () => T) => Promise<T>;
type Match = SearchResult['vehicles'][number]['match'];

/** A search of every kind of row over arrays: an exact name first, then names that begin so. */
export function searchHandlers(
  dataset: () => Dataset,
  answer: Answer,
): Pick<Handlers<VigieContract>['methods'], 'search.all'> {
  return {
    'search.all': ({ text, limit }) =>
      answer('search.all', () => {
        const { vehicles, missions, thirdParties, billingCycles, alarms, incidents } = dataset();
        const best = <Row extends object>(
          rows: readonly Row[],
          name: (row: Row) => string,
          more: (row: Row) => (string | null)[],
        ) => {
          const found = pageOf(rows, {
            filter: { text },
            sort: { by: 'none', direction: 'ascending' },
            ...{ offset: 0, limit: rows.length, words: (row: Row) => [name(row), ...more(row)] },
          }).rows.map((row) => ({ ...row, match: matchOf(name(row), text) }));
          const rank: readonly Match[] = ['exact', 'start', 'word'];
          return found.toSorted((one, other) => rank.indexOf(one.match) - rank.indexOf(other.match)).slice(0, limit);
        };
        return {
          vehicles: best(
            vehicles,
            ({ code }) => code,
            ({ label, depot }) => [label, depot],
          ),
          missions: best(
            missions,
            ({ reference }) => reference,
            ({ customerName, driver }) => [customerName, driver],
          ),
          thirdParties: best(
            thirdParties,
            ({ name }) => name,
            ({ contactInfo }) => [contactInfo.city ?? null],
          ),
          billingCycles: best(
            billingCycles,
            ({ label }) => label,
            () => [],
          ),
          alarms: best(
            alarms,
            ({ subject }) => subject,
            ({ ruleName }) => [ruleName],
          ),
          incidents: best(
            incidents,
            ({ title }) => title,
            ({ owner }) => [owner],
          ),
        };
      }),
  };
}

function matchOf(name: string, text: string): Match {
  if (name.toLowerCase() === text.toLowerCase()) return 'exact';
  return name.toLowerCase().startsWith(text.toLowerCase()) ? 'start' : 'word';
}
