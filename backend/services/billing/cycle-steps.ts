import {
  type Actor,
  actorFault,
  type CycleAction,
  type CycleRule,
  ruleOf,
} from '../../../shared/domain/billing/index.ts';
import type { FieldValues, Refusal } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import { asService, type Reader } from '../../database/scope.ts';
import { refuseIncomplete, refuseOverlap } from './cycle-checks.ts';
import { type CycleRow, lockCycle } from './cycle-row.ts';
import { decideOnCycle } from './decide-cycle.ts';
import { issueCreditNotes, issueInvoices } from './issue-invoices.ts';
import { moveCycle } from './move-cycle.ts';
import { priceCycle } from './price-cycle.ts';
import { readBillingSettings } from './settings-store.ts';
import { openValidation } from '../validation/open-validation.ts';

export interface CycleStep {
  id: string;
  action: CycleAction;
  actor: Actor;
  parameters: FieldValues;
  nowMs: number;
}

/**
 * Takes one step of a billing cycle's life, within a transaction in which `actAs` has said who acts.
 * @returns why not, where it is not legal now; then nothing was done
 * @throws ChronologyError, and what the database throws; then nothing may be committed
 */
export async function takeStep(sql: Reader, step: CycleStep): Promise<Refusal | undefined> {
  const cycle = await lockCycle(sql, step.id);
  if (cycle === undefined) return { code: 'not-found', detail: `there is no billing cycle ${step.id}` };
  // The books are kept by the service: who sees half of a cycle's missions must not bill half of it.
  return asService(sql, () => stepOf(sql, cycle, step));
}

async function stepOf(sql: Sql, cycle: CycleRow, step: CycleStep): Promise<Refusal | undefined> {
  const rule = ruleOf(cycle, step.action);
  if (rule === undefined) {
    const place = cycle.isCredited ? 'credited' : cycle.state;
    return { code: 'illegal-action', detail: `a billing cycle that is ${place} cannot ${step.action}` };
  }
  const reason = step.parameters['reason'];
  if (rule.needsReason && (typeof reason !== 'string' || reason.trim() === ''))
    return { code: 'invalid-value', field: 'reason', detail: `reason: is missing, and ${step.action} needs one` };
  // What is in validation goes on by its validation alone, which asks who may decide.
  if (step.action === 'approve' || step.action === 'reject') return decideOnCycle(sql, cycle, step, step.action);
  const refused =
    refuseActor(rule, step, cycle) ?? (await prepare(sql, cycle, step)) ?? (await moveCycle(sql, cycle, rule, step));
  if (refused === undefined && step.action === 'submit') await openFor(sql, step);
  if (refused === undefined && typeof reason === 'string' && reason.trim() !== '') await noteReason(sql, step, reason);
  return refused;
}

/** In the chain of the cycle, right behind what the step changed. Decisions of a validation are told there with theirs. */
async function noteReason(sql: Sql, { id, action }: CycleStep, reason: string): Promise<void> {
  await sql.query(
    "select vigie_audit('billing-cycle/' || $1::text, 'reason', jsonb_build_object('step', $2::text, 'reason', $3::text))",
    [id, action, reason.trim()],
  );
}

async function openFor(sql: Sql, { id, actor, nowMs }: CycleStep): Promise<void> {
  const cycle = await lockCycle(sql, id);
  if (cycle === undefined) return;
  const { subsidiary, contributors } = cycle;
  await openValidation(sql, { cycleId: id, subsidiary, contributors, by: actor.subject, nowMs });
}

function refuseActor(rule: CycleRule, { action, actor }: CycleStep, cycle: CycleRow): Refusal | undefined {
  switch (actorFault(rule, actor, cycle)) {
    case undefined:
      return undefined;
    case 'role':
      return { code: 'forbidden', detail: `${action} is for ${rule.roles.join(', ')}` };
    case 'own-work':
      return {
        code: 'four-eyes',
        detail: `${actor.subject} had a hand in this cycle: somebody else must ${action} it`,
      };
    case 'own-step':
      return { code: 'four-eyes', detail: `${actor.subject} took the last step: somebody else must ${action} it` };
  }
}

/** What a step needs and does beside the cycle itself. */
async function prepare(sql: Sql, cycle: CycleRow, { action, actor, nowMs }: CycleStep): Promise<Refusal | undefined> {
  switch (action) {
    case 'open':
      return refuseOverlap(sql, cycle);
    case 'close':
      return foretellPrices(sql, cycle);
    case 'submit':
      return withSettings(sql, cycle, async (settings) => {
        await priceCycle(sql, cycle, settings);
        return refuseIncomplete(sql, cycle);
      });
    case 'invoice':
      return withSettings(
        sql,
        cycle,
        async (settings) =>
          (await refuseIncomplete(sql, cycle)) ??
          (await issueInvoices(sql, cycle, { settings, subject: actor.subject, nowMs })),
      );
    case 'credit':
      return withSettings(sql, cycle, async (settings) => {
        await issueCreditNotes(sql, cycle, { settings, subject: actor.subject, nowMs });
        // The missions are to be billed again, in another cycle; what was billed stays in the lines and the invoices of this one.
        await sql.query('update missions set billing_cycle = null where billing_cycle = $1::uuid', [cycle.id]);
      });
    default:
      return undefined;
  }
}

/** A clerk closes offline, and sees what it comes to before it is submitted; where nobody has said yet who bills, only then. */
async function foretellPrices(sql: Sql, cycle: CycleRow): Promise<undefined> {
  const settings = await readBillingSettings(sql, cycle.subsidiary);
  if (settings !== undefined) await priceCycle(sql, cycle, settings);
}

async function withSettings(
  sql: Sql,
  { subsidiary }: CycleRow,
  work: (settings: NonNullable<Awaited<ReturnType<typeof readBillingSettings>>>) => Promise<Refusal | undefined | void>,
): Promise<Refusal | undefined> {
  const settings = await readBillingSettings(sql, subsidiary);
  if (settings === undefined)
    return {
      code: 'incomplete',
      field: 'billingSettings',
      detail: 'billingSettings: an administrator must enter who bills',
    };
  return (await work(settings)) ?? undefined;
}
