import { useEffect, useMemo, useRef, useState } from 'react';
import { z } from 'zod';
import type { AssignPreview, AssignResult, BillingCycleRow, ErrorCode } from '../../../shared/contract/index.ts';
import { type AssignRule, MISSION_STATUSES, ruleOfCycle } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { knownErrorCode } from '../../i18n/index.ts';
import { useServices } from '../../stores/services.tsx';
import { chosenRow } from '../editing/choices.ts';
import { useEditing } from '../editing/use-editing.ts';
import { useKeptEntry } from '../editing/use-kept-entry.ts';

/** A rule as it is being chosen, and as its draft is kept. */
const ruleDraft = z.object({
  party: chosenRow.nullable(),
  withoutParty: z.boolean(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** What was typed and is no day. */
  typed: z.object({ from: z.string().optional(), to: z.string().optional() }),
  statuses: z.array(z.enum(MISSION_STATUSES)).readonly(),
});
export type RuleDraft = z.infer<typeof ruleDraft>;

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
  const entry = useKeptEntry(`assign-rule.${cycle.id}`, ruleDraft, draftOf(cycle));
  const draft = entry.values;
  const [counted, setCounted] = useState<{ rule: AssignRule; preview: RulePreviewState } | null>(null);
  const [step, setStep] = useState<RuleStep>({ step: 'choosing' });
  const stopper = useRef<AbortController | undefined>(undefined);
  const faults = useMemo(() => faultsOf(draft), [draft]);
  const rule = useMemo(() => (Object.keys(faults).length === 0 ? ruleOf(draft) : null), [draft, faults]);

  const isDone = step.step === 'done';
  useEffect(() => {
    if (rule === null || isDone) return undefined;
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
  }, [client, clock, cycle.id, rule, isDone]);

  // What was counted of another rule says nothing of this one.
  const preview: RulePreviewState =
    rule === null ? { state: 'none' } : counted?.rule === rule ? counted.preview : { state: 'counting' };
  return {
    draft,
    /** What of it was kept over a crash. */
    kept: entry,
    faults,
    preview,
    step,
    set: (change: Partial<RuleDraft>) => {
      entry.change(change);
      setStep({ step: 'choosing' });
    },
    /** It is not wanted any more. */
    stop: () => {
      stopper.current?.abort();
      entry.drop();
    },
    run: async (): Promise<void> => {
      if (rule === null) return;
      const controller = new AbortController();
      stopper.current = controller;
      setStep({ step: 'running' });
      try {
        const result = await client.request('cycles.assign', { id: cycle.id, rule }, { signal: controller.signal });
        if (controller.signal.aborted) return;
        setStep({ step: 'done', result });
        entry.drop();
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
  return { party, withoutParty: false, from, to, typed: {}, statuses: [...statuses] };
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
