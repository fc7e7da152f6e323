import { v7 as uuidv7 } from 'uuid';
import type { FieldEdits, Mutation } from '../../../shared/api/index.ts';
import {
  alarmRecord,
  CYCLE_ACTIONS,
  billingCycleState,
  type BillingCycleState,
  decideAlarmAction,
  EDITABLE_FIELDS,
  type EditableEntity,
  fieldOf,
  fieldsOf,
  geofencesOfRule,
  handover,
  incident,
  type FieldValue,
  type FieldValues,
  GUARDED_FIELDS,
  REFERENCES,
  type Refusal,
  refuseArchived,
  refuseCreation,
  refuseHandoverAction,
  refuseIncidentAction,
  refusePatch,
  refuseRemoval,
  refuseParameters,
  refuseValidationAction,
  placeAfterAction,
  validationState,
  tidyField,
} from '../../../shared/domain/index.ts';
import { seenFor } from '../../../shared/sync/index.ts';
import type { KnownRow, OutboxReads } from '../store/outbox-types.ts';
import { makePartyAction } from './make-party-action.ts';

/** What an edit is made on: the rows as they are shown, and the time. */
export interface EditGround {
  rows: Pick<OutboxReads, 'rowOf' | 'usedBy'>;
  nowMs: number;
}

/** A mutation ready to be kept; or why there is none. `nothing`: the row is as the edit wants it already. */
export type Made =
  | { made: 'mutation'; mutation: Mutation }
  | { made: 'refused'; reason: Refusal }
  | { made: 'nothing' };

/** A new row. */
export function makeCreation(ground: EditGround, entity: EditableEntity, id: string, given: FieldValues): Made {
  const fields = tidied(entity, given);
  const reason =
    refuseCreation(entity, fields) ??
    refuseReferences(ground, entity, fields) ??
    (ground.rows.rowOf(entity, id) === undefined
      ? undefined
      : refusal('exists', `there is a ${entity} '${id}' already`));
  if (reason !== undefined) return { made: 'refused', reason };
  return mutation({ ...envelope(ground, entity, id, 0), op: 'create', fields });
}

/** An edit of some fields of a row, as it is now, to the values that they are to have. */
export function makePatch(
  ground: EditGround,
  entity: EditableEntity,
  id: string,
  { known, values }: { known: KnownRow | undefined; values: FieldValues },
): Made {
  if (known === undefined) return missing(entity, id);
  const { row, version } = known;
  const fields = Object.fromEntries(
    Object.entries(tidied(entity, values)).filter(([field, value]) => fieldOf(row, field) !== value),
  );
  if (Object.keys(fields).length === 0) return { made: 'nothing' };
  const reason =
    refusePatch(entity, row, fields, cycleStates(ground, entity, [fieldOf(row, CYCLE), fields[CYCLE] ?? null])) ??
    refuseReferences(ground, entity, fields);
  if (reason !== undefined) return { made: 'refused', reason };
  const edits: FieldEdits = Object.fromEntries(
    Object.entries(fields).map(([field, to]) => [field, { from: fieldOf(row, field), to }]),
  );
  const seen = seenFor(entity, row, Object.keys(fields));
  return mutation({ ...envelope(ground, entity, id, version), op: 'patch', fields: edits, seen });
}

/** The removal of a row. What was changed in it meanwhile is not removed unseen. */
export function makeRemoval(ground: EditGround, entity: EditableEntity, id: string, known: KnownRow | undefined): Made {
  if (known === undefined) return missing(entity, id);
  const { row, version } = known;
  const reason = refuseRemoval(entity, row, ground.rows.usedBy(entity, id));
  if (reason !== undefined) return { made: 'refused', reason };
  const all = new Set([...Object.keys(EDITABLE_FIELDS[entity]), ...GUARDED_FIELDS[entity]]);
  return mutation({ ...envelope(ground, entity, id, version), op: 'delete', seen: fieldsOf(row, [...all]) });
}

