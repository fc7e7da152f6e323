import type { Mutation } from '../../../shared/api/index.ts';
import {
  type Actor,
  CYCLE_ACTIONS,
  type CyclePlace,
  type EditableEntity,
  type FieldValues,
  newAlarmRule,
  placeAfterAction,
  placeOf,
  refuseCreation,
  refuseFields,
  refuseParameters,
  refusePatch,
  refuseRemoval,
  rolesFor,
  type Role,
  type RowFields,
  withFields,
} from '../../../shared/domain/index.ts';
import { changedSince, mergeEdits } from '../../../shared/sync/index.ts';
import type { Reader } from '../../database/scope.ts';
import { type AlarmDesk, refuseRule, refuseRuleOfOthers } from '../alarms/alarm-desk.ts';
import { addHands, handsOf } from '../billing/hands.ts';
import type { NotificationWorkflowService } from '../notification-workflow-service.ts';
import { actOnHandover, refuseDrafting, refuseRemovingDraft } from '../shift/act-on-handover.ts';
import { actOnIncident } from '../shift/act-on-incident.ts';
import { refuseDelegating, rolesHandedOn } from '../validation/delegations.ts';
import type { TakeCycleStep } from '../billing-service.ts';
import { actOnThirdParty } from './act-on-third-party.ts';
import { countUses, lockCycleStates, refuseReferences, subsidiaryOfNew } from './other-rows.ts';
import { APPLIED, conflict, type Outcome, rejected } from './outcome.ts';
import { type LockedRow, lockRow } from './rows.ts';
import { deleteRow, insertRow, updateRow } from './write-row.ts';

/** Who sends a mutation, when, and what takes steps of billing cycles, decisions, and actions on alarms. */
export interface Deciding {
  actor: Actor;
  takeStep: TakeCycleStep;
  validations: NotificationWorkflowService;
  alarms: AlarmDesk;
  nowMs: number;
}

type Of<Op extends Mutation['op']> = Extract<Mutation, { op: Op }>;

/**
 * Judges a mutation by the row as it is now, and carries it out. Rows are locked in the order mission, billing cycle, third party.
 * @throws what the database throws; then nothing may be committed
 */
export function decide(sql: Reader, mutation: Mutation, deciding: Deciding): Promise<Outcome> {
  const { actor } = deciding;
  const roles = rolesFor(mutation.entity, mutation.op === 'action' ? 'action' : 'edit');
  // Everybody may withdraw what they have sent.
  if (mutation.op !== 'cancel' && !roles.some((role) => actor.roles.includes(role)))
    return Promise.resolve(notForOthers(roles));
  switch (mutation.op) {
    case 'create':
      return create(sql, mutation, deciding);
    case 'patch':
      return patch(sql, mutation, deciding);
    case 'delete':
      return remove(sql, mutation, actor);
    case 'action':
      return act(sql, mutation, deciding);
    case 'cancel':
      return Promise.resolve(rejected({ code: 'cancelled', detail: 'it was withdrawn before it arrived' }));
  }
}

async function create(sql: Reader, mutation: Of<'create'>, deciding: Deciding): Promise<Outcome> {
  const { actor, nowMs } = deciding;
  const { entity, id, fields } = mutation;
  const refused =
    refuseCreation(entity, fields) ??
    (entity === 'delegation' ? refuseDelegating(fields, actor, nowMs) : undefined) ??
    (entity === 'handover' ? refuseDrafting(fields, actor) : undefined) ??
    (await refuseReferences(sql, entity, fields)) ??
    (entity === 'alarm-rule'
      ? await refuseRule(sql, deciding.alarms, newAlarmRule(id, fields, isoOf(nowMs)))
      : undefined);
  if (refused !== undefined) return rejected(refused);
  const lists = listsOf(entity, actor);
  // An incident was opened when its writer did so, with or without a server; never after this moment.
  const times: Record<string, number> = entity === 'incident' ? { opened_at: Math.min(mutation.madeAtMs, nowMs) } : {};
  const subsidiary = await subsidiaryOfNew(sql, entity, fields);
  if (await insertRow(sql, mutation, fields, { subsidiary, lists, times })) return APPLIED;
  const { row } = await lockRow(sql, mutation, 'change');
  if (row === undefined) return notTaken();
  return rejected({ code: 'exists', detail: `there is a ${entity} ${id} already` });
}

/** What follows from who makes the row. */
function listsOf(entity: EditableEntity, actor: Actor): Readonly<Record<string, readonly string[]>> {
  if (entity === 'billing-cycle') return { contributors: handsOf(actor) };
  return entity === 'delegation' ? { roles: rolesHandedOn(actor) } : {};
}

