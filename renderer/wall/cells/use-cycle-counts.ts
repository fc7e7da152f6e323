import { useEffect, useState } from 'react';
import { BILLING_CYCLE_STATES, type BillingCycleState, type Disposer } from '../../../shared/domain/index.ts';
import { useServices } from '../../stores/services.tsx';

export type CycleCounts = Readonly<Record<BillingCycleState, number>>;

/** Changes that follow one another faster than this are counted together, ms. */
const PAUSE_MS = 1_000;

/** How many billing cycles are in each state: asked at first and whenever one changes. Undefined before the first answer. */
export function useCycleCounts(): CycleCounts | undefined {
  const { connection, clock } = useServices();
  const [counts, setCounts] = useState<CycleCounts>();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let stopTimer: Disposer = () => undefined;
    let isSoon = false;

    async function ask(): Promise<void> {
      isSoon = false;
      const answers = await Promise.all(
        BILLING_CYCLE_STATES.map(async (state) => {
          const asked = { filter: { states: [state] }, offset: 0, limit: 1 };
          const { total } = await connection.client.request('billingCycles.page', asked, { signal });
          return [state, total] as const;
        }),
      );
      if (!signal.aborted) setCounts(Object.fromEntries(answers) as Record<BillingCycleState, number>);
    }
    // The figures stand when it fails; the banner says why they do not move, and a new link asks again.
    const askNow = () => void ask().catch(() => undefined);

    const stopChanges = connection.client.on('data.changed', ({ entities }) => {
      if (!entities.includes('billing-cycle') || isSoon) return;
      isSoon = true;
      stopTimer = clock.after(PAUSE_MS, askNow);
    });
    const stopOpen = connection.onOpen(askNow);
    return () => {
      controller.abort();
      stopTimer();
      stopChanges();
      stopOpen();
    };
  }, [connection, clock]);
  return counts;
}
