import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/index.ts';
import { useClient } from '../../stores/services.tsx';
import type { Chosen } from '../../ui/use-row-search.ts';

/** As many as a list is looked through; more words find the others. */
const LIMIT = 20;

export function useVehicleSearch() {
  const client = useClient();
  return useCallback(
    async (text: string, signal: AbortSignal): Promise<Chosen[]> => {
      const filter = text === '' ? {} : { text };
      const sort = { by: 'code', direction: 'ascending' } as const;
      const { rows } = await client.request('vehicles.page', { filter, sort, offset: 0, limit: LIMIT }, { signal });
      return rows.map(({ id, code, label }) => ({ id, label: code, detail: label }));
    },
    [client],
  );
}

/** Of all cycles, closed ones too, the newest first. */
export function useAnyBillingCycleSearch() {
  const client = useClient();
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    async (text: string, signal: AbortSignal): Promise<Chosen[]> => {
      const filter = text === '' ? {} : { text };
      const sort = { by: 'periodStart', direction: 'descending' } as const;
      const window = { offset: 0, limit: LIMIT };
      const { rows } = await client.request('billingCycles.page', { filter, sort, ...window }, { signal });
      return rows.map(({ id, label, periodStart, periodEnd, state }) => ({
        ...{ id, label },
        detail: [format.period(periodStart, periodEnd), t(`billing-cycle.state.${state}`)].join(' · '),
      }));
    },
    [client, format, t],
  );
}

export function useDriverSearch() {
  const client = useClient();
  const { t } = useTranslation();
  return useCallback(
    async (text: string, signal: AbortSignal): Promise<Chosen[]> => {
      const asked = { ...(text === '' ? {} : { text }), limit: LIMIT };
      const { drivers } = await client.request('missions.drivers', asked, { signal });
      return drivers.map(({ name, missions }) => ({
        ...{ id: name, label: name },
        detail: t('mission.count', { count: missions }),
      }));
    },
    [client, t],
  );
}
