import { useEffect, useState } from 'react';
import type { BillingCycleState, FieldValue } from '../../../shared/domain/index.ts';
import { useServices } from '../../stores/services.tsx';

/**
 * The states of billing cycles by id, as far as they are known: of the one with this id, read and read again at each change.
 * Where it cannot be read the data host has the last word all the same.
 */
export function useCycleStates(id: string | null): (ids: readonly FieldValue[]) => BillingCycleState[] {
  const { connection } = useServices();
  const [known, setKnown] = useState<Readonly<Record<string, BillingCycleState>>>({});
  useEffect(() => {
    if (id === null) return undefined;
    const controller = new AbortController();
    const read = () => {
      connection.client.request('billingCycles.get', { id }, { signal: controller.signal }).then(
        ({ state }) => {
          if (!controller.signal.aborted) setKnown((before) => ({ ...before, [id]: state }));
        },
        () => undefined, // What is not known forbids nothing here.
      );
    };
    read();
    const stop = connection.client.on('data.changed', ({ entities }) => {
      if (entities.includes('billing-cycle')) read();
    });
    return () => {
      controller.abort();
      stop();
    };
  }, [connection, id]);
  return (ids) => ids.flatMap((one) => (typeof one === 'string' ? (known[one] ?? []) : []));
}
