import { v7 as uuidv7 } from 'uuid';
import {
  type Actor,
  afterDecision,
  type DecisionFault,
  decisionFault,
  type DecisionKind,
  type Delegation,
  dueAtOf,
  isInForce,
  namesOf,
  reasonFault,
  type Refusal,
  type Validation,
  type ValidationSubject,
} from '../../../shared/domain/index.ts';
import { publish } from '../../bus/index.ts';
import type { Sql } from '../../database/database.ts';
import { delegationsTo, readValidation, timeOf } from './validation-rows.ts';

/** A decision as somebody asks for it. In whose place: the actor's `onBehalfOf`. */
export interface AskedDecision {
  validationId: string;
  kind: DecisionKind;
  reason: string | null;
  actor: Actor;
  nowMs: number;
  /** The step that was looked at, where that is known: of another one nothing was decided. */
  step?: number | undefined;
  /** Version of the validation that was looked at, where that is known. */
  baseVersion?: number | undefined;
}

/** What follows when a validation is decided. */
export interface Concluded {
  subjectId: string;
  outcome: 'approved' | 'rejected';
  actor: Actor;
  /** Everybody who approved it, and in whose places. */
  approvers: readonly string[];
  reason: string | null;
}

/** What a kind of subject does: it is kept as it is while it is decided on, and goes on or back in the same transaction. */
export interface SubjectRules {
  lock(sql: Sql, subjectId: string): Promise<boolean>;
  conclude(sql: Sql, concluded: Concluded): Promise<Refusal | undefined>;
}
export type Subjects = Readonly<Record<ValidationSubject, SubjectRules>>;

/**
 * Takes a decision: the only way to one, whether it comes from the inbox, from the subject's own actions, or from the outbox of a desktop. Within
 * a transaction in which `actAs` has said who acts.
 * @returns why not, where it is not taken; then nothing was done
 */
export async function decideOn(sql: Sql, asked: AskedDecision, subjects: Subjects): Promise<Refusal | undefined> {
  const { validationId, kind, actor, nowMs } = asked;
  const wrongReason = reasonFault(kind, asked.reason);
  if (wrongReason !== undefined) return { code: 'invalid-value', field: 'reason', detail: wrongReason };
  // The subject before the validation, as whoever submits it or takes it back.
  const seen = await readValidation(sql, validationId);
  if (seen === undefined || !(await subjects[seen.subjectKind].lock(sql, seen.subjectId)))
    return { code: 'not-found', detail: `there is no validation ${validationId}` };
  const validation = await readValidation(sql, validationId, { isLocked: true });
  if (validation === undefined) return { code: 'not-found', detail: `there is no validation ${validationId}` };
  const delegations = await delegationsTo(sql, actor.subject, nowMs);
  const fault = decisionFault(validation, actor, { delegations, nowMs });
  if (fault !== undefined) return refusalOf(fault, validation, asked);
  if (asked.step !== undefined && asked.step !== validation.step)
    return { code: 'decided', detail: `the step that was looked at is decided: step ${validation.step + 1} waits now` };

  // Where the subject does not follow, the decision is not taken either.
  await sql.query('savepoint decision');
  const refused = await take(sql, asked, validation, { delegations, subjects });
  if (refused !== undefined) await sql.query('rollback to savepoint decision');
  return refused;
}

async function take(
  sql: Sql,
  asked: AskedDecision,
  validation: Validation,
  { delegations, subjects }: { delegations: readonly Delegation[]; subjects: Subjects },
): Promise<Refusal | undefined> {
  const { validationId, kind, actor, nowMs } = asked;
  const reason = asked.reason?.trim() || null;
  const after = afterDecision(validation, { kind });
  const delegationId =
    delegations.find(
      (given) => given.fromSubject === actor.onBehalfOf && isInForce(given, validation.subjectKind, nowMs),
    )?.id ?? null;
  await sql.query(`select set_config('vigie.on_behalf_of', $1, true)`, [actor.onBehalfOf ?? '']);
  await sql.query(
    `insert into validation_decisions (id, validation_id, step, kind, subject, on_behalf_of, delegation_id, reason, base_version, at)
     values ($1::uuid, $2::uuid, $3, $4, $5, $6, $7::uuid, $8, $9, ${timeOf('$10')})`,
    [
      ...[uuidv7(), validationId, validation.step, kind, actor.subject, actor.onBehalfOf ?? null, delegationId, reason],
      ...[asked.baseVersion ?? null, nowMs],
    ],
  );
  await moveOn(sql, validation, after, nowMs);
  const { subjectKind, subjectId, round } = validation;
  const payload = { subjectKind, subjectId, round, step: validation.step, decision: kind, state: after.state };
  await publish(sql, { type: 'validation.decided', entity: 'validation', id: validationId, payload });
  if (after.state === 'pending') return undefined;
  const approvals = validation.decisions.filter((made) => made.kind === 'approve').flatMap(namesOf);
  const approvers = [...new Set([...approvals, ...namesOf(actor)])];
  return subjects[subjectKind].conclude(sql, { subjectId, outcome: after.state, actor, approvers, reason });
}

async function moveOn(
  sql: Sql,
  { id, steps, step }: Validation,
  after: ReturnType<typeof afterDecision>,
  nowMs: number,
): Promise<void> {
  const next = steps[after.step];
  if (after.state !== 'pending') {
    await sql.query(`update validations set state = $2, closed_at = ${timeOf('$3')} where id = $1::uuid`, [
      ...[id, after.state, nowMs],
    ]);
  } else if (after.step !== step && next !== undefined) {
    await sql.query(
      `update validations set step = $2, step_opened_at = ${timeOf('$3')}, due_at = ${timeOf('$4')}, reminded_at = null,
         escalated_at = null where id = $1::uuid`,
      [id, after.step, nowMs, dueAtOf(next, nowMs)],
    );
  }
}

function refusalOf(fault: DecisionFault, validation: Validation, { actor, kind }: AskedDecision): Refusal {
  const { subject, onBehalfOf } = actor;
  switch (fault) {
    case 'closed': {
      const last = validation.decisions.at(-1);
      const by = validation.state === 'withdrawn' || last === undefined ? '' : ` by ${last.subject}`;
      return { code: 'decided', detail: `it was ${validation.state}${by} meanwhile` };
    }
    case 'own-work':
      return {
        code: 'four-eyes',
        detail: `${namesOf(actor).join(' or ')} had a hand in it: somebody else must ${kind} it`,
      };
    case 'delegation':
      return { code: 'not-delegated', detail: `${onBehalfOf} has not delegated this to ${subject} for now` };
    case 'decided':
      return { code: 'four-eyes', detail: `${namesOf(actor).join(' or ')} has decided already: nobody counts twice` };
    case 'not-a-decider':
      return { code: 'forbidden', detail: `${onBehalfOf ?? subject} has no say in the step "${stepOf(validation)}"` };
  }
}

function stepOf({ steps, step }: Validation): string {
  return steps[step]?.label ?? String(step);
}
