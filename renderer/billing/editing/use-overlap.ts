import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/index.ts';
import { useClient } from '../../stores/services.tsx';
import { valueOf } from './form-state.ts';
import type { EditForm } from './use-edit-form.ts';

/** Says of a cycle that is being entered that another one bills the same in the same days, by its name, before anything is sent. */
export function useOverlap(form: EditForm, id: string | null): string | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const [found, setFound] = useState<{ key: string; text: string } | null>(null);
  const [thirdPartyId, periodStart, periodEnd, currency] = (
    ['thirdPartyId', 'periodStart', 'periodEnd', 'currency'] as const
  ).map((field) => valueOf(form.state, field));
  const isWhole =
    typeof periodStart === 'string' &&
    typeof periodEnd === 'string' &&
    periodStart <= periodEnd &&
    typeof currency === 'string' &&
    /^[A-Z]{3}$/.test(currency);
  const key = isWhole ? JSON.stringify([thirdPartyId ?? null, periodStart, periodEnd, currency]) : '';
  useEffect(() => {
    if (key === '') return undefined;
    const controller = new AbortController();
    const [party, start, end, code] = JSON.parse(key) as [string | null, string, string, string];
    client
      .request(
        'billingCycles.overlapping',
        { id, thirdPartyId: party === '' ? null : party, periodStart: start, periodEnd: end, currency: code },
        { signal: controller.signal },
      )
      .then(
        ({ other }) => {
          if (controller.signal.aborted) return;
          const text =
            other === null
              ? ''
              : t('edit.overlap', {
                  ...{ label: other.label, from: format.date(other.periodStart), to: format.date(other.periodEnd) },
                });
          setFound({ key, text });
        },
        () => undefined, // What is not known forbids nothing here: the server has the last word.
      );
    return () => controller.abort();
  }, [client, format, id, key, t]);
  return found === null || found.key !== key || found.text === '' ? undefined : found.text;
}
