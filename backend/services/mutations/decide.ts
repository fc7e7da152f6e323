import type { Mutation } from '../../../shared/api/index.ts';
import {
  type Actor,
  CYCLE_ACTIONS,
  type CyclePlace,
  EDITORS,
  type EditableEntity,
  type FieldValues,
  placeAfterAction,
  placeOf,
  refuseCreation,
  refuseFields,
  refuseParameters,
  refusePatch,
  refuseRemoval,
  type RowFields,
} from '../../../shared/domain/index.ts';
import { changedSince, mergeEdits } from '../../../shared/sync/index.ts';
import type { Reader } from '../../database/scope.ts';
import { addHands, handsOf } from '../billing/hands.ts';
import type { NotificationWorkflowService } from '../notification-workflow-service.ts';
import { refuseDelegating, rolesHandedOn } from '../validation/delegations.ts';
import type { TakeCycleStep } from '../billing-service.ts';
import { actOnThirdParty } from './act-on-third-party.ts';
import { countUses, lockCycleStates, refuseReferences, subsidiaryOfNew } from './other-rows.ts';
import { APPLIED, conflict, type Outcome, rejected } from './outcome.ts';
import { type LockedRow, lockRow } from './rows.ts';
import { deleteRow, insertRow, updateRow } from './write-row.ts';

/** Who sends a mutation, when, and what takes steps of billing cycles and decisions. */
export interface Deciding {
  actor: Actor;
  takeStep: TakeCycleStep;
  validations: NotificationWorkflowService;
  nowMs: number;
}

type Of<Op extends Mutation['op']> = Extract<Mutation, { op: Op }>;

/**
 * Judges a mutation by the row as it is now, and carries it out. Rows are locked in the order mission, billing cycle, third party.
 * @throws what the database throws; then nothing may be committed
 */
export function decide(sql: Reader, mutation: Mutation, deciding: Deciding): Promise<Outcome> {
  const { actor, nowMs } = deciding;
  // Whoever may not edit may still take the steps that their role allows, delegate what is theirs, and withdraw what they have sent.
  const isEdit = mutation.op !== 'action' && mutation.op !== 'cancel' && mutation.entity !== 'delegation';
  if (isEdit && !EDITORS.some((role) => actor.roles.includes(role))) return Promise.resolve(notForOthers());
  switch (mutation.op) {
    case 'create':
      return create(sql, mutation, actor, nowMs);
    case 'patch':
      return patch(sql, mutation, actor);
    case 'delete':
      return remove(sql, mutation);
    case 'action':
      return act(sql, mutation, deciding);
    case 'cancel':
      return Promise.resolve(rejected({ code: 'cancelled', detail: 'it was withdrawn before it arrived' }));
  }
}

async function create(sql: Reader, mutation: Of<'create'>, actor: Actor, nowMs: number): Promise<Outcome> {
  const { entity, id, fields } = mutation;
  const refused =
    refuseCreation(entity, fields) ??
    (entity === 'delegation' ? refuseDelegating(fields, actor, nowMs) : undefined) ??
    (await refuseReferences(sql, entity, fields));
  if (refused !== undefined) return rejected(refused);
  const lists = listsOf(entity, actor);
  if (await insertRow(sql, mutation, fields, { subsidiary: await subsidiaryOfNew(sql, entity, fields), lists }))
    return APPLIED;
  const { row } = await lockRow(sql, mutation, 'change');
  if (row === undefined) return notTaken();
  return rejected({ code: 'exists', detail: `there is a ${entity} ${id} already` });
}

/** What follows from who makes the row. */
function listsOf(entity: EditableEntity, actor: Actor): Readonly<Record<string, readonly string[]>> {
  if (entity === 'billing-cycle') return { contributors: handsOf(actor) };
  return entity === 'delegation' ? { roles: rolesHandedOn(actor) } : {};
}

async function patch(sql: Reader, mutation: Of<'patch'>, actor: Actor): Promise<Outcome> {
  const { entity, id, fields: edits, seen } = mutation;
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
  if (!(await updateRow(sql, mutation, merge.fields))) return notTaken();
  await addHands(sql, cyclesTouched(entity, id, locked.row, merge.fields), actor);
  return APPLIED;
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

async function act(sql: Reader, mutation: Of<'action'>, deciding: Deciding): Promise<Outcome> {
  const { actor, takeStep, validations } = deciding;
  if (mutation.entity === 'third-party') {
    if (!EDITORS.some((role) => actor.roles.includes(role))) return notForOthers();
    return actOnThirdParty(sql, mutation, (cycleIds) => addHands(sql, cycleIds, actor));
  }
  const { entity, id, parameters, seen } = mutation;
  if (entity === 'validation') {
    const { action, baseVersion } = mutation;
    const step = Number(seen['step']);
    const refusal = await validations.act(sql, { id, action, parameters, actor, step, baseVersion });
    return refusal === undefined ? APPLIED : rejected(refusal);
  }
  if (entity === 'delegation') {
    const given = await lockRow(sql, mutation, 'change');
    if (given.row === undefined) return notThere(mutation, given);
    const refusal = await validations.actOnDelegation(sql, given.row, mutation.action, actor);
    return refusal === undefined ? APPLIED : rejected(refusal);
  }
  const action = CYCLE_ACTIONS.find((known) => known === mutation.action);
  if (entity !== 'billing-cycle' || action === undefined)
    return rejected({ code: 'illegal-action', detail: `a ${entity} knows no action ${mutation.action}` });
  const wanted = placeAfterAction(seen, action);
  if (wanted === undefined)
    return rejected({ code: 'illegal-action', detail: `a ${String(seen['state'])} billing cycle cannot ${action}` });
  const toldWrongly = refuseParameters(seen, action, parameters);
  if (toldWrongly !== undefined) return rejected(toldWrongly);
  const locked = await lockRow(sql, mutation, 'change');
  if (locked.row === undefined) return notThere(mutation, locked);
  // By value, as edits are merged: a place that is the wanted one already is no conflict.
  const isThere = isSamePlace(placeOf(locked.row), wanted);
  const changed = changedSince(locked.row, seen).filter((field) => !isThere || !Object.hasOwn(wanted, field));
  if (changed.length > 0) return conflict(changed);
  if (isThere) return APPLIED;
  const refused = await takeStep(sql, { id, action, actor, parameters });
  return refused === undefined ? APPLIED : rejected(refused);
}

function isSamePlace(place: CyclePlace | undefined, other: CyclePlace): boolean {
  return (
    place?.state === other.state && place.transmission === other.transmission && place.isCredited === other.isCredited
  );
}

/** The cycles that an edit has to do with: whoever makes it has a hand in them. */
function cyclesTouched(entity: EditableEntity, id: string, row: RowFields, fields: FieldValues): string[] {
  if (entity === 'billing-cycle') return [id];
  if (entity !== 'mission' || Object.keys(fields).every((field) => field === 'customerName')) return [];
  return [row['billingCycleId'], fields['billingCycleId']].filter((cycle) => typeof cycle === 'string');
}

function notThere({ entity, id }: Mutation, { isRemoved }: LockedRow): Outcome {
  if (isRemoved) return conflict([]);
  return rejected({ code: 'not-found', detail: `there is no ${entity} ${id}` });
}

function notForOthers(): Outcome {
  return rejected({ code: 'forbidden', detail: `this needs one of the roles ${EDITORS.join(', ')}` });
}

/** A trigger or a rule of the operator's said no without an error. */
function notTaken(): Outcome {
  return rejected({ code: 'not-editable', detail: 'the database left the row as it was' });
}
