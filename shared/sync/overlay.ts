import type { Mutation } from '../api/push.ts';
import { placeAfterAction } from '../domain/billing-cycle-actions.ts';
import { type FieldValues, type RowFields, withFields } from '../domain/edit-policy.ts';
import { newBillingCycle, newGeofence, newThirdParty } from '../domain/new-row.ts';

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
  return null;
}

function afterAction(row: RowFields, { entity, action }: Extract<Mutation, { op: 'action' }>): RowFields {
  return entity === 'billing-cycle' ? { ...row, ...placeAfterAction(row, action) } : row;
}

function valuesOf(edits: Extract<Mutation, { op: 'patch' }>['fields']): FieldValues {
  return Object.fromEntries(Object.entries(edits).map(([field, { to }]) => [field, to]));
}
