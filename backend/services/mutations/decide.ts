import type { Mutation } from '../../../shared/api/index.ts';
import {
  billingCycleState,
  billingCycleAction,
  refuseCreation,
  refuseFields,
  refusePatch,
  refuseRemoval,
  type RowFields,
  stateAfter,
} from '../../../shared/domain/index.ts';
import { changedSince, mergeEdits } from '../../../shared/sync/index.ts';
import type { Reader } from '../../database/scope.ts';
import type { CycleActions } from '../billing-service.ts';
import { countUses, lockCycleStates, refuseReferences, subsidiaryOfNew } from './other-rows.ts';
import { APPLIED, conflict, type Outcome, rejected } from './outcome.ts';
import { type LockedRow, lockRow } from './rows.ts';
import { deleteRow, insertRow, updateRow } from './write-row.ts';

type Of<Op extends Mutation['op']> = Extract<Mutation, { op: Op }>;

/**
 * Judges a mutation by the row as it is now, and carries it out. Rows are locked in the order mission, billing cycle, third party.
 * @throws what the database throws; then nothing may be committed
 */
export function decide(sql: Reader, mutation: Mutation, actions: CycleActions): Promise<Outcome> {
  switch (mutation.op) {
    case 'create':
      return create(sql, mutation);
    case 'patch':
      return patch(sql, mutation);
    case 'delete':
      return remove(sql, mutation);
    case 'action':
      return act(sql, mutation, actions);
    case 'cancel':
      return Promise.resolve(rejected({ code: 'cancelled', detail: 'it was withdrawn before it arrived' }));
  }
}

async function create(sql: Reader, mutation: Of<'create'>): Promise<Outcome> {
  const { entity, id, fields } = mutation;
  const refused = refuseCreation(entity, fields) ?? (await refuseReferences(sql, entity, fields));
  if (refused !== undefined) return rejected(refused);
  if (await insertRow(sql, mutation, fields, await subsidiaryOfNew(sql, entity, fields))) return APPLIED;
  const { row } = await lockRow(sql, mutation, 'change');
  if (row === undefined) return notTaken();
  return rejected({ code: 'exists', detail: `there is a ${entity} ${id} already` });
}

async function patch(sql: Reader, mutation: Of<'patch'>): Promise<Outcome> {
  const { entity, fields: edits, seen } = mutation;
  // All of them, also those that the row agrees with: a field that nobody may edit must not seem to be taken.
  const wanted = Object.fromEntries(Object.entries(edits).map(([field, { to }]) => [field, to]));
  const invalid = refuseFields(entity, wanted);
  if (invalid !== undefined) return rejected(invalid);
  const locked = await lockRow(sql, mutation, 'change');
  if (locked.row === undefined) return notThere(mutation, locked);
  const merge = mergeEdits(entity, locked.row, edits, seen);
  if (!merge.ok) return conflict(merge.conflicts);
  if (Object.keys(merge.fields).length === 0) return APPLIED;
  const cycleStates = entity === 'mission' ? await lockCycleStates(sql, locked.row, merge.fields) : [];
  const refused =
    refusePatch(entity, locked.row, merge.fields, cycleStates) ?? (await refuseReferences(sql, entity, merge.fields));
  if (refused !== undefined) return rejected(refused);
  return (await updateRow(sql, mutation, merge.fields)) ? APPLIED : notTaken();
}

async function remove(sql: Reader, mutation: Of<'delete'>): Promise<Outcome> {
  const { entity, id, seen } = mutation;
  const locked = await lockRow(sql, mutation, 'remove');
  if (locked.row === undefined) return locked.isRemoved ? APPLIED : notThere(mutation, locked);
  const changed = changedSince(locked.row, seen);
  if (changed.length > 0) return conflict(changed);
  const refused = refuseRemoval(entity, locked.row, await countUses(sql, entity, id));
  if (refused !== undefined) return rejected(refused);
  return (await deleteRow(sql, mutation)) ? APPLIED : notTaken();
}

async function act(sql: Reader, mutation: Of<'action'>, actions: CycleActions): Promise<Outcome> {
  const { entity, id, action, parameters, seen } = mutation;
  const known = billingCycleAction.safeParse(action);
  if (entity !== 'billing-cycle' || !known.success)
    return rejected({ code: 'illegal-action', detail: `a ${entity} knows no action ${action}` });
  const [parameter] = Object.keys(parameters);
  if (parameter !== undefined)
    return rejected({ code: 'invalid-value', field: parameter, detail: `${parameter}: ${action} takes no parameters` });
  const locked = await lockRow(sql, mutation, 'change');
  if (locked.row === undefined) return notThere(mutation, locked);
  const wanted = targetOf(seen, action);
  if (wanted === undefined)
    return rejected({ code: 'illegal-action', detail: `a ${String(seen['state'])} billing cycle cannot ${action}` });
  // By value, as edits are merged: a state that is the wanted one already is no conflict.
  const changed = changedSince(locked.row, seen).filter(
    (field) => field !== 'state' || locked.row?.['state'] !== wanted,
  );
  if (changed.length > 0) return conflict(changed);
  if (locked.row['state'] === wanted) return APPLIED;
  const refused = await actions[known.data](sql, id);
  return refused === undefined ? APPLIED : rejected(refused);
}

/** The state that an action was to lead to, from the one that the person saw. */
function targetOf(seen: RowFields, action: string) {
  const state = billingCycleState.safeParse(seen['state']);
  return state.success ? stateAfter(state.data, action) : undefined;
}

function notThere({ entity, id }: Mutation, { isRemoved }: LockedRow): Outcome {
  if (isRemoved) return conflict([]);
  return rejected({ code: 'not-found', detail: `there is no ${entity} ${id}` });
}

/** A trigger or a rule of the operator's said no without an error. */
function notTaken(): Outcome {
  return rejected({ code: 'not-editable', detail: 'the database left the row as it was' });
}
