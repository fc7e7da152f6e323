import {
  type Actor,
  actorFault,
  type CycleAction,
  type CycleRule,
  placeAfter,
  ruleOf,
} from '../../../shared/domain/billing/index.ts';
import type { FieldValues, Refusal } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import { asService, type Reader } from '../../database/scope.ts';
import { refuseIncomplete, refuseOverlap } from './cycle-checks.ts';
import { type CycleRow, lockCycle } from './cycle-row.ts';
import { handsOf } from './hands.ts';
import { issueCreditNotes, issueInvoices } from './issue-invoices.ts';
import { priceCycle } from './price-cycle.ts';
import { readBillingSettings } from './settings-store.ts';

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
  return refuseActor(rule, step, cycle) ?? (await prepare(sql, cycle, step)) ?? (await move(sql, cycle, rule, step));
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

async function move(
  sql: Sql,
  cycle: CycleRow,
  rule: CycleRule,
  { id, actor, action }: CycleStep,
): Promise<Refusal | undefined> {
  const place = placeAfter(cycle, rule);
  const isOpenedAnew = place.state === 'open' && cycle.state !== 'draft';
  const names = handsOf(actor);
  // A validator who sends it back has no hand in what others make of it then.
  const contributors = isOpenedAnew
    ? action === 'reopen'
      ? names
      : []
    : [...new Set([...cycle.contributors, ...(CONTRIBUTES.has(action) ? names : [])])];
  const approvedBy = action === 'approve' ? names : isOpenedAnew ? [] : undefined;
  const moved = await sql.query(
    `update billing_cycles set state = $2, transmission = $3, is_credited = $4, contributors = $5, last_step_by = $6,
       approved_by = coalesce($7::text[], approved_by)
     where id = $1::uuid returning id`,
    [id, place.state, place.transmission, place.isCredited, contributors, actor.subject, approvedBy ?? null],
  );
  if (moved.length === 0) return { code: 'not-editable', detail: 'the database left the billing cycle as it was' };
  return undefined;
}

/** Steps that make one a hand in it. Those after the approval change nothing of what was approved. */
const CONTRIBUTES: ReadonlySet<CycleAction> = new Set(['open', 'close', 'submit']);
