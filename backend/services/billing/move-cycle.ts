import { type Actor, type CycleAction, type CycleRule, placeAfter } from '../../../shared/domain/billing/index.ts';
import type { Refusal } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import type { CycleRow } from './cycle-row.ts';
import { handsOf } from './hands.ts';

export interface Moved {
  action: CycleAction;
  actor: Actor;
  /** Everybody who approved it, and in whose places: of an approval. */
  approvers?: readonly string[];
}

/**
 * Moves a cycle along a rule that holds for it, and notes whose hands were in that.
 * @param cycle locked
 */
export async function moveCycle(
  sql: Sql,
  cycle: CycleRow,
  rule: CycleRule,
  { actor, action, approvers }: Moved,
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
  const approvedBy = action === 'approve' ? (approvers ?? names) : isOpenedAnew ? [] : undefined;
  const moved = await sql.query(
    `update billing_cycles set state = $2, transmission = $3, is_credited = $4, contributors = $5, last_step_by = $6,
       approved_by = coalesce($7::text[], approved_by)
     where id = $1::uuid returning id`,
    [cycle.id, place.state, place.transmission, place.isCredited, contributors, actor.subject, approvedBy ?? null],
  );
  if (moved.length === 0) return { code: 'not-editable', detail: 'the database left the billing cycle as it was' };
  return undefined;
}

/** Steps that make one a hand in it. Those after the approval change nothing of what was approved. */
const CONTRIBUTES: ReadonlySet<CycleAction> = new Set(['open', 'close', 'submit']);
