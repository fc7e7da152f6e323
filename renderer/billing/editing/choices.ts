import { useCallback } from 'react';
import { z } from 'zod';
import type { BillingCycleRow } from '../../../shared/contract/index.ts';
import { BILLING_CYCLE_STATES, isFrozen } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../stores/services.tsx';
import type { Chosen } from '../../ui/use-row-search.ts';

/** A row that was chosen, as a draft keeps it: `Chosen`. */
export const chosenRow = z.object({ id: z.string(), label: z.string(), detail: z.string().optional() });

/** As many as a list is looked through; more words find the others. */
const LIMIT = 20;
/** Cycles that still take missions. */
const OPEN_STATES = BILLING_CYCLE_STATES.filter((state) => !isFrozen(state));

export function useThirdPartySearch() {
  const client = useClient();
  const { t } = useTranslation();
  return useCallback(
    async (text: string, signal: AbortSignal): Promise<Chosen[]> => {
      const filter = text === '' ? {} : { text };
      const sort = { by: 'name', direction: 'ascending' } as const;
      const { rows } = await client.request('thirdParties.page', { filter, sort, offset: 0, limit: LIMIT }, { signal });
      return rows.map(({ id, name, type, contactInfo }) => ({
        id,
        label: name,
        detail: [t(`third-party.type.${type}`), contactInfo.city].filter((part) => part !== undefined).join(' · '),
      }));
    },
    [client, t],
  );
}

/** Of the cycles that still take missions, the newest first. */
export function useBillingCycleSearch() {
  const client = useClient();
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    async (text: string, signal: AbortSignal): Promise<Chosen[]> => {
      const filter = { states: [...OPEN_STATES], ...(text === '' ? {} : { text }) };
      const sort = { by: 'periodStart', direction: 'descending' } as const;
      const { rows } = await client.request(
        'billingCycles.page',
        { filter, sort, offset: 0, limit: LIMIT },
        { signal },
      );
      return rows.map((cycle: BillingCycleRow) => ({
        id: cycle.id,
        label: cycle.label,
        detail: [
          format.period(cycle.periodStart, cycle.periodEnd),
          cycle.thirdPartyName ?? t('billing-cycle.all-third-parties'),
          t(`billing-cycle.state.${cycle.state}`),
        ].join(' · '),
      }));
    },
    [client, format, t],
  );
}
