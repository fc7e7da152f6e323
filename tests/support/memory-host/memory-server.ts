import type { Mutation } from '../../../shared/api/index.ts';
import {
  afterThirdPartyAction,
  alarmRecord,
  type BillingCycleState,
  billingCycleState,
  decideAlarmAction,
  type EditableEntity,
  type FieldValues,
  handover,
  incident,
  type Refusal,
  refuseCreation,
  refuseHandoverAction,
  refuseIncidentAction,
  refusePatch,
  refuseRemoval,
  type RowFields,
  placeAfterAction,
  withFields,
} from '../../../shared/domain/index.ts';
import { changedSince, mergeEdits, overlayOf } from '../../../shared/sync/index.ts';
import type { MemoryRows } from './memory-rows.ts';

/** What the server makes of one that is sent to it. */
export type Outcome =
  | { result: 'applied'; row: RowFields | null }
  | { result: 'conflict'; fields: string[]; isRemoved: boolean }
  | { result: 'rejected'; reason: Refusal };

/** Decides as the server does: merge, then rules, then the new row. */
export function decide(mutation: Mutation, row: RowFields | null, rows: MemoryRows): Outcome {
  const { entity, id } = mutation;
  if (mutation.op === 'create') {
    const refused = refuseCreation(entity, mutation.fields);
    if (refused !== undefined) return { result: 'rejected', reason: refused };
    return { result: 'applied', row: overlayOf(null, [mutation]) };
  }
  if (row === null) return { result: 'conflict', fields: [], isRemoved: true };
  switch (mutation.op) {
    case 'patch': {
      const merge = mergeEdits(entity, row, mutation.fields, mutation.seen);
      if (!merge.ok) return { result: 'conflict', fields: merge.conflicts, isRemoved: false };
      const refused = refusePatch(entity, row, merge.fields, cycleStates(entity, row, merge.fields, rows));
      if (refused !== undefined) return { result: 'rejected', reason: refused };
      return { result: 'applied', row: withFields(row, merge.fields) };
    }
    case 'delete': {
      const changed = changedSince(row, mutation.seen);
      if (changed.length > 0) return { result: 'conflict', fields: changed, isRemoved: false };
      const refused = refuseRemoval(entity, row, rows.usedBy(entity, id));
      return refused === undefined ? { result: 'applied', row: null } : { result: 'rejected', reason: refused };
    }
    case 'action': {
      const changed = changedSince(row, mutation.seen);
      if (changed.length > 0) return { result: 'conflict', fields: changed, isRemoved: false };
      const refused = refuseAction(entity, row, mutation);
      if (refused !== undefined) return { result: 'rejected', reason: refused };
      return { result: 'applied', row: overlayOf(row, [mutation]) };
    }
    case 'cancel':
      return { result: 'rejected', reason: { code: 'cancelled', detail: 'withdrawn' } };
  }
}

export function refuseAction(
  entity: EditableEntity,
  row: RowFields,
  { action, parameters }: { action: string; parameters: FieldValues },
): Refusal | undefined {
  if (entity === 'third-party') {
    if (afterThirdPartyAction(row, action, parameters) !== undefined) return undefined;
    return { code: 'illegal-action', detail: `${action} is not legal now` };
  }
  if (entity === 'alarm') {
    const at = new Date().toISOString();
    const outcome = decideAlarmAction(alarmRecord.parse(row), action, parameters, { by: '', at });
    return 'refusal' in outcome ? outcome.refusal : undefined;
  }
  if (entity === 'incident') return refuseIncidentAction(incident.parse(row), action, parameters);
  if (entity === 'handover') return refuseHandoverAction(handover.parse(row), action, parameters, undefined);
  if (entity === 'alarm-rule' && action === 'go-live') return undefined;
  if (placeAfterAction(row, action) !== undefined) return undefined;
  return { code: 'illegal-action', detail: `${action} is not legal now` };
}

/** Of the cycles that a mission is in, and is to be in. */
export function cycleStates(
  entity: EditableEntity,
  row: RowFields,
  fields: RowFields,
  rows: MemoryRows,
): BillingCycleState[] {
  if (entity !== 'mission') return [];
  return [row['billingCycleId'], fields['billingCycleId']].flatMap((id) => {
    const state = billingCycleState.safeParse(
      typeof id === 'string' ? rows.get('billing-cycle', id)?.['state'] : undefined,
    );
    return state.success ? [state.data] : [];
  });
}