async function patch(sql: Reader, mutation: Of<'patch'>, { actor, alarms }: Deciding): Promise<Outcome> {
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
    refusePatch(entity, locked.row, merge.fields, cycleStates) ??
    (await refuseReferences(sql, entity, merge.fields)) ??
    (entity === 'alarm-rule' ? await refuseRuleEdit(sql, locked.row, merge.fields, alarms) : undefined);
  if (refused !== undefined) return rejected(refused);
  if (!(await updateRow(sql, mutation, merge.fields))) return notTaken();
  await addHands(sql, cyclesTouched(entity, id, locked.row, merge.fields), actor);
  return APPLIED;
}

async function remove(sql: Reader, mutation: Of<'delete'>, actor: Actor): Promise<Outcome> {
  const { entity, id, seen } = mutation;
  const locked = await lockRow(sql, mutation, 'remove');
  if (locked.row === undefined) return locked.isRemoved ? APPLIED : notThere(mutation, locked);
  const changed = changedSince(locked.row, seen);
  if (changed.length > 0) return conflict(changed);
  const refused =
    refuseRemoval(entity, locked.row, await countUses(sql, entity, id)) ??
    (entity === 'alarm-rule' ? await refuseRuleOfOthers(sql, id) : undefined) ??
    (entity === 'handover' ? await refuseRemovingDraft(sql, id, actor) : undefined);
  if (refused !== undefined) return rejected(refused);
  return (await deleteRow(sql, mutation)) ? APPLIED : notTaken();
}

async function act(sql: Reader, mutation: Of<'action'>, deciding: Deciding): Promise<Outcome> {
  const { actor, takeStep, validations, alarms } = deciding;
  if (mutation.entity === 'third-party')
    return actOnThirdParty(sql, mutation, (cycleIds) => addHands(sql, cycleIds, actor));
  const { entity, id, parameters, seen } = mutation;
  if (entity === 'validation') {
    const { action, baseVersion } = mutation;
    const step = Number(seen['step']);
    const refusal = await validations.act(sql, { id, action, parameters, actor, step, baseVersion });
    return refusal === undefined ? APPLIED : rejected(refusal);
  }
  if (entity === 'alarm') {
    const refusal = await alarms.act(sql, { ...mutation, actor });
    return refusal === undefined ? APPLIED : rejected(refusal);
  }
  if (entity === 'incident') return actOnLog(sql, mutation, deciding);
  if (entity === 'handover') {
    const refusal = await actOnHandover(sql, { ...mutation, actor, nowMs: deciding.nowMs });
    return refusal === undefined ? APPLIED : rejected(refusal);
  }
  if (entity === 'alarm-rule') return goLive(sql, mutation, alarms);
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

/** A step from another status than the one that was looked at is for a person to settle; what is added meets nothing. */
async function actOnLog(sql: Reader, mutation: Of<'action'>, { actor, nowMs }: Deciding): Promise<Outcome> {
  const { mutationId: entryId, seen } = mutation;
  const seenStatus = typeof seen['status'] === 'string' ? seen['status'] : undefined;
  const outcome = await actOnIncident(sql, { ...mutation, actor, entryId, nowMs, seenStatus });
  if (outcome === undefined) return APPLIED;
  return 'refusal' in outcome ? rejected(outcome.refusal) : conflict(['status']);
}

/** A rule that would raise more alarms than anybody can look at goes live all the same, where a person has said so, knowing how many. */
async function goLive(sql: Reader, mutation: Of<'action'>, alarms: AlarmDesk): Promise<Outcome> {
  const { id, action, parameters, seen } = mutation;
  if (action !== 'go-live') return rejected({ code: 'illegal-action', detail: `a rule knows no action ${action}` });
  const locked = await lockRow(sql, mutation, 'change');
  if (locked.row === undefined) return notThere(mutation, locked);
  const changed = changedSince(locked.row, seen).filter((field) => field !== 'state');
  if (changed.length > 0) return conflict(changed);
  const live = { ...locked.row, state: 'live' };
  const refused =
    (await refuseRuleOfOthers(sql, id)) ?? (await refuseRule(sql, alarms, live, parameters['confirmedAlarms']));
  if (refused !== undefined) return rejected(refused);
  return (await updateRow(sql, mutation, { state: 'live' })) ? APPLIED : notTaken();
}

async function refuseRuleEdit(sql: Reader, row: RowFields, fields: FieldValues, alarms: AlarmDesk) {
  return (await refuseRuleOfOthers(sql, String(row['id']))) ?? (await refuseRule(sql, alarms, withFields(row, fields)));
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

function notForOthers(roles: readonly Role[]): Outcome {
  return rejected({ code: 'forbidden', detail: `this needs one of the roles ${roles.join(', ')}` });
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** A trigger or a rule of the operator's said no without an error. */
function notTaken(): Outcome {
  return rejected({ code: 'not-editable', detail: 'the database left the row as it was' });
}
