import { useEffect, useMemo, useRef, useState } from 'react';
import type { AssignPreview, AssignResult, BillingCycleRow, ErrorCode } from '../../../shared/contract/index.ts';
import { type AssignRule, type MissionStatus, ruleOfCycle } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { knownErrorCode } from '../../i18n/index.ts';
import { useServices } from '../../stores/services.tsx';
import type { Chosen } from '../../ui/use-row-search.ts';
import { useEditing } from '../editing/use-editing.ts';

/** A rule as it is being chosen. */
export interface RuleDraft {
  readonly party: Chosen | null;
  readonly withoutParty: boolean;
  readonly from: string | null;
  readonly to: string | null;
  /** What was typed and is no day. */
  readonly typed: { readonly from?: string | undefined; readonly to?: string | undefined };
  readonly statuses: readonly MissionStatus[];
}

export interface RuleFaults {
  readonly from?: 'day-missing';
  readonly to?: 'day-missing' | 'to-reversed';
  readonly statuses?: 'missing';
}

export type RulePreviewState =
  | { readonly state: 'none' }
  | { readonly state: 'counting' }
  | { readonly state: 'failed'; readonly code: ErrorCode }
  | { readonly state: 'ready'; readonly value: AssignPreview };
export type RuleStep =
  | { readonly step: 'choosing' | 'running' }
  | { readonly step: 'failed'; readonly code: ErrorCode }
  | { readonly step: 'done'; readonly result: AssignResult };

/** Nothing is counted while one goes on choosing. */
const PAUSE_MS = 250;

/** The way through an assignment by rule: what it would do is counted anew with each change, and said before it is done. */
export function useRule(cycle: BillingCycleRow) {
  const { connection, clock } = useServices();
  const { client } = connection;
  const editing = useEditing();
  const [draft, setDraft] = useState<RuleDraft>(() => draftOf(cycle));
  const [counted, setCounted] = useState<{ rule: AssignRule; preview: RulePreviewState } | null>(null);
  const [step, setStep] = useState<RuleStep>({ step: 'choosing' });
  const stopper = useRef<AbortController | undefined>(undefined);
  const faults = useMemo(() => faultsOf(draft), [draft]);
  const rule = useMemo(() => (Object.keys(faults).length === 0 ? ruleOf(draft) : null), [draft, faults]);

  useEffect(() => {
    if (rule === null) return undefined;
    const controller = new AbortController();
    const say = (preview: RulePreviewState) => {
      if (!controller.signal.aborted) setCounted({ rule, preview });
    };
    const stopWaiting = clock.after(PAUSE_MS, () => {
      client.request('cycles.previewAssign', { id: cycle.id, rule }, { signal: controller.signal }).then(
        (value) => say({ state: 'ready', value }),
        (error: unknown) => say({ state: 'failed', code: codeOf(error) }),
      );
    });
    return () => {
      stopWaiting();
      controller.abort();
    };
  }, [client, clock, cycle.id, rule]);

  // What was counted of another rule says nothing of this one.
  const preview: RulePreviewState =
    rule === null ? { state: 'none' } : counted?.rule === rule ? counted.preview : { state: 'counting' };
  return {
    draft,
    faults,
    preview,
    step,
    set: (change: Partial<RuleDraft>) => {
      setDraft((before) => ({ ...before, ...change }));
      setStep({ step: 'choosing' });
    },
    stop: () => stopper.current?.abort(),
    run: async (): Promise<void> => {
      if (rule === null) return;
      const controller = new AbortController();
      stopper.current = controller;
      setStep({ step: 'running' });
      try {
        const result = await client.request('cycles.assign', { id: cycle.id, rule }, { signal: controller.signal });
        if (controller.signal.aborted) return;
        setStep({ step: 'done', result });
        if (result.missions === 0) return;
        const reversals = result.ids.map((id) => ({
          ...({ op: 'patch', entity: 'mission', id } as const),
          fields: { billingCycleId: { from: cycle.id, to: null } },
        }));
        editing.tell({ what: 'assigned', title: cycle.label, count: result.missions, reversals });
      } catch (error) {
        if (!controller.signal.aborted) setStep({ step: 'failed', code: codeOf(error) });
      }
    },
  };
}

function draftOf(cycle: BillingCycleRow): RuleDraft {
  const { from, to, statuses } = ruleOfCycle(cycle);
  const { thirdPartyId, thirdPartyName } = cycle;
  const party = thirdPartyId === null ? null : { id: thirdPartyId, label: thirdPartyName ?? thirdPartyId };
  return { party, withoutParty: false, from, to, typed: {}, statuses };
}

function faultsOf({ from, to, statuses }: RuleDraft): RuleFaults {
  const isReversed = from !== null && to !== null && to < from;
  return {
    ...(from === null ? { from: 'day-missing' as const } : {}),
    ...(to === null ? { to: 'day-missing' as const } : isReversed ? { to: 'to-reversed' as const } : {}),
    ...(statuses.length === 0 ? { statuses: 'missing' as const } : {}),
  };
}

function ruleOf({ party, withoutParty, from, to, statuses }: RuleDraft): AssignRule | null {
  if (from === null || to === null) return null;
  return { thirdPartyIds: party === null ? null : [party.id], withoutParty, from, to, statuses: [...statuses] };
}

function codeOf(error: unknown): ErrorCode {
  return knownErrorCode(error instanceof RpcError ? error.code : 'internal');
}
