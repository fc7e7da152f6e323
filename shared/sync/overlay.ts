import type { Mutation } from '../api/push.ts';
import { alarmRecord, alarmWithAction } from '../domain/alarms/alarm-record.ts';
import { placeAfterAction } from '../domain/billing-cycle-actions.ts';
import { type FieldValues, type RowFields, withFields } from '../domain/edit-policy.ts';
import {
  newAlarmRule,
  newBillingCycle,
  newDelegation,
  newGeofence,
  newHandover,
  newIncident,
  newThirdParty,
} from '../domain/new-row.ts';
import { handover } from '../domain/shift/handover.ts';
import { handoverWritten, isHandoverAction, isHandoverStep } from '../domain/shift/handover-actions.ts';
import { incident } from '../domain/shift/incident.ts';
import { incidentWithAction } from '../domain/shift/incident-actions.ts';
import { isDecision, isMarking, markAfter, textOf } from '../domain/validation/actions.ts';
import { validation } from '../domain/validation/validation.ts';
import { afterThirdPartyAction } from '../domain/third-parties/actions.ts';

/**
 * A row as it will be once the mutations under way have arrived: the server's row with each of them on top, in the order in
 * which they were made.
 * @param row the server's; null where it has none
 * @param mutations of this row, without those that were refused or are in conflict
 */
export function overlayOf(row: RowFields | null, mutations: readonly Mutation[]): RowFields | null {
  return mutations.reduce<RowFields | null>(overlay, row);
}

function overlay(row: RowFields | null, mutation: Mutation): RowFields | null {
  switch (mutation.op) {
    case 'create':
      // The server may have it already, and its answer been lost: then it is the server's row that counts.
      return row ?? newRow(mutation);
    case 'patch':
      return row && withFields(row, valuesOf(mutation.fields));
    case 'delete':
      return null;
    case 'action':
      return row && afterAction(row, mutation);
    case 'cancel':
      return row;
  }
}

function newRow({ entity, id, fields, madeAtMs }: Extract<Mutation, { op: 'create' }>): RowFields | null {
  const createdAt = new Date(madeAtMs).toISOString();
  if (entity === 'third-party') return newThirdParty(id, fields, createdAt);
  if (entity === 'billing-cycle') return newBillingCycle(id, fields, createdAt);
  if (entity === 'geofence') return newGeofence(id, fields, createdAt);
  if (entity === 'delegation') return newDelegation(id, fields, createdAt);
  if (entity === 'alarm-rule') return newAlarmRule(id, fields, createdAt);
  if (entity === 'incident') return newIncident(id, fields, createdAt);
  if (entity === 'handover') return newHandover(id, fields, createdAt);
  return null;
}

type Action = Extract<Mutation, { op: 'action' }>;

function afterAction(row: RowFields, mutation: Action): RowFields {
  const { entity, action, madeAtMs } = mutation;
  if (entity === 'third-party') return afterPartyAction(row, mutation);
  // Approving and rejecting are decisions as well: others may still have to decide before the cycle moves.
  if (entity === 'billing-cycle') return isDecision(action) ? row : { ...row, ...placeAfterAction(row, action) };
  if (entity === 'alarm') return afterAlarmAction(row, mutation);
  if (entity === 'incident') return afterIncidentAction(row, mutation);
  if (entity === 'handover') return afterHandoverAction(row, mutation);
  if (entity === 'alarm-rule') return action === 'go-live' ? { ...row, state: 'live' } : row;
  if (entity === 'delegation' && action === 'revoke') return { ...row, revokedAt: new Date(madeAtMs).toISOString() };
  return entity === 'validation' ? afterValidationAction(row, mutation) : row;
}

function afterAlarmAction(row: RowFields, { action, parameters, madeAtMs }: Action): RowFields {
  const parsed = alarmRecord.safeParse(row);
  const at = new Date(madeAtMs).toISOString();
  return parsed.success ? alarmWithAction(parsed.data, { action, parameters, at }) : row;
}

function afterIncidentAction(row: RowFields, { mutationId, action, parameters, madeAtMs }: Action): RowFields {
  const parsed = incident.safeParse(row);
  const at = new Date(madeAtMs).toISOString();
  return parsed.success ? incidentWithAction(parsed.data, { id: mutationId, action, parameters, at }) : row;
}

/** What the writer enters is shown at once; that a shift is handed over or signed is the server's to say. */
function afterHandoverAction(row: RowFields, { action, parameters, madeAtMs }: Action): RowFields {
  if (isHandoverStep(action)) return { ...row, awaiting: { step: action, at: new Date(madeAtMs).toISOString() } };
  const parsed = handover.safeParse(row);
  return parsed.success && isHandoverAction(action) ? handoverWritten(parsed.data, action, parameters) : row;
}

/** A decision is the server's to take: until it has answered, it is shown as one that waits. */
function afterValidationAction(row: RowFields, { action, parameters, madeAtMs }: Action): RowFields {
  const at = new Date(madeAtMs).toISOString();
  if (isDecision(action)) {
    const awaiting = {
      kind: action,
      reason: textOf(parameters, 'reason'),
      onBehalfOf: textOf(parameters, 'onBehalfOf'),
    };
    return { ...row, awaiting: { ...awaiting, at } };
  }
  const marks = validation.shape.marks.safeParse(row['marks']);
  const by = textOf(parameters, 'by');
  if (!marks.success || by === null || !isMarking(action)) return row;
  return { ...row, marks: { ...marks.data, [by]: markAfter(marks.data[by], action, at, textOf(parameters, 'until')) } };
}

function afterPartyAction(row: RowFields, mutation: Extract<Mutation, { op: 'action' }>): RowFields {
  const { action, parameters, madeAtMs } = mutation;
  const after = afterThirdPartyAction(row, action, parameters);
  if (after === undefined) return row;
  return { ...row, ...after, archivedAt: after.standing === 'active' ? null : new Date(madeAtMs).toISOString() };
}

function valuesOf(edits: Extract<Mutation, { op: 'patch' }>['fields']): FieldValues {
  return Object.fromEntries(Object.entries(edits).map(([field, { to }]) => [field, to]));
}
