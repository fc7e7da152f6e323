import { useEffect, useState } from 'react';
import type { OutboxEntry } from '../../shared/contract/index.ts';
import { useClient } from '../stores/services.tsx';

/** What amounts of an entry are in (ISO 4217): as the entry says, or else as its mission does. Null while nobody knows. */
export function useCurrency({ entity, id, fields }: Pick<OutboxEntry, 'entity' | 'id' | 'fields'>): string | null {
  const client = useClient();
  const [known, setKnown] = useState<{ id: string; currency: string } | null>(null);
  const said = fields.find(({ field }) => field === 'currency')?.theirs;
  const asks = entity === 'mission' && fields.some(({ field }) => field === 'amountCents');
  useEffect(() => {
    if (!asks || id === null || typeof said === 'string') return undefined;
    const controller = new AbortController();
    client.request('missions.get', { id }, { signal: controller.signal }).then(
      ({ currency }) => {
        if (!controller.signal.aborted) setKnown({ id, currency });
      },
      () => undefined, // Amounts stand without a sign; the row itself says why it cannot be read.
    );
    return () => controller.abort();
  }, [client, asks, id, said]);
  if (typeof said === 'string') return said;
  return known !== null && known.id === id ? known.currency : null;
}