/** An action, such as closing a billing cycle. */
export function makeAction(
  ground: EditGround,
  entity: EditableEntity,
  id: string,
  { known, action: asked, parameters }: { known: KnownRow | undefined; action: string; parameters: FieldValues },
): Made {
  if (known === undefined) return missing(entity, id);
  const { row, version } = known;
  if (entity === 'third-party') {
    const made = makePartyAction(ground, known, { id, action: asked, parameters });
    if ('reason' in made) return { made: 'refused', reason: made.reason };
    return mutation({ ...envelope(ground, entity, id, version), op: 'action', ...made.parts });
  }
  const told = tidied(entity, parameters);
  const seen = fieldsOf(row, GUARDED_FIELDS[entity]);
  const act = {
    ...envelope(ground, entity, id, version),
    op: 'action' as const,
    action: asked,
    parameters: told,
    seen,
  };
  if (entity === 'validation') {
    const state = validationState.catch('withdrawn').parse(row['state']);
    const reason = refuseValidationAction({ state }, asked, told);
    return reason === undefined ? mutation(act) : { made: 'refused', reason };
  }
  if (entity === 'delegation' && asked === 'revoke') return mutation(act);
  if (entity === 'alarm-rule' && asked === 'go-live') return mutation(act);
  if (entity === 'alarm') {
    const reason = refuseAlarmAction(row, act, ground.nowMs);
    return reason === undefined ? mutation(act) : { made: 'refused', reason };
  }
  if (entity === 'incident' || entity === 'handover') {
    // Who acts is told by the server.
    const reason =
      entity === 'incident'
        ? refuseIncidentAction(incident.parse(row), asked, told)
        : refuseHandoverAction(handover.parse(row), asked, told, undefined);
    return reason === undefined ? mutation(act) : { made: 'refused', reason };
  }
  const action = CYCLE_ACTIONS.find((name) => name === asked);
  if (entity !== 'billing-cycle' || action === undefined || placeAfterAction(row, action) === undefined) {
    const state = billingCycleState.safeParse(row['state']);
    const now = state.success ? `in state ${state.data}` : '';
    return { made: 'refused', reason: refusal('illegal-action', `'${asked}' is no action of a ${entity} ${now}`) };
  }
  const reason = refuseParameters(row, action, told);
  return reason === undefined ? mutation(act) : { made: 'refused', reason };
}

/** By the same machine as the server's. Who acts is told by the server. */
function refuseAlarmAction(
  row: unknown,
  { action, parameters }: { action: string; parameters: FieldValues },
  nowMs: number,
): Refusal | undefined {
  const at = new Date(nowMs).toISOString();
  const outcome = decideAlarmAction(alarmRecord.parse(row), action, parameters, { by: '', at });
  return 'refusal' in outcome ? outcome.refusal : undefined;
}

/** The field of a mission that names its billing cycle. */
const CYCLE = 'billingCycleId';

/** States of the cycles that a mission is in and is to be in: a closed one lets none come or go. */
function cycleStates({ rows }: EditGround, entity: EditableEntity, ids: readonly FieldValue[]): BillingCycleState[] {
  if (entity !== 'mission') return [];
  return ids.flatMap((id) => {
    const cycle = typeof id === 'string' ? rows.rowOf('billing-cycle', id) : undefined;
    const state = billingCycleState.safeParse(cycle?.row['state']);
    return state.success ? [state.data] : [];
  });
}

function refuseReferences({ rows }: EditGround, entity: EditableEntity, fields: FieldValues): Refusal | undefined {
  if (entity === 'alarm-rule') {
    const missingFence = geofencesOfRule(fields['parameters']).find((id) => rows.rowOf('geofence', id) === undefined);
    if (missingFence === undefined) return undefined;
    const detail = `parameters: there is no geofence '${missingFence}'`;
    return { code: 'reference-missing', field: 'parameters', detail };
  }
  for (const [field, named] of Object.entries(REFERENCES[entity])) {
    const id = fields[field];
    if (typeof id !== 'string') continue;
    const found = rows.rowOf(named, id);
    if (found === undefined)
      return { code: 'reference-missing', field, detail: `${field}: there is no ${named} '${id}'` };
    const archived = named === 'third-party' ? refuseArchived(field, found.row) : undefined;
    if (archived !== undefined) return archived;
  }
  return undefined;
}

/** Blanks around a text are slips of the hand, as are those in a number; a new row is not given what is empty. */
export function tidied(entity: EditableEntity, fields: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, tidyField(entity, field, value)]));
}

function envelope({ nowMs }: EditGround, entity: EditableEntity, id: string, baseVersion: number) {
  return { mutationId: uuidv7(), entity, id, baseVersion, madeAtMs: nowMs };
}

function mutation(made: Mutation): Made {
  return { made: 'mutation', mutation: made };
}

function missing(entity: EditableEntity, id: string): Made {
  return { made: 'refused', reason: refusal('not-found', `there is no ${entity} '${id}'`) };
}

function refusal(code: Refusal['code'], detail: string): Refusal {
  return { code, detail };
}
