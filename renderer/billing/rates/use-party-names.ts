import { useEffect, useMemo, useState } from 'react';
import type { RateCard } from '../../../shared/domain/index.ts';
import { useClient } from '../../stores/services.tsx';

/** What people call the third parties of cards, by id, as far as the cache knows. */
export function usePartyNames(cards: readonly Pick<RateCard, 'thirdPartyId'>[]): ReadonlyMap<string, string> {
  const client = useClient();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const asked = useMemo(
    () => [...new Set(cards.flatMap(({ thirdPartyId }) => thirdPartyId ?? []))].sort().join(' '),
    [cards],
  );
  useEffect(() => {
    const controller = new AbortController();
    for (const id of asked === '' ? [] : asked.split(' ')) {
      client.request('thirdParties.get', { id }, { signal: controller.signal }).then(
        ({ name }) => {
          if (!controller.signal.aborted) setNames((before) => new Map(before).set(id, name));
        },
        () => undefined, // It is shown by its id.
      );
    }
    return () => controller.abort();
  }, [client, asked]);
  return names;
}
