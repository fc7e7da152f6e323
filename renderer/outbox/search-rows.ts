import type { WindowClient } from '../connection/index.ts';
import type { Chosen } from '../ui/use-row-search.ts';

/** As many as can be looked through at a glance. */
const MOST = 12;

/** Searches the rows that a field can name. */
export function searchRows(client: WindowClient, entity: 'third-party' | 'billing-cycle') {
  return async (text: string, signal: AbortSignal): Promise<readonly Chosen[]> => {
    const asked = { filter: { text }, offset: 0, limit: MOST };
    if (entity === 'third-party') {
      const { rows } = await client.request('thirdParties.page', asked, { signal });
      return rows.map(({ id, name, contactInfo }) => ({ id, label: name, detail: contactInfo.city }));
    }
    const { rows } = await client.request('billingCycles.page', asked, { signal });
    return rows.map(({ id, label, thirdPartyName }) => ({ id, label, detail: thirdPartyName ?? undefined }));
  };
}
